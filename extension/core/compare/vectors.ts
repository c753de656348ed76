import type { Traits } from './traits';

/** Rows of equal length: one per record, then one per unit. */
export type Rows = Float64Array[];

/** Outliers count no more than this many standard deviations: one odd record must not carry a comparison. */
const MOST_DEVIATIONS = 4;

/** Groups of values side by side, each column of mean 0 and deviation 1 over both sides, so that no label takes part. Columns that never vary are left out. */
export function denseRows(groups: ArrayLike<number>[][]): Rows {
  const raw = groups.map(parts => parts.flatMap(part => Array.from(part)));
  const columns = (raw[0] ?? []).map((_, k) => {
    const mean = raw.reduce((sum, row) => sum + row[k], 0) / raw.length;
    return { k, mean, deviation: Math.sqrt(raw.reduce((sum, row) => sum + (row[k] - mean) ** 2, 0) / raw.length) };
  }).filter(({ deviation }) => deviation > 1e-6);
  return raw.map(row => Float64Array.from(columns, ({ k, mean, deviation }) => Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, (row[k] - mean) / deviation))));
}

/** Mean of some rows. */
export function meanRow(rows: Rows): Float64Array {
  const mean = new Float64Array(rows[0].length);
  for (const row of rows) for (let k = 0; k < mean.length; k++) mean[k] += row[k] / rows.length;
  return mean;
}

/** a - b. */
export const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, k) => value - b[k]);

/** Inner product. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/** Inner products of all rows, [n x n]. */
export const gram = (rows: Rows): number[][] => rows.map(row => rows.map(other => dot(row, other)));

/** A record's words as a sparse unit vector; rarer words weigh more. */
export type WordVector = Map<number, number>;

/** Word vectors of some records; words of a single record are left out, since they relate it to no other. */
export function wordVectors(traits: Traits[]): WordVector[] {
  const counts = new Map<number, number>();
  for (const { terms } of traits) for (const id of terms.ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return traits.map(({ terms }) => {
    const vector: WordVector = new Map();
    for (const id of terms.ids) {
      const count = counts.get(id) ?? 1;
      if (count > 1) vector.set(id, Math.log(1 + traits.length / count));
    }
    const length = Math.sqrt([...vector.values()].reduce((sum, value) => sum + value * value, 0)) || 1;
    for (const [id, value] of vector) vector.set(id, value / length);
    return vector;
  });
}

/** A weighted sum of word vectors. */
export function combine(vectors: { vector: WordVector; weight: number }[]): WordVector {
  const sum: WordVector = new Map();
  for (const { vector, weight } of vectors) for (const [id, value] of vector) sum.set(id, (sum.get(id) ?? 0) + weight * value);
  return sum;
}

/** Inner products of all sparse vectors, [n x n], word by word. */
export function wordGram(vectors: WordVector[]): number[][] {
  const result = vectors.map(() => new Array<number>(vectors.length).fill(0));
  const users = new Map<number, { row: number; value: number }[]>();
  vectors.forEach((vector, row) => vector.forEach((value, id) => {
    const known = users.get(id);
    if (known) known.push({ row, value }); else users.set(id, [{ row, value }]);
  }));
  for (const list of users.values()) for (const a of list) for (const b of list) result[a.row][b.row] += a.value * b.value;
  return result;
}
