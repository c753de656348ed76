import { randomFrom } from '../../../extension/core/fingerprint/random';
import { LOG_FLOOR } from '../../../extension/core/verdict/channel-evidence';
import type { ScoredTestRow } from './score-corpus';

/** Balanced accuracy of the likeliest name for sets of k samples of one model, nobody withheld; sets add up as in every verdict: per model, floored. `plain` counts single rows alike. */
export interface ForcedChoice { kind: string; families: number; rows: number; plain: number; accuracy: Record<number, number> }

export const SET_SIZES = [1, 5, 20, 50];
const SETS_PER_MODEL = 40;

/** What names one record (`single`, per name), what is added up over a set (`models`, per model), whose name each model has, and the truth. */
export interface View { single(row: ScoredTestRow): Float32Array; models(row: ScoredTestRow): Float32Array; nameOf: number[]; truth(row: ScoredTestRow): number }

/** One line per kind of task: families (or models) weigh alike within it. Rows of the wrong channel count as wrong. */
export function forcedChoice(rows: ScoredTestRow[], view: View): ForcedChoice[] {
  return [...groupBy(rows.filter(row => view.truth(row) >= 0), row => row.kind)].map(([kind, own]) => ({
    kind, rows: own.length, families: new Set(own.map(view.truth)).size, plain: mean(own.map(row => Number(best(view.single(row)) === view.truth(row)))),
    accuracy: Object.fromEntries(SET_SIZES.map(size => [size, balanced(own, view, size)])),
  }));
}

function balanced(rows: ScoredTestRow[], view: View, size: number): number {
  const families = [...groupBy(rows, view.truth)].map(([truth, own]) => mean([...groupBy(own, row => row.row.model)].map(([, group]) => accuracy(group, view, size, truth))));
  return mean(families);
}

function accuracy(group: ScoredTestRow[], view: View, size: number, truth: number): number {
  if (size === 1) return mean(group.map(row => Number(best(view.single(row)) === truth)));
  const random = randomFrom(size);
  return mean(Array.from({ length: SETS_PER_MODEL }, () => {
    const sums: number[] = [];
    for (let i = 0; i < size; i++) view.models(group[Math.floor(random() * group.length)]).forEach((value, c) => { sums[c] = (sums[c] ?? 0) + Math.max(value, LOG_FLOOR); });
    return Number(view.nameOf[best(sums)] === truth);
  }));
}

const best = (values: ArrayLike<number>) => {
  let index = -1;
  for (let i = 0; i < values.length; i++) if (index < 0 || values[i] > values[index]) index = i;
  return index;
};

export const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Groups in order of first appearance. */
export function groupBy<T, K>(items: T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item); else groups.set(key(item), [item]);
  }
  return groups;
}
