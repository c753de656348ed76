/** The plain linear model that ours is held against, and the narrowing of training data. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitBaseline } from '../../models/training/linear-baseline';
import { subsetOf, TextCollector } from '../../models/training/text-corpus';
import { drawn } from '../../models/training/drawn';
import { randomFrom } from '../../extension/core/fingerprint/random';

/** Two makers whose texts share most words, and differ in how they end. */
function corpus() {
  const collector = new TextCollector(), random = randomFrom(4);
  for (let i = 0; i < 120; i++) {
    const family = i % 3 === 0 ? 'rare' : 'common', words = Array.from({ length: 6 }, () => ['alpha', 'beta', 'gamma', 'delta'][Math.floor(random() * 4)]).join(' ');
    collector.add({ channel: 'code', kind: i % 2 ? 'odd' : 'even', problem: String(i), family, model: family, spelling: family, split: 'train' }, `${words}${family === 'rare' ? ';' : '.'}`);
  }
  return collector.result();
}

test('the linear baseline tells makers apart, the rare one as well, and its probabilities sum to 1', () => {
  const data = corpus(), families = ['common', 'rare'], labels = Int32Array.from(data.documents, ({ family }) => families.indexOf(family)), baseline = fitBaseline(data, labels, 2, 1);
  const right = data.documents.filter(({ family }, d) => (baseline(data, d)[1] > baseline(data, d)[0]) === (family === 'rare')).length;
  assert.ok(right >= 118, `${right} of 120`);
  assert.ok(Math.abs([...baseline(data, 0)].reduce((sum, log) => sum + Math.exp(log), 0) - 1) < 1e-5);
  assert.deepEqual([...fitBaseline(data, labels, 2, 1)(data, 7)], [...baseline(data, 7)]);
});

test('a subset keeps each text with its own features and measures', () => {
  const data = corpus(), odd = subsetOf(data, ({ kind }) => kind === 'odd'), measures = data.dense.length / data.documents.length;
  assert.equal(odd.documents.length, 60);
  odd.documents.forEach((document, i) => {
    const d = data.documents.indexOf(document);
    assert.deepEqual(odd.hashes.slice(odd.offsets[i], odd.offsets[i + 1]), data.hashes.slice(data.offsets[d], data.offsets[d + 1]));
    assert.deepEqual(odd.dense.slice(i * measures, (i + 1) * measures), data.dense.slice(d * measures, (d + 1) * measures));
  });
});

test('a set has no row twice where there are enough rows', () => {
  const random = randomFrom(2);
  for (const rows of [5, 20, 50]) assert.equal(new Set(drawn(rows, 5, random)).size, 5);
  assert.ok(drawn(3, 20, random).every(index => index >= 0 && index < 3));
});
