import { randomFrom } from '../fingerprint/random';

/** One part of the dataset held out, and the rest. */
export interface Fold<T> { own: T[]; rest: T[] }

const FOLDS = 3;
/** With fewer prompts than this the records themselves are dealt out. */
const LEAST_GROUPS = 10 * FOLDS;

/** Deals items into folds, the items of one group (prompt) always together where there are enough groups. */
export function foldsOf<T extends { group: string }>(items: readonly T[]): Fold<T>[] {
  const groups = [...new Set(items.map(item => item.group))], random = randomFrom(items.length);
  const order = groups.map(group => ({ group, key: random() })).sort((a, b) => a.key - b.key);
  const place = new Map(order.map(({ group }, i) => [group, i % FOLDS]));
  const placeOf = (item: T, i: number) => (groups.length >= LEAST_GROUPS ? place.get(item.group) : i % FOLDS);
  return Array.from({ length: FOLDS }, (_, fold) => ({
    own: items.filter((item, i) => placeOf(item, i) === fold), rest: items.filter((item, i) => placeOf(item, i) !== fold),
  }));
}

/** `count` sets of `size` items, drawn with replacement; seeded. */
export function drawSets<T>(items: readonly T[], size: number, count: number, seed: number): T[][] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => Array.from({ length: size }, () => items[Math.floor(random() * items.length)]));
}

/** Value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
