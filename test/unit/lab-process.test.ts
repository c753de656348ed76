import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PRESETS } from '../../extension/core/lab/settings';
import type { LabStatus } from '../../extension/core/protocol/lab';
import type { LabPlan, LabReport, LabRun, MnistWorker } from '../../extension/core/protocol/mnist-lab';
import { LabProcess } from '../../extension/worker/lab-process';

// The built process: what the editor runs. `npm test` builds before this runs.
const ENTRY = path.resolve('dist/lab-worker.js');
const SMALL: LabPlan = { preset: 'paper', seeds: 1, dataFolder: null, settings: { ...PRESETS.paper, hidden: 16, noiseImages: 2000, epochs: 1, conditions: ['teacher', 'aux-shared'], oneStep: false } };
const LARGE: LabPlan = { ...SMALL, seeds: 20, settings: PRESETS.paper };

/** A process, what it told, and a wait for something that it will tell. */
function open(entry = ENTRY) {
  const told: { event: string; data: unknown }[] = [], crashes: string[] = [];
  let check: () => void = () => undefined;
  const lab = new LabProcess<MnistWorker>(entry, 'mnist', { event: (event, data) => { told.push({ event, data }); check(); }, crashed: message => { crashes.push(message); check(); } });
  const until = (holds: () => boolean) => new Promise<void>(resolve => { check = () => { if (holds()) resolve(); }; check(); });
  const last = <T>(event: string) => told.filter(each => each.event === event).at(-1)?.data as T;
  const status = () => last<LabStatus | undefined>('status');
  return { lab, told, crashes, until, last, status };
}

test('a run tells its course, its pictures and its networks, which then read a drawing', async () => {
  const { lab, told, last, status } = open();
  await lab.call.start(SMALL);
  const reports = told.flatMap(({ event, data }) => event === 'report' ? [data as LabReport] : []), run = last<LabRun>('begun');
  assert.equal(status()?.state, 'done');
  assert.match(run.watched.labels, /^00112233445566778899$/);
  assert.equal(Buffer.from(run.watched.images, 'base64').length, 20 * 784);
  for (const id of ['teacher', 'aux-shared']) assert.equal(reports.filter(({ condition }) => condition === id).at(-1)?.step, reports.find(({ condition }) => condition === id)?.steps);
  const { look, accuracy, weights } = reports.filter(({ condition }) => condition === 'teacher').at(-1) as LabReport;
  const right = Array.from({ length: 10 }, (_, digit) => look?.confusion[digit * 11] ?? 0).reduce((sum, count) => sum + count, 0);
  assert.ok(Math.abs(right / 2000 - accuracy) < 1e-9, 'the confusions add up to the accuracy');
  assert.equal(Buffer.from(weights ?? '', 'base64').length, 12 * 784);
  const readings = await lab.call.read([...Buffer.from(run.watched.images, 'base64').subarray(0, 784)]);
  assert.deepEqual(readings.map(({ condition }) => condition), ['teacher', 'aux-shared']);
  for (const { probabilities } of readings) assert.ok(Math.abs(probabilities.reduce((sum, value) => sum + value, 0) - 1) < 1e-5);
  assert.equal(readings[0].probabilities.indexOf(Math.max(...readings[0].probabilities)), Number(look?.guesses[0]), 'what it reads is what it said of that digit');
  const records = (await lab.call.records(3)).trimEnd().split('\n').map(line => JSON.parse(line) as { teacher: string; probabilities: number[]; image: string });
  assert.deepEqual(records.map(({ teacher }) => teacher), ['trained on digits', 'untrained', 'trained on digits', 'untrained', 'trained on digits', 'untrained']);
  assert.equal(records[0].image, records[1].image);
  assert.notDeepEqual(records[0].probabilities, records[1].probabilities);
  assert.ok(Math.abs(records[0].probabilities.reduce((sum, value) => sum + value, 0) - 1) < 1e-3);
  lab.dispose();
});

test('pause waits, a step goes on by one report, and going on ends the run', async () => {
  const { lab, told, until, status } = open();
  const count = () => told.filter(({ event }) => event === 'report').length;
  const done = lab.call.start(SMALL);
  await until(() => count() >= 2);
  await lab.call.pause();
  await until(() => status()?.state === 'paused');
  const paused = count();
  await lab.call.step();
  await until(() => count() > paused && status()?.state === 'paused');
  assert.ok(count() <= paused + 1, `${count() - paused} reports in one step`);
  await assert.rejects(lab.call.start(SMALL), /going on already/);
  await lab.call.resume();
  await done;
  assert.equal(status()?.state, 'done');
  const again = lab.call.start(LARGE);
  await lab.call.pause();
  await until(() => status()?.state === 'paused');
  assert.equal(await lab.stop(), true, 'one that waits is stopped too, and its process stays');
  await again;
  assert.equal(status()?.state, 'stopped');
  lab.dispose();
});

test('twenty runs are stopped in the middle, each at once, and the host lives on', async t => {
  const { lab, told, until, crashes } = open(), elapsedMs: number[] = [];
  for (let round = 0; round < 20; round++) {
    const before = told.length;
    lab.call.start(LARGE).catch(() => undefined);
    await until(() => told.length > before + 1 + round % 5);
    const began = performance.now();
    await lab.stop();
    elapsedMs.push(performance.now() - began);
  }
  assert.deepEqual(crashes, []);
  const sorted = elapsedMs.sort((a, b) => a - b);
  t.diagnostic(`stopped within ${sorted[10].toFixed(0)} ms (median), ${sorted[19].toFixed(0)} ms (slowest of 20)`);
  assert.ok(sorted[10] < 200, `median ${sorted[10].toFixed(0)} ms; a busy machine delays single ones: ${sorted.map(value => value.toFixed(0)).join(' ')}`);
  await lab.call.start(SMALL);
  lab.dispose();
});

test('a process that is killed in a run, or closed, ends its calls with a message, and the next run starts another', async () => {
  const { lab, told, until, status } = open();
  const running = assert.rejects(lab.call.start(LARGE), /The lab was closed/);
  await until(() => told.some(({ event }) => event === 'report'));
  lab.dispose();
  await running;
  await lab.call.start(SMALL);
  assert.equal(status()?.state, 'done');
  lab.dispose();
});

test('a process ends with the host that started it, however that ended', { skip: process.platform === 'win32' && 'no SIGKILL to send on Windows' }, async () => {
  const script = `const lab = require('node:child_process').fork(${JSON.stringify(ENTRY)}, ['mnist']); lab.send({ id: 1, method: 'start', args: [${JSON.stringify(LARGE)}] }); lab.once('message', () => console.log(lab.pid));`;
  const host = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = Number(await new Promise<string>(resolve => { host.stdout.once('data', (text: Buffer) => { resolve(text.toString()); }); }));
  host.kill('SIGKILL');
  for (const deadline = Date.now() + 20_000; isAlive(pid);) {
    assert.ok(Date.now() < deadline, 'it still runs after 20 s');
    await new Promise(resolve => { setTimeout(resolve, 50); });
  }
});

/** True while a process runs; one that has ended and is not yet reaped does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\nState:\s+Z/.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('what cannot run says why: bounds, folders, drawings', async () => {
  const { lab, status } = open();
  const settings = (change: Partial<LabPlan['settings']>) => ({ ...SMALL, settings: { ...SMALL.settings, ...change } });
  await assert.rejects(lab.call.start(settings({ hidden: 10_000 })), /hidden takes a whole number from 8 to 1024 \(more would not fit the time and memory.*got 10000/);
  await assert.rejects(lab.call.start({ ...SMALL, seeds: 0 }), /seeds takes a whole number from 1 to 100.*got 0/);
  await assert.rejects(lab.call.start(settings({ learningRate: NaN })), /learningRate takes a number/);
  await assert.rejects(lab.call.start(settings({ conditions: [] })), /Choose at least one network/);
  await assert.rejects(lab.call.checkData(path.resolve('test/unit')), /train-images-idx3-ubyte: not found/);
  await assert.rejects(lab.call.start({ ...SMALL, dataFolder: path.resolve('test/unit') }), /not found/);
  assert.deepEqual([status()?.state, /not found/.test(status()?.message ?? '')], ['failed', true]);
  await assert.rejects(lab.call.read([1, 2]), /784 pixels; got 2/);
  lab.dispose();
});

test('where the native runtime is missing, the message says what still works', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lab-'));
  try {
    cpSync(ENTRY, path.join(folder, 'lab-worker.js'));
    const { lab, crashes } = open(path.join(folder, 'lab-worker.js'));
    await assert.rejects(lab.call.start(SMALL), /native library does not load.*Runs that others shared can still be opened/);
    assert.deepEqual(crashes, []);
    lab.dispose();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
