import type { Evidence } from '../protocol/nouns';
import type { BagForm } from './bag-model';
import { logSoftmax } from './probabilities';

/** Byte ranges of the places of a bag; they overlap. `ends` are exclusive. */
export interface Places { starts: Int32Array; ends: Int32Array }

/** Spreads what overlapping places add over the bytes they cover: spans that do not overlap, in order, with the same sum. */
export function spread(added: Float64Array, { starts, ends }: Places): Evidence[] {
  let size = 1;
  for (let place = 0; place < ends.length; place++) if (ends[place] >= size) size = ends[place] + 1;
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
  let level = 0, start = -1;
  for (let at = 0; at < isBound.length; at++) {
    if (isBound[at] === 0) continue;
    if (start >= 0) spans.push({ start, end: at, logOdds: level * (at - start) });
    level += change[at];
    start = at;
  }
  return spans;
}

/**
 * The direction in which a head's logits speak for a family against the rest: labels of the family weighted by their probability
 * within it, less the others by theirs. Linear in the logits, so what places add to the logits adds up along it.
 */
export function familyContrast(logits: Float32Array, { families }: BagForm['heads'][string], family: string): Float32Array {
  const probability = logSoftmax(logits).map(Math.exp);
  let inside = 0, outside = 0;
  for (let i = 0; i < probability.length; i++) if (families[i] === family) inside += probability[i]; else outside += probability[i];
  inside = Math.max(inside, 1e-12);
  outside = Math.max(outside, 1e-12);
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
  let sum = 0;
  for (let place = 0; place < added.length; place++) sum += added[place];
  return { base: whole - sum, evidence: spread(added, places) };
}
