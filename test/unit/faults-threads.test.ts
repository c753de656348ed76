/** Threads and processes that end in the middle of their work: the host lives, the message says what happened and what to do, and the next call works. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { PRESETS } from '../../extension/core/lab/settings';
import type { AuditOptions } from '../../extension/core/protocol/audit-worker';
import type { MnistWorker } from '../../extension/core/protocol/mnist-lab';
import type { ScoreBatch } from '../../extension/core/protocol/score-batch';
import { AuditClient } from '../../extension/worker/client';
import { DatasetThread } from '../../extension/worker/dataset-thread';
import { LabProcess } from '../../extension/worker/lab-process';

const folder = mkdtempSync(path.join(tmpdir(), 'undertone-faults-'));
after(() => { rmSync(folder, { recursive: true }); });
const at = (name: string) => path.join(folder, name);
const OPTIONS: AuditOptions = { sample: {}, expectFamilies: [], maxFindings: 100 };
const SAMPLE = path.resolve('extension/samples/numbers-qwen.jsonl');

/** The real scoring thread, broken a moment after it has told the first scores. */
function brokenThread(name: string, fault: string): string {
  writeFileSync(at(name), `
    const { parentPort } = require('node:worker_threads');
    const post = parentPort.postMessage.bind(parentPort);
    parentPort.postMessage = message => { post(message); if (message.event === 'scores') setTimeout(() => { ${fault} }, 50); };
    require(${JSON.stringify(path.resolve('dist/worker.js'))});
  `);
  return at(name);
}

writeFileSync(at('break.jsonl'), Array.from({ length: 400 }, () => readFileSync(SAMPLE, 'utf8')).join(''));

/** What the thread's end says must name. */
const CAUSES: [name: string, fault: string, memoryMb: number | undefined, cause: RegExp][] = [
  ['exit.cjs', 'process.exit(9)', undefined, /exit code 9/],
  ['throw.cjs', 'throw new Error("a fault of the test")', undefined, /a fault of the test/],
  ['memory.cjs', 'const held = []; for (;;) held.push(new Array(10000).fill({}).map(() => ({})))', 96, /memory limit/],
];

for (const [name, fault, memoryMb, cause] of CAUSES) {
  test(`the scoring thread ends in a run (${name}): the run says why, what came before stays, the next audit works`, async () => {
    const reports: string[] = [], batches: ScoreBatch[] = [];
    const client = new AuditClient(brokenThread(name, fault), message => { reports.push(message); }, memoryMb);
    const before = await client.run((job, worker) => worker.auditFile(job, SAMPLE, OPTIONS));
    const failed = client.run((job, worker) => worker.auditFile(job, at('break.jsonl'), OPTIONS, true), undefined, undefined, batch => { batches.push(batch); });
    await assert.rejects(failed, (error: Error) => cause.test(error.message) && /started again with the next request/.test(error.message));
    assert.equal(reports.length, 1);
    assert.ok(batches.length > 0, 'scores that came before the fault have reached the host');
    const again = await client.run((job, worker) => worker.auditFile(job, SAMPLE, OPTIONS));
    assert.deepEqual(again.verdict, before.verdict);
    await client.dispose();
  });
}

test('the data thread of an open file ends: its calls say how to go on, closing it works, and it opens again', async () => {
  writeFileSync(at('data.cjs'), `require('node:worker_threads').parentPort.on('message', ({ method }) => { if (method === 'profile') process.exit(3); }); require(${JSON.stringify(path.resolve('dist/dataset-worker.js'))});`);
  const thread = new DatasetThread(at('data.cjs'));
  await thread.call.open(SAMPLE);
  await assert.rejects(thread.call.profile(), /thread that reads this file stopped.*Close and open the file/);
  await assert.rejects(thread.call.rows([0]), /Close and open the file/);
  await thread.dispose();
  const next = new DatasetThread(path.resolve('dist/dataset-worker.js'));
  assert.equal((await next.call.open(SAMPLE)).fileName, 'numbers-qwen.jsonl');
  await next.dispose();
});

test('the process of a lab is killed in a run: what it has shown stays, and the next run starts another', { skip: process.platform !== 'linux' && 'finds the process in /proc' }, async () => {
  const reports: unknown[] = [], crashes: string[] = [];
  const plan = { preset: 'paper', seeds: 5, dataFolder: null, settings: PRESETS.paper };
  let shown = () => undefined as void;
  const lab = new LabProcess<MnistWorker>(path.resolve('dist/lab-worker.js'), 'mnist', { event: (name, data) => { if (name === 'report') { reports.push(data); shown(); } }, crashed: message => { crashes.push(message); } });
  const someReports = new Promise<void>(resolve => { shown = resolve; });
  const failed = assert.rejects(lab.call.start(plan), /SIGKILL.*What it has shown stays; start the run again/);
  await someReports;
  const pid = Number(execFileSync('sh', ['-c', `grep -lz lab-worker /proc/[0-9]*/cmdline 2>/dev/null | while read f; do p=\${f#/proc/}; p=\${p%/cmdline}; [ "$(awk '/^PPid/ {print $2}' /proc/$p/status 2>/dev/null)" = ${process.pid} ] && echo $p; done; true`], { encoding: 'utf8' }).trim().split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  await failed;
  assert.ok(reports.length > 0);
  assert.equal(crashes.length, 1);
  await lab.call.start({ ...plan, seeds: 1, settings: { ...PRESETS.paper, hidden: 16, noiseImages: 1000, epochs: 1, conditions: ['teacher'], oneStep: false } });
  lab.dispose();
});

test('a process of --jobs is killed: its file is named as without a result, and every other file has its own', { skip: process.platform === 'win32' && 'no SIGKILL to send on Windows' }, t => {
  const data = mkdtempSync(path.join(tmpdir(), 'undertone-jobs-'));
  t.after(() => { rmSync(data, { recursive: true }); });
  const names = ['a.jsonl', 'b.jsonl', 'c.jsonl', 'd.jsonl', 'killed.jsonl'];
  for (const name of names) cpSync(SAMPLE, path.join(data, name));
  writeFileSync(path.join(data, 'kill.cjs'), `process.on('message', ({ file }) => { if (/killed/.test(file)) process.kill(process.pid, 'SIGKILL'); });`);
  const out = path.join(data, 'out.json'), err = path.join(data, 'err.txt');
  const script = `"$0" --require ${JSON.stringify(path.join(data, 'kill.cjs'))} dist/cli.js audit --jobs 2 --format json ${names.map(name => JSON.stringify(path.join(data, name))).reverse().join(' ')} > ${out} 2> ${err}; echo $?`;
  assert.equal(execFileSync('sh', ['-c', script, process.execPath], { encoding: 'utf8' }).trim(), '2');
  const { files } = JSON.parse(readFileSync(out, 'utf8')) as { files: { path: string }[] };
  assert.deepEqual(files.map(file => path.basename(file.path)).sort(), names.slice(0, 4));
  assert.match(readFileSync(err, 'utf8'), /killed\.jsonl: the process that audited it ended \(SIGKILL\).*Audit it again/);
});
