import type { Evidence } from '../protocol/nouns';
import type { BagForm } from './bag-model';
import { logSoftmax } from './probabilities';

/** What one feature adds, and the bytes it was read from. Features overlap. */
export interface Place { start: number; end: number; logOdds: number }

/** Spreads overlapping places over the bytes they cover: spans that do not overlap, in order, with the same sum. */
export function spread(places: Place[]): Evidence[] {
  const bounds = [...new Set(places.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const change = new Map<number, number>(bounds.map(bound => [bound, 0]));
  const density = ({ start, end, logOdds }: Place) => logOdds / Math.max(1, end - start);
  for (const place of places) {
    change.set(place.start, (change.get(place.start) ?? 0) + density(place));
    change.set(place.end, (change.get(place.end) ?? 0) - density(place));
  }
  let level = 0;
  return bounds.slice(0, -1).map((start, i) => {
    level += change.get(start) ?? 0;
    return { start, end: bounds[i + 1], logOdds: level * (bounds[i + 1] - start) };
  });
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
export function explanation(whole: number, added: Float64Array, { starts, ends }: { starts: Int32Array; ends: Int32Array }): { base: number; evidence: Evidence[] } {
  const places = Array.from(added, (logOdds, i) => ({ start: starts[i], end: ends[i], logOdds }));
  return { base: whole - added.reduce((sum, value) => sum + value, 0), evidence: spread(places) };
}
