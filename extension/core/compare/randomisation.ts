import { randomFrom } from '../fingerprint/random';
import { cholesky } from '../verdict/mahalanobis';
import { dot, type Rows } from './vectors';

/** Sides are reassigned this often; the least p-value is one in this many. */
const DRAWS = 1000;

/** How sides may be reassigned: each pair turned round, or all units dealt out anew, of which the first `candidates` are the candidate's. */
export type Exchange = { matched: true } | { matched: false; candidates: number };

/** What is looked for: any shift of the rows' mean, or (`direction`) a rise of one value for the candidate. Of matched pairs, differences. */
export type Look = { rows: Rows } | { direction: number[] };

/**
 * Exact p-value of the hypothesis that sides do not matter, by reassigning them at random. A shift counts by the squared length of the mean
 * difference, shrunk-whitened; of several looks the most extreme counts, and pays for the choice. Rows are pairs' differences (matched), or
 * units with the candidate's first.
 */
export function randomisationP(looks: Look[], exchange: Exchange): number {
  const statistics = looks.map(look => ('rows' in look ? shiftStatistic(look.rows) : (weights: Float64Array) => dot(weights, look.direction)));
  const n = 'rows' in looks[0] ? looks[0].rows.length : looks[0].direction.length, random = randomFrom(n);
  const observed = new Float64Array(n);
  if (exchange.matched) observed.fill(1 / n);
  else for (let i = 0; i < n; i++) observed[i] = i < exchange.candidates ? 1 / exchange.candidates : -1 / (n - exchange.candidates);
  const draws: Float64Array[] = [observed];
  while (draws.length < DRAWS) draws.push(exchange.matched ? turned(observed, random) : shuffled(observed, random));
  const ranks = statistics.map(statistic => ranksOf(draws.map(statistic)));
  const best = draws.map((_, draw) => Math.min(...ranks.map(rank => rank[draw])));
  return best.filter(rank => rank <= best[0]).length / DRAWS;
}

function shiftStatistic(rows: Rows): (weights: Float64Array) => number {
  const whitened = whiten(rows);
  return weights => {
    const sum = new Float64Array(whitened[0].length);
    for (let i = 0; i < weights.length; i++) for (let k = 0; k < sum.length; k++) sum[k] += weights[i] * whitened[i][k];
    return dot(sum, sum);
  };
}

/** How many of the values are at least as large as each, rounding errors aside. */
function ranksOf(values: number[]): number[] {
  const rounded = values.map(value => Number(value.toPrecision(9))), sorted = [...rounded].sort((a, b) => b - a);
  const last = new Map(sorted.map((value, i) => [value, i + 1]));
  return rounded.map(value => last.get(value) ?? DRAWS);
}

const turned = (weights: Float64Array, random: () => number) => weights.map(weight => (random() < 0.5 ? weight : -weight));

function shuffled(weights: Float64Array, random: () => number): Float64Array {
  const result = weights.slice();
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

/** Rows in coordinates where their covariance, half shrunk to a multiple of the identity, is the identity. Sides take no part. */
export function whiten(rows: Rows): Rows {
  const factor = shrunkFactor(rows);
  return rows.map(row => {
    const x = new Float64Array(row.length);
    for (let i = 0; i < x.length; i++) {
      let sum = row[i];
      for (let k = 0; k < i; k++) sum -= factor[i][k] * x[k];
      x[i] = sum / factor[i][i];
    }
    return x;
  });
}

/** Cholesky factor of second moments plus their mean on the diagonal. */
function shrunkFactor(rows: Rows): number[][] {
  const size = rows[0].length;
  const moments = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const row of rows) for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) moments[i][j] += row[i] * row[j] / rows.length;
  const mean = moments.reduce((sum, row, i) => sum + row[i], 0) / size || 1;
  return cholesky(moments.map((row, i) => row.map((value, j) => (j <= i ? value : moments[j][i]) + (i === j ? mean : 0))));
}
