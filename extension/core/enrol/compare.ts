import { randomFrom } from '../fingerprint/random';
import { meanOf } from './fingerprint';
import type { KnownTeacher } from './known-teachers';

/** Variance by which the mean of a teacher's output moves from batch to batch, in units of one record's: other prompts, another day. */
const BETWEEN = 0.02;

/** A mean that rests on so many records; whitened. */
export interface Centre { mean: Float64Array; records: number }

/** Squared distance of two centres, in units of its expected variance per direction. */
export function squaredDistance(a: Centre, b: Centre): number {
  let sum = 0;
  for (let k = 0; k < a.mean.length; k++) sum += (a.mean[k] - b.mean[k]) ** 2;
  return sum / (1 / a.records + 1 / b.records + BETWEEN);
}

/** The nearest of some centres, and its squared distance. */
export function nearest<T extends Centre>(set: Centre, centres: readonly T[]): { centre: T | null; distance: number } {
  let best: { centre: T | null; distance: number } = { centre: null, distance: Infinity };
  for (const centre of centres) {
    const distance = squaredDistance(set, centre);
    if (distance < best.distance) best = { centre, distance };
  }
  return best;
}

/** Log-odds (nats) of a distance against the nearest rival's, under normal spread. */
export const logOddsOf = (distance: number, rival: number): number => (rival - distance) / 2;

/** Sets of about `records` records of a known teacher, put together from its chunks with replacement. */
export function knownSets({ chunks, chunkRecords }: KnownTeacher, records: number, count: number, seed: number): Centre[] {
  const random = randomFrom(seed), parts = Math.max(1, Math.round(records / chunkRecords));
  return Array.from({ length: count }, () => ({ mean: meanOf(Array.from({ length: parts }, () => chunks[Math.floor(random() * chunks.length)])), records }));
}
