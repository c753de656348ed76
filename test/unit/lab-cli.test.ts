import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import type { OneStep } from '../../extension/core/protocol/mnist-lab';

// The built program: what a person types. `npm test` builds before this runs.
const CLI = path.resolve('dist/cli.js');
const lab = (...args: string[]) => spawnSync(process.execPath, [CLI, 'lab', ...args], { encoding: 'utf8' });
const validate = new Ajv2020().compile(JSON.parse(readFileSync('extension/cli/schemas/lab.schema.json', 'utf8')) as object);

test('one step as JSON obeys its schema and as text says what it found', () => {
  const { stdout, status } = lab('--preset', 'one-step', '--seeds', '2', '--format', 'json');
  const output = JSON.parse(stdout) as { steps: OneStep[] };
  assert.ok(validate(output), JSON.stringify(validate.errors));
  assert.deepEqual(output.steps.map(({ seed, initialisation }) => `${seed} ${initialisation}`), ['1 shared', '1 other', '2 shared', '2 other']);
  assert.equal(status, 0);
  assert.match(lab('--preset', 'one-step', '--seeds', '1').stdout, /shared start +1 of 1/);
});

test('what cannot be run says why, with exit code 2', () => {
  const cases: [string[], RegExp][] = [
    [['--seeds', '0'], /--seeds takes a whole number from 1 to 100 .*got 0/],
    [['--seeds', '101'], /got 101/],
    [['--seeds', '2.5'], /whole number/],
    [['--match', '101'], /--match takes a whole number from 1 to 100 \(the paper goes to 100\)/],
    [['--aux', '201'], /--aux takes a whole number from 1 to 200/],
    [['--hidden', '10000'], /--hidden takes a whole number from 8 to 1024 \(more would not fit/],
    [['--preset', 'fast'], /--preset takes paper, stronger, break-it, one-step; got fast/],
    [['--conditions', 'teacher,magic'], /got magic/],
    [['--noise', 'pink'], /uniform, gaussian, shuffled/],
    [['--data', path.resolve('test/unit')], /test\/unit\/train-images-idx3-ubyte: not found/],
    [['a.jsonl'], /a\.jsonl/],
  ];
  for (const [args, message] of cases) {
    const { status, stderr, stdout } = lab(...args);
    assert.match(stderr, message);
    assert.deepEqual([status, stdout], [2, ''], args.join(' '));
  }
});

test('an interrupted run prints what it has finished and exits with 130', { skip: process.platform === 'win32' && 'no SIGINT to send on Windows' }, async () => {
  const child = spawn(process.execPath, [CLI, 'lab', '--seeds', '50', '--conditions', 'teacher', '--hidden', '8', '--format', 'json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
  const done = new Promise<number | null>(resolve => child.once('close', resolve));
  setTimeout(() => child.kill('SIGINT'), 2000);
  assert.equal(await done, 130);
  const output = JSON.parse(stdout) as { complete: boolean; seeds: number };
  assert.ok(validate(output), JSON.stringify(validate.errors));
  assert.deepEqual([output.complete, output.seeds], [false, 50]);
});
