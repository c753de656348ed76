import { randomFrom } from '../fingerprint/random';
import type { Effect } from '../protocol/compare';
import { difference, dot, meanRow, type Rows } from './vectors';
import { whiten } from './randomisation';

/** A record's side, its unit, and how much it speaks for the candidate (nats), by a classifier that saw no record of its unit. */
export interface ScoredSide { isCandidate: boolean; unit: number; logOdds: number }

const FOLDS = 5;
const RESAMPLES = 200;

/** Scores every record by a linear discriminant fitted on other folds' units, then puts the scores on the scale of log-odds. */
export function crossScores(rows: Rows, isCandidate: boolean[], unit: number[]): ScoredSide[] {
  const whitened = whiten(rows);
  const scores = new Float64Array(rows.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const side = (wanted: boolean) => whitened.filter((_, i) => isCandidate[i] === wanted && unit[i] % FOLDS !== fold);
    const [ours, theirs] = [side(true), side(false)];
    if (!ours.length || !theirs.length) continue;
    const a = meanRow(ours), b = meanRow(theirs), direction = difference(a, b), middle = (dot(direction, a) + dot(direction, b)) / 2;
    whitened.forEach((row, i) => { if (unit[i] % FOLDS === fold) scores[i] = dot(direction, row) - middle; });
  }
  const logOdds = asLogOdds(scores, isCandidate);
  return isCandidate.map((candidate, i) => ({ isCandidate: candidate, unit: unit[i], logOdds: logOdds[i] }));
}

/** Log-odds of two normal distributions of equal spread; zero where the scores do not rise with the side. */
function asLogOdds(scores: Float64Array, isCandidate: boolean[]): Float64Array {
  const stats = [true, false].map(side => {
    const own = scores.filter((_, i) => isCandidate[i] === side), mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return { mean, spread: own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length };
  });
  const variance = (stats[0].spread + stats[1].spread) / 2 || 1, slope = Math.max(0, stats[0].mean - stats[1].mean) / variance;
  return scores.map(score => slope * (score - (stats[0].mean + stats[1].mean) / 2));
}

/** AUROC of the scores, with a 95 % interval from resampling whole units. */
export function effectOf(scores: ScoredSide[]): Effect {
  const units = [...new Set(scores.map(score => score.unit))], random = randomFrom(units.length);
  const place = new Map(units.map((unit, i) => [unit, i])), sorted = [...scores].sort((a, b) => a.logOdds - b.logOdds);
  const of = (weights: ArrayLike<number>) => auroc(sorted, score => weights[place.get(score.unit) ?? 0]);
  const draws = Array.from({ length: RESAMPLES }, () => {
    const weights = new Float64Array(units.length);
    for (let i = 0; i < units.length; i++) weights[Math.floor(random() * units.length)]++;
    return of(weights);
  }).filter(Number.isFinite).sort((a, b) => a - b);
  const value = of(new Float64Array(units.length).fill(1));
  return { auroc: value, low: Math.min(value, draws[Math.floor(0.025 * draws.length)] ?? 0), high: Math.max(value, draws[Math.floor(0.975 * draws.length)] ?? 1) };
}

/** Probability that a candidate's record scores above a reference's, ties counted half; NaN where a side has no weight. `sorted` rises. */
function auroc(sorted: ScoredSide[], weightOf: (score: ScoredSide) => number): number {
  let below = 0, won = 0, ours = 0;
  for (let i = 0; i < sorted.length;) {
    let candidates = 0, references = 0;
    const { logOdds } = sorted[i];
    for (; i < sorted.length && sorted[i].logOdds === logOdds; i++) {
      if (sorted[i].isCandidate) candidates += weightOf(sorted[i]); else references += weightOf(sorted[i]);
    }
    won += candidates * (below + references / 2);
    ours += candidates;
    below += references;
  }
  return won / (ours * below);
}
