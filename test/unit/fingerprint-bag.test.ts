import test from 'node:test';
import assert from 'node:assert/strict';
import { bagModelBytes, type BagForm, type BagWeights } from '../../extension/core/fingerprint/bag-model';
import { BagEvidence } from '../../extension/core/fingerprint/bag-evidence';
import { dot, spread } from '../../extension/core/fingerprint/evidence';
import { BagSession, type FeatureBag } from '../../extension/core/fingerprint/bag-session';
import { readModelHeader } from '../../extension/core/onnx/graph';
import { randomFrom } from '../../extension/core/fingerprint/random';

const random = randomFrom(7);
const floats = (length: number, scale = 1) => Float32Array.from({ length }, () => (random() - 0.5) * scale);

const weights: BagWeights = {
  rows: 512, dims: 8, table: floats(512 * 8, 0.2), pooling: 0.5,
  dense: { names: ['a', 'b'], mean: Float32Array.of(1, 2), sd: Float32Array.of(2, 4) },
  heads: { code: { labels: ['m1', 'm2', 'm3'], families: ['x', 'y', 'x'], generations: [null, null, null], W: floats(10 * 3), bias: floats(3), temperature: 1.5 } },
};

const bagOf = (length: number): FeatureBag => ({
  ids: Int32Array.from({ length }, () => Math.floor(random() * 512)),
  weights: Uint8Array.from({ length }, () => 1 + Math.floor(random() * 4)),
  dense: floats(2, 10),
});

/** The model by its definition, in double precision, without quantisation. */
function reference({ ids, weights: w, dense }: FeatureBag): number[] {
  const { dims, table, pooling, heads: { code } } = weights;
  const x = new Array<number>(dims).fill(0);
  const total = w.reduce((a, b) => a + b, 0);
  ids.forEach((id, i) => { for (let d = 0; d < dims; d++) x[d] += table[id * dims + d] * w[i] / total ** pooling; });
  const all = [...x, ...[...dense].map((value, i) => (value - weights.dense.mean[i]) / weights.dense.sd[i])];
  return code.labels.map((_, c) => (code.bias[c] + all.reduce((sum, value, k) => sum + value * code.W[k * 3 + c], 0)) / code.temperature);
}

const open = async () => {
  const bytes = bagModelBytes(weights, { version: 't' });
  return BagSession.open(bytes, JSON.parse(readModelHeader(bytes).metadata.undertone) as BagForm);
};

test('the graph computes the model it states, for samples shorter and longer than a window and a batch', async () => {
  const session = await open();
  const bags = [0, 1, 5, 128, 129, 1000, 40_000, 3].map(bagOf);
  const logits = (await session.run(bags)).code;
  bags.forEach((bag, s) => reference(bag).forEach((expected, c) => {
    assert.ok(Math.abs(logits[s * 3 + c] - expected) < 0.05 * (1 + Math.sqrt(bag.ids.length) / 10), `sample ${s}: ${logits[s * 3 + c]} against ${expected}`);
  }));
  await session.close();
});

test('what the places add, with bias and dense part, is the logit itself', async () => {
  const session = await open();
  const bytes = bagModelBytes(weights, { version: 't' });
  const evidence = new BagEvidence(Buffer.from(bytes), session.form);
  for (const length of [0, 1, 60, 700]) {
    const bag = bagOf(length);
    const whole = (await session.run([bag])).code;
    const rest = (await session.run([{ ids: new Int32Array(0), weights: new Uint8Array(0), dense: bag.dense }])).code;
    for (const direction of [Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0), Float32Array.of(0.7, -1, 0.3)]) {
      const added = evidence.along(bag, 'code', direction).reduce((sum, value) => sum + value, 0);
      assert.ok(Math.abs(dot(rest, direction) + added - dot(whole, direction)) < 1e-3);
    }
  }
  await session.close();
});

test('overlapping places become spans that do not overlap and add up to the same', () => {
  const starts = Int32Array.from({ length: 200 }, () => Math.floor(random() * 500));
  const ends = starts.map(start => start + 1 + Math.floor(random() * 40));
  const added = Float64Array.from(starts, () => random() - 0.5);
  const spans = spread(added, { starts, ends });
  assert.ok(Math.abs(spans.reduce((total, { logOdds }) => total + logOdds, 0) - added.reduce((a, b) => a + b, 0)) < 1e-9);
  spans.slice(1).forEach((span, i) => assert.ok(span.start >= spans[i].end && span.end > span.start));
});

test('places that share no byte keep what they add', () => {
  const spans = spread(Float64Array.of(1, -2), { starts: Int32Array.of(3, 10), ends: Int32Array.of(5, 11) });
  assert.deepEqual(spans, [{ start: 3, end: 5, logOdds: 1 }, { start: 5, end: 10, logOdds: 0 }, { start: 10, end: 11, logOdds: -2 }]);
  assert.deepEqual(spread(new Float64Array(0), { starts: new Int32Array(0), ends: new Int32Array(0) }), []);
});

test('the file states its form', () => {
  const { opset, metadata } = readModelHeader(bagModelBytes(weights, { version: 't' }));
  assert.equal(opset, 17);
  const form = JSON.parse(metadata.undertone) as BagForm & { version: string };
  assert.deepEqual([form.version, form.rows, form.heads.code.roots], ['t', 512, ['x', 'y']]);
});
