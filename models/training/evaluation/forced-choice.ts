import { randomFrom } from '../../../extension/core/fingerprint/random';
import { LOG_FLOOR } from '../../../extension/core/verdict/channel-evidence';
import { drawn } from '../drawn';
import type { ScoredTestRow } from './score-corpus';

/** Balanced accuracy (mean recall of the names) of the likeliest name, nobody withheld: of single rows, and of sets of k different rows of one model, which add up as in every verdict: per model, floored. NaN where no model has k rows. `plain` counts single rows alike. */
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
  const recalls = [...groupBy(rows, view.truth)].flatMap(([truth, own]) => {
    if (size === 1) return [mean(own.map(row => Number(best(view.single(row)) === truth)))];
    const groups = [...groupBy(own, row => row.row.model).values()].filter(group => group.length >= size);
    return groups.length ? [mean(groups.map(group => recall(group, view, size, truth)))] : [];
  });
  return recalls.length ? mean(recalls) : NaN;
}

function recall(group: ScoredTestRow[], view: View, size: number, truth: number): number {
  const random = randomFrom(size);
  return mean(Array.from({ length: SETS_PER_MODEL }, () => {
    const sums: number[] = [];
    for (const index of drawn(group.length, size, random)) view.models(group[index]).forEach((value, c) => { sums[c] = (sums[c] ?? 0) + Math.max(value, LOG_FLOOR); });
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
