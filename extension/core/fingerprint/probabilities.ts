/** Least probability that is told apart from zero: keeps every logarithm finite. */
const LEAST = 1e-12;
const LEAST_LOG = Math.log(LEAST);

/** Log-probabilities of logits; finite for any finite logits. */
export function logSoftmax(logits: Float32Array): Float32Array {
  const result = logits.slice();
  let most = -Infinity, sum = 0;
  for (let i = 0; i < logits.length; i++) most = Math.max(most, logits[i]);
  for (let i = 0; i < logits.length; i++) sum += Math.exp(logits[i] - most);
  const total = Math.log(sum);
  for (let i = 0; i < logits.length; i++) result[i] = Math.max(logits[i] - most - total, LEAST_LOG);
  return result;
}

/** Log-probability of each family from those of its labels. `familyOf[label]` is an index into the families. */
export function sumFamilies(logProbabilities: Float32Array, familyOf: number[], families: number): Float32Array {
  const sums = new Float32Array(families);
  for (let label = 0; label < logProbabilities.length; label++) sums[familyOf[label]] += Math.exp(logProbabilities[label]);
  for (let family = 0; family < families; family++) sums[family] = Math.log(Math.max(sums[family], LEAST));
  return sums;
}

/** One sample's logits, head by head, out of those of `count` samples. */
export function rowOf(logits: Record<string, Float32Array>, index: number, count: number): Record<string, Float32Array> {
  const row: Record<string, Float32Array> = {};
  for (const head in logits) {
    const width = logits[head].length / count;
    row[head] = logits[head].subarray(index * width, (index + 1) * width);
  }
  return row;
}
