import test from 'node:test';
import assert from 'node:assert/strict';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { auroc, detect, featuresOf, fit } from '../../extension/core/lab/detector';
import { readDigits } from '../../extension/core/lab/digits';
import { LabEngine } from '../../extension/core/lab/engine';
import { PRESETS } from '../../extension/core/lab/settings';

test('area under the ROC curve, ties counted half', () => {
  assert.equal(auroc([3, 4], [1, 2]), 1);
  assert.equal(auroc([1, 2], [3, 4]), 0);
  assert.equal(auroc([1, 3], [2, 2]), 0.5);
  assert.equal(auroc([2, 2], [2]), 0.5);
});

test('features do not change when all log-probabilities shift alike, and hold what sets records apart', () => {
  const [a, b, square, constant] = [...featuresOf(Float32Array.of(0.5, 0.5))].filter((_, i) => [0, 1, 4, 5].includes(i));
  assert.deepEqual([a, b, square, constant], [0, 0, 0, 1]);
  const uneven = featuresOf(Float32Array.of(0.8, 0.2));
  assert.ok(Math.abs(uneven[0] - Math.log(4) / 2) < 1e-6 && Math.abs(uneven[0] + uneven[1]) < 1e-6 && uneven[4] > 0.4);
});

test('the fitted detector finds a difference in spread, and none where there is none', () => {
  const random = randomFrom(3), normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const record = (spread: number) => { const logs = [0, 1, 2].map(() => Math.exp(spread * normal())), sum = logs.reduce((a, b) => a + b, 0); return featuresOf(Float32Array.from(logs, value => value / sum)); };
  const rows = (spread: number) => Array.from({ length: 800 }, () => record(spread));
  const reached = (spread: number) => {
    const score = fit([...rows(1).map(row => ({ row, isTrained: false })), ...rows(spread).map(row => ({ row, isTrained: true }))]);
    return auroc(rows(spread).map(score), rows(1).map(score));
  };
  assert.ok(reached(2) > 0.75, `spread twice as large: ${reached(2)}`);
  assert.ok(Math.abs(reached(1) - 0.5) < 0.06, `same spread: ${reached(1)}`);
});

test('teachers that the detector was fitted to are told apart by more records than one; a stop is heard', async () => {
  const data = await readDigits('dist/mnist-10k.bin.gz'), engine = await LabEngine.open(), settings = { ...PRESETS.paper, hidden: 32, epochs: 1 };
  const shares: number[] = [];
  const { bags, sameTeachers, newTeachers } = await detect(engine, data, settings, new AbortController().signal, async share => { shares.push(share); });
  assert.deepEqual([bags.length, sameTeachers.length, newTeachers.length, shares.at(-1)], [4, 4, 4, 1]);
  assert.ok(sameTeachers[2] > sameTeachers[0] && sameTeachers[2] > 0.7, sameTeachers.join(' '));
  assert.ok(newTeachers.every(share => share >= 0 && share <= 1));
  const stop = new AbortController();
  await assert.rejects(detect(engine, data, settings, stop.signal, async () => { stop.abort(new Error('enough')); }), /enough/);
  await engine.close();
});
