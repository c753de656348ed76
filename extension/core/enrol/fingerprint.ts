import type { SampleScore } from '../fingerprint/score';

/** Centred log-probabilities beyond this say no more: one odd record cannot carry a mean. */
const MOST = 15;

/**
 * What teachers are enrolled by: a record's statistics, then its log-probability per built-in model from the view that leads
 * (numbers: the integers alone), centred. The models need not have seen the teacher: whom it is unlike, and how, tells it apart.
 */
export function fingerprintOf(score: SampleScore): Float32Array {
  const fingerprint = new Float32Array(score.statistics.length + score.contentModelLogProb.length);
  addFingerprint(fingerprint, score);
  return fingerprint;
}

/** Adds a score's fingerprint to a running sum, without making it. */
export function addFingerprint(sum: Float32Array | Float64Array, { statistics, contentModelLogProb }: SampleScore): void {
  let mean = 0;
  for (let i = 0; i < contentModelLogProb.length; i++) mean += contentModelLogProb[i];
  mean /= contentModelLogProb.length;
  for (let i = 0; i < statistics.length; i++) sum[i] += statistics[i];
  for (let i = 0; i < contentModelLogProb.length; i++) sum[statistics.length + i] += Math.max(-MOST, Math.min(MOST, contentModelLogProb[i] - mean));
}

/** Adds a fingerprint to a running sum of the same length. */
export function addTo(sum: Float64Array, fingerprint: ArrayLike<number>): void {
  for (let i = 0; i < sum.length; i++) sum[i] += fingerprint[i];
}

/** Mean of fingerprints (at least one). */
export function meanOf(fingerprints: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(fingerprints[0].length);
  for (const fingerprint of fingerprints) addTo(sum, fingerprint);
  return sum.map(value => value / fingerprints.length);
}
