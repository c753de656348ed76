import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { madeTeacher } from '../fixtures/made-teacher';

// The built programs and the real models, run with every way to the network watched (test/guard). `npm test` builds before this runs.
const root = mkdtempSync(path.join(tmpdir(), 'undertone-network-'));
after(() => { rmSync(root, { recursive: true, force: true }); });
const DIST = path.resolve('dist'), LOG = path.join(root, 'network.log');
const GUARD = `--import ${pathToFileURL(path.resolve('test/guard/no-network.mjs')).href}`;

/** Runs a script with the guard in it and in its threads and processes; `noted` is what it tried. */
function guarded(script: string, args: string[] = [], cwd = process.cwd()) {
  rmSync(LOG, { force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', cwd, env: { ...process.env, NODE_OPTIONS: GUARD, UNDERTONE_NETWORK_LOG: LOG } });
  return { status, stdout, stderr, noted: existsSync(LOG) ? readFileSync(LOG, 'utf8').trimEnd().split('\n') : [] };
}

test('the guard itself catches each way to the network, also in a thread and in a forked process', () => {
  const { stdout, noted } = guarded(path.resolve('test/guard/attempts.mjs'));
  const ways = ['net.connect', 'net.listen', 'tls.connect', 'http.get', 'https.request', 'http2.connect', 'dgram.createSocket', 'dns.lookup', 'dns.promises.resolve4', 'fetch'];
  assert.deepEqual(stdout.trim().split('\n'), [...ways, 'thread: No network here: net.connect was called.']);
  assert.deepEqual(noted.map(line => line.split(' ')[0]).toSorted(), [...ways, 'net.connect', 'net.connect'].toSorted());
  assert.equal(new Set(noted.map(line => line.split('pid ')[1])).size, 2, 'two processes were watched');
});

test('no command of the command line opens a socket or asks for a name', () => {
  for (const name of ['numbers-qwen', 'numbers-gpt', 'code-sample']) cpSync(`extension/samples/${name}.jsonl`, path.join(root, `${name}.jsonl`));
  writeFileSync(path.join(root, 'made-up.jsonl'), madeTeacher(300, 1, [40, 80]));
  const commands = [
    ['audit', 'numbers-qwen.jsonl', 'numbers-gpt.jsonl', 'code-sample.jsonl', '--jobs', '2', '--format', 'sarif', '--report', 'report.html'], ['compare', 'numbers-qwen.jsonl', 'numbers-gpt.jsonl'],
    ['score', 'numbers-qwen.jsonl'], ['enrol', 'made-up.jsonl', '--name', 'made-up'], ['explain', 'numbers-qwen.jsonl', '--record', '3'], ['filter', 'numbers-qwen.jsonl', '--where', 'line < 9', '--out', 'some.jsonl'],
    ['model'], ['lab', '--preset', 'one-step', '--seeds', '1'], ['--version'], ['audit', 'https://127.0.0.1:9/x.jsonl'],
  ];
  for (const args of commands) {
    const { status, stdout, stderr, noted } = guarded(path.join(DIST, 'cli.js'), args, root);
    assert.deepEqual(noted, [], args.join(' '));
    assert.equal(status !== null && (status < 2 || args[1]?.startsWith('https')), true, `${args.join(' ')}: ${status} ${stderr}`);
    assert.ok(stdout.length + stderr.length > 0, args.join(' '));
  }
});

test('neither the threads and processes of the extension nor its activation open a socket', () => {
  const script = path.join(root, 'host-run.cjs');
  buildSync({ entryPoints: ['test/guard/host-run.ts'], bundle: true, platform: 'node', format: 'cjs', outfile: script, logLevel: 'warning' });
  const { stdout, stderr, noted } = guarded(script);
  assert.deepEqual(noted, []);
  assert.deepEqual(stdout.trim().split('\n'), ['scoring thread: 200 records', 'data thread: 2 rows', 'lab process: a run', 'activation: done'], stderr);
});

test('no bundle knows a module of the network or telemetry, and no page a way out', () => {
  const bundles = readdirSync(DIST).filter(name => name.endsWith('.js')), pages = readdirSync(path.join(DIST, 'webview')).filter(name => name.endsWith('.js'));
  assert.ok(bundles.length >= 5 && pages.length >= 3, `${bundles.length} bundles, ${pages.length} pages`);
  for (const name of bundles) {
    const text = readFileSync(path.join(DIST, name), 'utf8');
    assert.deepEqual([...text.matchAll(/(?:require|import)\(\s*["'](?:node:)?(net|tls|http|https|http2|dns|dns\/promises|dgram|undici|inspector)["']\s*\)/g)].map(match => match[1]), [], name);
    assert.doesNotMatch(text, /(?<![\w.$])fetch\(|\bnew (?:WebSocket|EventSource)\b|TelemetryLogger|openExternal/, name);
  }
  for (const name of pages) {
    assert.doesNotMatch(readFileSync(path.join(DIST, 'webview', name), 'utf8'), /(?<![\w.$])fetch\(|XMLHttpRequest|\bnew (?:WebSocket|EventSource|Worker)\b|sendBeacon|\beval\(/, name);
  }
});

test('the manifest brings no telemetry: nothing is installed with it, no setting, no text about it', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies?: Record<string, string>; contributes: unknown };
  assert.deepEqual(Object.keys(manifest.dependencies ?? {}), []);
  assert.doesNotMatch(JSON.stringify(manifest.contributes), /telemetry|usageData|crashReport/i);
});
