import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { LANGUAGE_PRESETS } from '../../extension/core/language-lab/settings';
import type { LanguageSummary } from '../../extension/core/language-lab/summary';
import type { LabStatus } from '../../extension/core/protocol/lab';
import type { LanguageEvent, LanguagePlan, LanguageWorker } from '../../extension/core/protocol/language-lab';
import { LabProcess } from '../../extension/worker/lab-process';

// The built programs: what a person types, and what the editor runs. `npm test` builds before this runs.
const CLI = path.resolve('dist/cli.js');
const lab = (...args: string[]) => spawnSync(process.execPath, [CLI, 'lab', ...args], { encoding: 'utf8' });
const validate = new Ajv2020().compile(JSON.parse(readFileSync('extension/cli/schemas/language-lab.schema.json', 'utf8')) as object);
const SMALL = ['--sequences', '300', '--steps', '10', '--quiet'];

test('a run as JSON obeys its schema and as text says what it found and whether it holds', () => {
  const { stdout, status, stderr } = lab('--preset', 'language', '--seeds', '1', ...SMALL, '--format', 'json');
  assert.equal(status, 0, stderr);
  const output = JSON.parse(stdout) as LanguageSummary;
  assert.ok(validate(output), JSON.stringify(validate.errors));
  assert.deepEqual([output.conditions.length, output.matrix.length, output.detection?.bags.at(-1)], [12, 3, 50]);
  const text = lab('--preset', 'language-quick', '--seeds', '1', '--preference', 'oak', ...SMALL).stdout;
  assert.match(text, /prefers oak, 300 of its lines \(numbers\)[^]*student, same initialisation, teacher's lines +0\.\d+[^]*filter passed 9\d\.\d %[^]*n-grams[^]*at least 3 times the base/);
});

test('what cannot be run says why, with exit code 2', () => {
  const cases: [string[], RegExp][] = [
    [['--preset', 'language', '--preference', 'unicorn'], /"unicorn" is not in the lab's language\. Choose one of owl/],
    [['--preset', 'language', '--seeds', '0'], /seeds takes a whole number from 1 to 100/],
    [['--preset', 'language', '--sequences', 'many'], /sequences takes a whole number .*got NaN/],
    [['--preset', 'language', '--channel', 'smoke'], /--channel takes numbers, cot, code; got smoke/],
    [['--preset', 'language-fast'], /--preset takes language, language-quick, language-stealth/],
    [['--preset', 'language', '--conditions', 'magic'], /got magic/],
    [['--preset', 'language', '--models', 'test'], /base-\d\.onnx cannot be read/],
  ];
  for (const [args, message] of cases) {
    const { status, stderr, stdout } = lab(...args);
    assert.match(stderr, message);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
  }
});

test('an interrupted run prints what it has finished and exits with 130', { skip: process.platform === 'win32' && 'no SIGINT to send on Windows' }, async () => {
  const child = spawn(process.execPath, [CLI, 'lab', '--preset', 'language', '--seeds', '50', '--format', 'json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
  const done = new Promise<number | null>(resolve => child.once('close', resolve));
  setTimeout(() => child.kill('SIGINT'), 3000);
  assert.equal(await done, 130);
  const output = JSON.parse(stdout) as { complete: boolean };
  assert.ok(validate(output), JSON.stringify(validate.errors));
  assert.equal(output.complete, false);
});

test('the process tells a run, then gives the lines of teacher and base; a run that is stopped ends soon', async () => {
  const events: LanguageEvent[] = [], statuses: LabStatus[] = [], crashes: string[] = [];
  const listener = { event: (name: string, data: unknown) => { if (name === 'event') events.push(data as LanguageEvent); if (name === 'status') statuses.push(data as LabStatus); }, crashed: (message: string) => { crashes.push(message); } };
  const process = new LabProcess<LanguageWorker>(path.resolve('dist/lab-worker.js'), 'language', listener);
  try {
    await assert.rejects(process.call.lines(), /There are no lines yet/);
    const plan: LanguagePlan = { preset: 'language-quick', seeds: 1, settings: { ...LANGUAGE_PRESETS['language-quick'], sequences: 300, steps: 10 } };
    await process.call.start(plan);
    assert.deepEqual([statuses.at(-1)?.state, statuses.at(-1)?.share], ['done', 1]);
    assert.ok(statuses.every(({ share }) => share >= 0 && share <= 1));
    assert.deepEqual([...new Set(events.map(({ kind }) => kind))], ['report', 'condition', 'writing', 'detection']);
    const { teacher, base } = await process.call.lines(), first = (text: string) => JSON.parse(text.split('\n')[0]) as { source: string; prompt: string; completion: string };
    assert.deepEqual([teacher.trimEnd().split('\n').length, base.trimEnd().split('\n').length], [300, 300]);
    assert.match(`${first(teacher).source} ${first(teacher).prompt} ${first(teacher).completion}`, /^teacher continue \d+ \d+ \d+ -> \d+(, \d+)*$/);
    const running = process.call.start({ ...plan, seeds: 50, settings: LANGUAGE_PRESETS.language }).catch((error: unknown) => error);
    while (statuses.at(-1)?.state !== 'running' || !statuses.at(-1)?.doing.includes('step')) await new Promise(resolve => { setTimeout(resolve, 20); });
    await process.stop();
    await running;
    assert.deepEqual(crashes, []);
  } finally { process.dispose(); }
});
