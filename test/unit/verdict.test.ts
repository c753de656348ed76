import test from 'node:test';
import assert from 'node:assert/strict';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { BlockReservoir, BLOCK_RECORDS } from '../../extension/core/verdict/block-reservoir';
import { composition, estimateShares } from '../../extension/core/verdict/composition';
import { Departures } from '../../extension/core/verdict/departures';
import { familyOfName } from '../../extension/core/verdict/declared';
import { ShiftEvidence } from '../../extension/core/verdict/trait-shift';
import { mahalanobis, meanCovariance } from '../../extension/core/verdict/mahalanobis';

/** Calibrated posteriors of a two-class mixture: unit-variance normals one and a half apart. */
function mixture(rows: number, share: number, seed: number): Float32Array {
  const random = randomFrom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Float32Array.from({ length: rows }, (_, i) => (i < share * rows ? 0.75 : -0.75) + normal())
    .reduce((out, x, i) => { out[2 * i] = 1 / (1 + Math.exp(-1.5 * x)); out[2 * i + 1] = 1 - out[2 * i]; return out; }, new Float32Array(2 * rows));
}

test('shares of a mixture are estimated, and their interval covers the truth about as often as it says', () => {
  assert.ok(Math.abs(estimateShares(mixture(4000, 0.3, 1), 2, new Float32Array(4000).fill(1))[0] - 0.3) < 0.04);
  let covered = 0;
  for (let seed = 0; seed < 40; seed++) {
    const [first] = composition(mixture(400, 0.3, seed), 2, 1, 60);
    if (first.low <= 0.3 && 0.3 <= first.high) covered++;
  }
  assert.ok(covered >= 34, `${covered} of 40`);
});

test('a pure set has next to nothing of the other class', () => {
  const shares = composition(mixture(800, 1, 3), 2, 1, 60);
  assert.ok(shares[0].share > 0.95 && shares[1].low < 0.02);
});

test('the reservoir keeps whole blocks of neighbours, and everything of a short stream', () => {
  const short = new BlockReservoir(1), long = new BlockReservoir(1);
  for (let i = 0; i < 100; i++) short.add(Float32Array.of(Math.log(i + 1)));
  assert.equal(short.probabilities().length, 100);
  for (let i = 0; i < 80_000; i++) long.add(Float32Array.of(Math.log(i + 1)));
  const kept = long.probabilities();
  assert.equal(kept.length, 256 * BLOCK_RECORDS);
  for (let i = 0; i < kept.length; i += BLOCK_RECORDS) assert.ok(Math.abs(kept[i + BLOCK_RECORDS - 1] - kept[i] - BLOCK_RECORDS + 1) < 0.1);
  const mean = kept.reduce((a, b) => a + b, 0) / kept.length;
  assert.ok(mean > 30_000 && mean < 50_000, `mean ${mean}: not spread over the stream`);
});

test('Mahalanobis distance, and the covariance of a mean', () => {
  assert.ok(Math.abs(mahalanobis([3, 4], [[1, 0], [0, 1]]) - 5) < 1e-6);
  assert.ok(Math.abs(mahalanobis([2, 0], [[4, 0], [0, 1]]) - 1) < 1e-6);
  assert.ok(Number.isFinite(mahalanobis([1, 1], [[1, 1], [1, 1]])));
  assert.deepEqual(meanCovariance([[4]], [[1]], 4), [[2]]);
});

test('departures are counted in full and kept strongest first', () => {
  const departures = new Departures(['a', 'b'], 1, 3);
  for (let i = 0; i < 200; i++) departures.add({ record: i, byteOffset: 0, byteLength: 0 }, Float32Array.of(0, -i / 10), 0, () => `h${i}`);
  const { total, strongest } = departures.from('b');
  assert.equal(total, 190);
  assert.deepEqual(strongest.map(entry => entry.ref.record), [199, 198, 197]);
  assert.equal(departures.from('a').total, 0);
});

test('declared names are read as families', () => {
  const families = ['openai/gpt-4o-mini', 'gpt-oss-120b', 'o3-mini', 'Qwen/Qwen2.5-7B', 'QwQ-32B', 'meta-llama/Llama-3.1-8B', 'deepseek-r1-distill-llama', 'claude-opus-4', 'unknown'].map(familyOfName);
  assert.deepEqual(families, ['gpt', 'gpt-oss', 'openai-o', 'qwen', 'qwen', 'llama', 'deepseek', 'claude', null]);
});

test('a shift is called beyond the threshold for that many records, and only for the model that it belongs to', () => {
  const head = { head: 'h', mean: 0, variance: 1, between: 0.0001, thresholds: [{ records: 20, z: 2.5, falseRate: 0.01, power: 0.3 }, { records: 100, z: 2.4, falseRate: 0.01, power: 0.8 }] };
  const shift = { model: 'a', family: 'f', singleSource: false, written: head, integers: head };
  const of = (records: number, logOdds: number, model = 'a') => {
    const evidence = new ShiftEvidence([shift]);
    for (let i = 0; i < records; i++) evidence.add(Float32Array.of(logOdds));
    return evidence.of(model);
  };
  assert.equal(of(10, 5), null, 'too few records');
  assert.equal(of(100, 0.1), null, 'within the neutral spread');
  assert.equal(of(100, 1, 'b'), null, 'another model');
  assert.equal(of(100, 1)?.falseRate, 0.01);
});
