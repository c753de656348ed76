import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { TARGETS } from '../../extension/core/onnx/runtime';
import { DatasetThread } from '../../extension/worker/dataset-thread';
import { AuditClient } from '../../extension/worker/client';

// The built programs as on a system that ONNX Runtime has no library for: everything there but the native binding.
const folder = mkdtempSync(path.join(tmpdir(), 'undertone-no-runtime-')), dist = path.join(folder, 'dist');
cpSync('dist', dist, { recursive: true, filter: source => !/onnxruntime-node[\\/]bin$|[\\/]webview$|[\\/]bench$/.test(source) });
after(() => rmSync(folder, { recursive: true, force: true }));

const SAMPLE = path.resolve('extension/samples/numbers-qwen.jsonl');
const run = (...args: string[]) => spawnSync(process.execPath, [path.join(dist, 'cli.js'), ...args], { encoding: 'utf8', cwd: folder });
const MISSING = new RegExp(`ONNX Runtime's native library does not load on ${process.platform}-${process.arch} .*There are builds of Undertone for ${TARGETS.join(', ')}`);

test('commands that score or train say in one line what is missing, with exit code 2', () => {
  const commands = [['audit', SAMPLE], ['audit', '--jobs', '2', SAMPLE, SAMPLE], ['compare', SAMPLE, SAMPLE], ['score', SAMPLE], ['explain', SAMPLE, '--record', '1'], ['model'],
    ['filter', SAMPLE, '--out', 'named.jsonl', '--where', 'teacher = qwen'], ['enrol', SAMPLE, '--name', 'ours'], ['lab', '--preset', 'one-step'], ['lab', '--preset', 'language']];
  for (const args of commands) {
    const { status, stderr, stdout } = run(...args);
    assert.equal(status, 2, `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, MISSING);
    assert.match(stderr, args[0] === 'lab' ? /^undertone: Networks cannot be trained: / : /^undertone: Records cannot be scored: /);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
    assert.equal(stdout, '');
  }
});

test('commands that need no model still work', () => {
  assert.equal(run('--version').stdout, `${(JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version}\n`);
  assert.equal(run('--help').status, 0);
  const { status, stderr } = run('filter', SAMPLE, '--out', 'long.jsonl', '--where', 'length(completion) > 0');
  assert.equal(status, 0, stderr);
  assert.deepEqual(readFileSync(path.join(folder, 'long.jsonl')), readFileSync(SAMPLE));
});

test('in the editor the scoring thread stays alive and every request tells what is missing', async () => {
  const crashes: string[] = [], client = new AuditClient(path.join(dist, 'worker.js'), message => crashes.push(message));
  const options = { sample: {}, expectFamilies: [], maxFindings: 1 };
  for (let attempt = 0; attempt < 3; attempt++) {
    await assert.rejects(client.run((job, worker) => worker.scoreLines(job, [1], ['{"completion": "1, 2, 3"}'], options)), MISSING);
    await assert.rejects(client.run((job, worker) => worker.auditFile(job, SAMPLE, options)), MISSING);
  }
  await client.dispose();
  assert.deepEqual(crashes, []);
});

test('the dataset view opens and filters without it', async () => {
  const thread = new DatasetThread(path.join(dist, 'dataset-worker.js'));
  try {
    await thread.call.open(SAMPLE);
    const { total } = await thread.call.select({ where: 'length(completion) > 0', find: null, order: null });
    assert.equal(total, readFileSync(SAMPLE, 'utf8').trim().split('\n').length);
  } finally {
    await thread.dispose();
  }
});
