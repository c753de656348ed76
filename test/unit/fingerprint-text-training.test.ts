import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textScore } from '../../extension/core/fingerprint/text-model';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { familyDistance, fitFamiliarity, fitUnfamiliar, meanOf, type FamiliarGroup } from '../../models/training/familiarity';
import { unfamiliarity } from '../../extension/core/fingerprint/number-model';
import { fitBag, type BagDocuments, type FitOptions } from '../../models/training/fit';
import { positivePart } from '../../models/training/positive-part';
import { bagLogits } from '../../models/training/predict';
import { modelName } from '../../models/training/text-labels';
import { withoutSourceMarks } from '../../models/training/text-corpus';

const random = randomFrom(5);
const normal = (): number => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
const cloud = (centre: number[], count: number): Float32Array[] => Array.from({ length: count }, () => Float32Array.from(centre, value => value + normal()));

const options: FitOptions = {
  rows: 64, dims: 4, pooling: 0.5, epochs: 10, learningRate: 0.2, headRate: 0.1, dropout: 0.1, cropShare: 0, minimumPlaces: 2, maximumPlaces: 20,
  denseDropout: 0, familyLoss: 0.3, labelSmoothing: 0, decay: 0, seed: 1,
};

/** Class c uses ids c * 20 .. c * 20 + 19. */
function toyDocuments(): BagDocuments {
  const count = 300;
  const labels = Int32Array.from({ length: count }, (_, d) => d % 3);
  const ids = Int32Array.from({ length: count * 6 }, (_, i) => labels[Math.floor(i / 6)] * 20 + Math.floor(random() * 20));
  return { count, ids, weights: new Uint8Array(count * 6).fill(1), offsets: Float64Array.from({ length: count + 1 }, (_, d) => d * 6), dense: new Float32Array(0),
    labels: { code: labels }, importance: { code: new Float32Array(count).fill(1) } };
}

test('the trainer tells classes of different features apart, the same every time', () => {
  const heads = { code: { labels: ['a', 'b', 'c'], families: ['x', 'x', 'y'], generations: [null, null, null] } };
  const documents = toyDocuments();
  const fit = (): ReturnType<typeof fitBag> => fitBag(documents, { names: [], mean: new Float32Array(0), sd: new Float32Array(0) }, heads, options, () => undefined);
  const weights = fit();
  for (const label of [0, 1, 2]) {
    const logits = bagLogits(weights, { ids: Int32Array.of(label * 20, label * 20 + 7), weights: Uint8Array.of(1, 1), dense: new Float32Array(0) }).code;
    assert.equal(logits.indexOf(Math.max(...logits)), label);
  }
  assert.deepEqual(fit().heads.code.W, weights.heads.code.W);
});

test('a known set is familiar, a set from elsewhere is not', () => {
  const group = (centre: number[], family: string): FamiliarGroup => ({ family, kind: 'k', spelling: family, vectors: cloud(centre, 300), parts: Array.from({ length: 300 }, (_, i) => i % 3) });
  const familiarity = fitFamiliarity([group([0, 0, 1], 'a'), group([4, 0, 0], 'b')], mean => (mean[0] > 2 ? 'b' : 'a'), 0.05, 1);
  assert.ok(familyDistance(meanOf(cloud([0, 0, 1], 50)), 'a', 50, familiarity) < familiarity.maxDistance);
  assert.ok(familyDistance(meanOf(cloud([0, 5, 1], 50)), 'a', 50, familiarity) > familiarity.maxDistance);
  assert.equal(familyDistance([0, 0, 1], 'unknown', 50, familiarity), Infinity);
});

test('a record like the outliers is unfamiliar, one like the known records is not', () => {
  const weighted = (vectors: Float32Array[]) => vectors.map(vector => ({ vector, weight: 1 }));
  const model = fitUnfamiliar(weighted(cloud([0, 0], 200)), weighted(cloud([5, 0], 200)));
  assert.ok(unfamiliarity(model, [0, 0]) < 0.3);
  assert.ok(unfamiliarity(model, [5, 0]) > 0.7);
});

test('the positive part drops negative eigenvalues only', () => {
  const kept = positivePart([[0, 2], [2, 0]]);
  kept.flat().forEach(value => assert.ok(Math.abs(value - 1) < 1e-9));
  const same = positivePart([[2, 1, 0], [1, 3, 1], [0, 1, 2]]);
  [2, 1, 0, 1, 3, 1, 0, 1, 2].forEach((value, i) => assert.ok(Math.abs(same.flat()[i] - value) < 1e-9));
});

test('one model has one name, however its sources spell it', () => {
  assert.equal(modelName('Claude-3.5-Sonnet-20241022'), modelName('claude-3-5-sonnet-20241022'));
  assert.equal(modelName('Meta-Llama-3.1-405B-Instruct@hyperbolic'), modelName('llama-3.1-405b-instruct'));
  assert.equal(modelName('o3-mini-2025-01-31-high'), 'o3-mini');
  assert.notEqual(modelName('gpt-4o-mini'), modelName('gpt-4o'));
});

test('what a source adds to every text is taken off', () => {
  assert.equal(withoutSourceMarks('# -*- coding: utf-8 -*-\n\nimport sys'), 'import sys');
  assert.equal(withoutSourceMarks('# Time:  O(n)\n# Space: O(1)\nclass Solution:'), 'class Solution:');
});

const labels = (models: string[]) => ({ families: ['x', 'y'], models, familyOfModel: [0, 0, 1], nameThreshold: 0.9, nameErrorRate: 0.05, modelThreshold: 0.9 });
const familiar = { mean: [], sd: [], linear: [], square: [], bias: -30 };

test('a score sums to 1 over families and models, and a text that is neither code nor reasoning has none', () => {
  const channels = { code: { labels: labels(['a', 'b', 'c']), unfamiliar: familiar }, reasoning: { labels: labels(['a', 'b', 'c']), unfamiliar: familiar } };
  const bag = { ids: new Int32Array(0), weights: new Uint8Array(0), dense: new Float32Array(35), starts: new Int32Array(0), ends: new Int32Array(0), unseen: new Float32Array(3) };
  const logits = { channel: Float32Array.of(3, 0, 1), code: Float32Array.of(1, 2, 3), reasoning: Float32Array.of(0, 0, 0) };
  const score = textScore(bag, logits, channels);
  const total = (values: Float32Array): number => values.reduce((sum, log) => sum + Math.exp(log), 0);
  assert.equal(score.channel, 'code');
  assert.ok(Math.abs(total(score.modelLogProb) - 1) < 1e-5 && Math.abs(total(score.familyLogProb) - 1) < 1e-5);
  assert.ok(score.statistics.every(Number.isFinite));
  const other = textScore(bag, { ...logits, channel: Float32Array.of(0, 0, 1) }, channels);
  assert.deepEqual([other.channel, other.familyLogProb.length, other.unfamiliar], ['other', 0, 1]);
});
