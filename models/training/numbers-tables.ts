/** Measures that the number tables are made of. */
import { groupBy } from './evaluation/forced-choice';
import { randomFrom } from '../../extension/core/fingerprint/random';

const SETS_PER_LABEL = 200;

/** Balanced accuracy of the likeliest label for sets of `k` rows of one label, log-probabilities added; rows with label -1 are left out. */
export function balancedAccuracy(logs: Float32Array[], labels: number[], k: number, seed: number): number {
  const random = randomFrom(seed);
  const known = logs.map((log, i) => ({ log, label: labels[i] })).filter(({ label }) => label >= 0);
  const accuracies = [...groupBy(known, ({ label }) => label)].map(([label, rows]) => {
    const own = rows.map(({ log }) => log);
    const sets = k === 1 ? own.map(row => [row]) : Array.from({ length: SETS_PER_LABEL }, () => Array.from({ length: k }, () => own[Math.floor(random() * own.length)]));
    return sets.filter(set => likeliest(set) === label).length / sets.length;
  });
  return accuracies.reduce((sum, x) => sum + x, 0) / Math.max(1, accuracies.length);
}

function likeliest(set: Float32Array[]): number {
  const sums = Array.from(set[0], (_, c) => set.reduce((sum, row) => sum + row[c], 0));
  return sums.indexOf(Math.max(...sums));
}

/** Area under the ROC curve of scores of positives against negatives; ties count half. */
export function auroc(positives: number[], negatives: number[]): number {
  const sorted = negatives.slice().sort((a, b) => a - b);
  const below = (value: number, isInclusive: boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value || isInclusive && sorted[middle] === value) low = middle + 1; else high = middle;
    }
    return low;
  };
  return positives.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0) / (positives.length * negatives.length);
}

/** Shares of sets whose family was named rightly, named wrongly, or not named. */
export type Share = { right: number; wrong: number; withheld: number };

/** Judges `sets` sets of `size` from each group; groups weigh alike. */
export function verdictShares<T>(groups: { family: string; scores: T[] }[], judge: (scores: T[]) => string | null, size: number, sets: number, seed: number): Share {
  const random = randomFrom(seed);
  const share: Share = { right: 0, wrong: 0, withheld: 0 };
  for (const { family, scores } of groups) {
    for (let i = 0; i < sets; i++) {
      const named = judge(Array.from({ length: size }, () => scores[Math.floor(random() * scores.length)]));
      share[named === null ? 'withheld' : named === family ? 'right' : 'wrong'] += 1 / sets / groups.length;
    }
  }
  return share;
}

/** Means of `count` sets of `size` values, drawn with replacement. */
export function setMeans(values: number[], size: number, count: number, seed: number): number[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += values[Math.floor(random() * values.length)];
    return sum / size;
  });
}

const POWER = 0.99;
const FALSE_RATE = 0.01;
const SIZES = [25, 50, 75, 100, 125, 150, 200, 250, 300, 400, 600, 1000];
const POWER_SETS = 4000;

/** Least set size whose means exceed the negatives' 99 % point in 99 % of cases; beyond the largest size, the power reached there. */
export function recordsForPower(positives: number[], negatives: number[]): string {
  let power = 0;
  for (const size of SIZES) {
    const limit = setMeans(negatives, size, POWER_SETS, size).sort((a, b) => a - b)[Math.floor((1 - FALSE_RATE) * POWER_SETS)];
    power = setMeans(positives, size, POWER_SETS, size + 1).filter(mean => mean > limit).length / POWER_SETS;
    if (power >= POWER) return String(size);
  }
  return `over ${SIZES[SIZES.length - 1]} (${(100 * power).toFixed(0)} %)`;
}
