import assert from 'node:assert/strict';
import test from 'node:test';
import { fitRidge } from '../../models/training/fit-ridge';
import type { SparseDocuments } from '../../models/training/fit-linear';
import { minimise } from '../../models/training/minimise';
import { randomFrom } from '../../extension/core/fingerprint/random';

test('the minimum of a curved valley is found', () => {
  const rosenbrock = (x: Float64Array, gradient: Float64Array) => {
    const [a, b] = x, rest = b - a * a;
    gradient[0] = -2 * (1 - a) - 400 * a * rest;
    gradient[1] = 200 * rest;
    return (1 - a) ** 2 + 100 * rest ** 2;
  };
  const [a, b] = minimise(rosenbrock, 2, 200);
  assert.ok(Math.abs(a - 1) < 0.01 && Math.abs(b - 1) < 0.02, `${a}, ${b}`);
});

/** Documents of two features each: the first tells the label in four of five, the second (a format's) always. */
function documents(count: number): { documents: SparseDocuments; labels: Int32Array } {
  const random = randomFrom(3), labels = Int32Array.from({ length: count }, () => Number(random() < 0.5));
  const ids = Int32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? 4 + labels[i >> 1] : 1 + Number(random() < 0.8 ? labels[i >> 1] : 1 - labels[i >> 1])));
  const at = (offset: number) => Float64Array.from({ length: count }, (_, d) => 2 * d + offset);
  return { labels, documents: { count, ids, weights: new Uint8Array(2 * count).fill(1), starts: Float64Array.from({ length: count + 1 }, (_, d) => 2 * d), integersEnd: at(1), promptEnd: at(1) } };
}

test('at the solution the loss pulls as hard as the penalty, and hidden features have no weight', () => {
  const { documents: data, labels } = documents(400), ridge = 5, importance = new Float32Array(400).fill(1);
  const options = { rows: 6, formatFrom: 4, ridge, formatRidge: 1, scale: 1, iterations: 100 };
  const { table, bias } = fitRidge(data, { classes: 1, labels, importance, written: false }, options);
  const pull = [1, 2].map(id => labels.reduce((sum, label, d) => (data.ids[2 * d] === id ? sum + label - 1 / (1 + Math.exp(-bias[0] - table[id])) : sum), 0));
  [1, 2].forEach((id, i) => assert.ok(Math.abs(pull[i] - ridge * table[id]) < 0.5, `${pull[i]} against ${ridge * table[id]}`));
  assert.deepEqual([...table.subarray(4)], [0, 0]);
  const written = fitRidge(data, { classes: 1, labels, importance, written: true }, options).table;
  assert.ok(written[5] > 2 * written[2] && written[4] < 0, 'what always tells weighs more');
});
