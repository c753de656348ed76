import type { Evidence } from '../protocol/nouns';
import type { BagForm } from './bag-model';
import { logSoftmax } from './probabilities';

/** Byte ranges of the places of a bag; they overlap. `ends` are exclusive. */
export interface Places { starts: Int32Array; ends: Int32Array }

/** Spreads what overlapping places add over the bytes they cover: spans that do not overlap, in order, with the same sum. */
export function spread(added: Float64Array, { starts, ends }: Places): Evidence[] {
  const size = ends.reduce((most, end) => Math.max(most, end), 0) + 1;
  const change = new Float64Array(size), isBound = new Uint8Array(size);
  for (let place = 0; place < added.length; place++) {
    const start = starts[place], end = ends[place], density = added[place] / Math.max(1, end - start);
    change[start] += density;
    change[end] -= density;
    isBound[start] = isBound[end] = 1;
  }
  return spansBetween(change, isBound);
}

/** One span from each bound to the next; `change[bound]` is by how much more each byte from there on adds. */
function spansBetween(change: Float64Array, isBound: Uint8Array): Evidence[] {
  const spans: Evidence[] = [];
  let level = 0;
  for (let start = isBound.indexOf(1), end; start >= 0; start = end) {
    end = isBound.indexOf(1, start + 1);
    if (end < 0) break;
    level += change[start];
    spans.push({ start, end, logOdds: level * (end - start) });
  }
  return spans;
}

/**
 * The direction in which a head's logits speak for a family against the rest: labels of the family weighted by their probability
 * within it, less the others by theirs. Linear in the logits, so what places add to the logits adds up along it.
 */
export function familyContrast(logits: Float32Array, { families }: BagForm['heads'][string], family: string): Float32Array {
  const probability = logSoftmax(logits).map(Math.exp);
  const mass = (inside: boolean) => probability.reduce((sum, p, i) => sum + ((families[i] === family) === inside ? p : 0), 0);
  const inside = Math.max(mass(true), 1e-12), outside = Math.max(mass(false), 1e-12);
  return probability.map((p, i) => (families[i] === family ? p / inside : -p / outside));
}

/** Dot product of two vectors of one length. */
export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
};

/** Evidence of a sample from what its places add; `base` is what is left of the whole: bias and measures of the whole text. */
export function explanation(whole: number, added: Float64Array, places: Places): { base: number; evidence: Evidence[] } {
  return { base: whole - added.reduce((sum, value) => sum + value, 0), evidence: spread(added, places) };
}
