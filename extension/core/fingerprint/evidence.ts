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

/** Dot products of rows of length `direction.length` with a direction. */
export function along(rows: Float32Array, direction: Float32Array): number[] {
  return Array.from({ length: rows.length / direction.length }, (_, row) =>
    direction.reduce((sum, value, i) => sum + value * rows[row * direction.length + i], 0));
}
