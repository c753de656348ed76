/** Least probability that is told apart from zero: keeps every logarithm finite. */
const LEAST = 1e-12;

/** Log-probabilities of logits; finite for any finite logits. */
export function logSoftmax(logits: Float32Array): Float32Array {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
  return logits.map(logit => Math.max(logit - most - total, Math.log(LEAST)));
}

/** Log-probability of each family from those of its labels. `familyOf[label]` is an index into the families. */
export function sumFamilies(logProbabilities: Float32Array, familyOf: number[], families: number): Float32Array {
  const sums = new Float32Array(families);
  logProbabilities.forEach((value, label) => { sums[familyOf[label]] += Math.exp(value); });
  return sums.map(sum => Math.log(Math.max(sum, LEAST)));
}

/** One sample's logits, head by head, out of those of `count` samples. */
export function rowOf(logits: Record<string, Float32Array>, index: number, count: number): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(logits).map(([head, values]) => [head, values.subarray(index * values.length / count, (index + 1) * values.length / count)]));
}
