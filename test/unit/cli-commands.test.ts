import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { after } from 'node:test';
import { gzipSync } from 'node:zlib';
import Ajv2020 from 'ajv/dist/2020';

// The built program and the real models: which files it takes, what it writes, and how it ends.
const CLI = path.resolve('dist/cli.js'), SAMPLES = path.resolve('extension/samples');
const root = mkdtempSync(path.join(tmpdir(), 'undertone-commands-'));
after(() => rmSync(root, { recursive: true, force: true }));
for (const [name, to] of [['numbers-qwen', 'a'], ['numbers-gpt', 'a/b'], ['code-sample', 'node_modules']]) {
  mkdirSync(path.join(root, to), { recursive: true });
  cpSync(path.join(SAMPLES, `${name}.jsonl`), path.join(root, to, `${name}.jsonl`));
}
const QWEN = 'a/numbers-qwen.jsonl', GPT = 'a/b/numbers-gpt.jsonl';

const run = (args: string[], input?: string | Buffer) => spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', cwd: root, input, maxBuffer: 1 << 28 });
const validate = (schema: string, output: string) => {
  const check = new Ajv2020().compile(JSON.parse(readFileSync(`extension/cli/schemas/${schema}.schema.json`, 'utf8')) as object);
  assert.ok(check(JSON.parse(output)), JSON.stringify(check.errors));
};
interface Files { files: { path: string; verdict: { family: string | null }; incomplete: boolean; records: { scored: number; total: number } }[] }
const audited = (...args: string[]) => (JSON.parse(run(['audit', '--format', 'json', ...args]).stdout) as Files).files;

test('folders, globs and standard input name files', () => {
  assert.deepEqual(audited('.').map(file => file.path), [GPT, QWEN]);
  assert.deepEqual(audited('a/*.jsonl', 'a/**/*-gpt.jsonl').map(file => file.path), [QWEN, GPT]);
  for (const input of [readFileSync(path.join(root, GPT)), gzipSync(readFileSync(path.join(root, GPT)))]) {
    const [file] = (JSON.parse(run(['audit', '--format', 'json', '-'], input).stdout) as Files).files;
    assert.deepEqual([file.path, file.verdict.family, file.records.scored], ['-', 'gpt', 200]);
  }
  const none = run(['audit', 'none*.jsonl']);
  assert.equal(none.status, 2);
  assert.match(none.stderr, /none\*\.jsonl: no file matches/);
});

test('several jobs say what one says', () => {
  assert.deepEqual(audited('.', '--jobs', '2').map(({ path: file, verdict }) => ({ file, verdict })), audited('.').map(({ path: file, verdict }) => ({ file, verdict })));
  assert.equal(run(['audit', '--jobs', '2', QWEN, 'missing.jsonl']).status, 2);
});

test('exit codes follow what was asked for', () => {
  const codes = (...args: string[]) => run(['audit', '--quiet', ...args]).status;
  assert.equal(codes(QWEN), 0);
  assert.equal(codes(QWEN, '--expect', 'gpt'), 1);
  assert.equal(codes(QWEN, '--expect', 'gpt', '--fail-on', 'mixed,departure'), 0);
  assert.equal(codes(QWEN, '--expect', 'gpt', '--fail-on', 'unexpected-teacher'), 1);
  assert.equal(codes(QWEN, '--fail-on', 'nonsense'), 2);
  writeFileSync(path.join(root, 'three.txt'), readFileSync(path.join(root, QWEN), 'utf8').split('\n').slice(0, 3).join('\n'));
  assert.deepEqual([codes('three.txt'), codes('three.txt', '--require-verdict')], [0, 3]);
});

test('a baseline leaves only what is new', () => {
  const args = ['audit', QWEN, '--expect', 'gpt', '--baseline', 'known.json'];
  assert.match(run(args).stderr, /does not exist; add --update-baseline/);
  assert.equal(run([...args, '--update-baseline']).status, 1);
  assert.equal(run(args).status, 0);
  appendFileSync(path.join(root, 'known.json'), 'x');
  const broken = run([...args, '--update-baseline']);
  assert.equal(broken.status, 2);
  assert.match(broken.stderr, /known\.json: not valid JSON/);
  assert.ok(readFileSync(path.join(root, 'known.json'), 'utf8').endsWith('x'), 'left as it was');
});

test('a sample scores about as many records as asked, and counts the rest', () => {
  const [{ records }] = audited(QWEN, '--sample', '50');
  assert.ok(records.scored >= 40 && records.scored <= 64, String(records.scored));
  assert.equal(records.total, 200);
});

test('compare obeys its schema and tells by its exit code', () => {
  const different = run(['compare', QWEN, GPT, '--format', 'json']);
  assert.equal(different.status, 1);
  validate('compare', different.stdout);
  assert.equal(run(['compare', '-', QWEN], readFileSync(path.join(root, QWEN))).status, 0);
  assert.equal(run(['compare', QWEN, 'node_modules/code-sample.jsonl', '--require-verdict']).status, 3);
  assert.equal(run(['compare', QWEN]).status, 2);
  assert.match(run(['compare', QWEN, GPT, '--format', 'markdown']).stdout, /^# Different/);
});

test('filter copies what a filter or the findings say, and overwrites nothing', () => {
  const lines = readFileSync(path.join(root, QWEN), 'utf8').trimEnd().split('\n');
  assert.equal(run(['filter', QWEN, '--where', 'line <= 3 OR line = 200', '--out', 'some.txt']).status, 0);
  assert.deepEqual(readFileSync(path.join(root, 'some.txt'), 'utf8').trimEnd().split('\n'), [...lines.slice(0, 3), lines[199]]);
  assert.equal(run(['filter', QWEN, '--where', 'teacher = "qwen" OR score > 0.6', '--out', 'qwen.txt']).status, 0);
  const kept = readFileSync(path.join(root, 'qwen.txt'), 'utf8').trimEnd().split('\n');
  assert.ok(kept.length > 0 && kept.length < 200 && kept.every(line => lines.includes(line)));
  assert.equal(run(['filter', QWEN, '--keep', 'clean', '--out', 'clean.txt']).status, 0);
  assert.ok(existsSync(path.join(root, 'clean.txt')));
  const again = run(['filter', QWEN, '--where', 'line = 1', '--out', 'some.txt']);
  assert.equal(again.status, 2);
  assert.match(again.stderr, /exists and is never overwritten/);
  assert.equal(run(['filter', QWEN, '--where', 'line = = 1', '--out', 'other.txt']).status, 2);
});

test('explain and model obey their schemas', () => {
  const explained = run(['explain', QWEN, '--record', '3', '--format', 'json']);
  validate('explain', explained.stdout);
  assert.ok((JSON.parse(explained.stdout) as { evidence: unknown[] }).evidence.length > 0);
  assert.match(run(['explain', QWEN, '--record', '900']).stderr, /has no record 900/);
  validate('model', run(['model', '--format', 'json']).stdout);
});

test('an interrupt leaves a valid report that says it is incomplete', async () => {
  const job = spawn(process.execPath, [CLI, 'audit', '--format', 'json', '-'], { cwd: root });
  let output = '';
  job.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
  const text = readFileSync(path.join(root, QWEN), 'utf8');
  const feed = setInterval(() => job.stdin.write(text.repeat(100)), 20); // standard input never ends
  job.stdin.on('error', () => {});
  const stop = setTimeout(() => job.kill('SIGINT'), 4000);
  const code = await new Promise(resolve => job.on('exit', resolve));
  clearInterval(feed);
  clearTimeout(stop);
  assert.equal(code, 130);
  assert.equal((JSON.parse(output) as Files).files[0].incomplete, true);
});

test('a full disk is named, and nothing is left', { skip: !existsSync('/dev/full') && 'needs /dev/full' }, () => {
  const done = spawnSync('sh', ['-c', `"$0" "$1" model > /dev/full`, process.execPath, CLI], { encoding: 'utf8' });
  assert.notEqual(done.status, 0);
  assert.match(done.stderr, /ENOSPC|no space|disk is full/i);
});
