import { cholesky } from '../verdict/mahalanobis';

/** How boldly a prediction is bet on; the wealth is the mean of what each would have won. */
const BOLDNESS = [1, 3, 9];
/** Pairs that are looked at before the first bet. */
const FIRST_BET = 4;

/**
 * Log-wealth after each pair of a sequence of bets on which of the pair's two records is the candidate's, each by a classifier fitted on
 * the pairs before it (ridge regression on differences). If one teacher wrote both, every bet is fair, so at no time whatever is wealth W
 * reached with probability above 1/W (Ville): one may look after every pair and stop when satisfied.
 * @param gram inner products of the pairs' differences (candidate - reference), in the order of betting, [n x n]. May rest on all records' texts, never on sides to come.
 */
export function logWealth(gram: number[][]): number[] {
  const n = gram.length, trace = gram.reduce((sum, row, i) => sum + row[i], 0) / Math.max(1, n);
  const scaled = gram.map(row => row.map(value => value / (trace || 1)));
  const factor = cholesky(scaled.map((row, i) => row.map((value, j) => value + (i === j ? ridgeOf(n) : 0))));
  const wealth = BOLDNESS.map(() => 0);
  let weights: number[] = [], refitAt = FIRST_BET;
  return scaled.map((row, pair) => {
    if (pair >= refitAt) {
      weights = solveOnes(factor, pair);
      refitAt = Math.ceil(pair * 1.04);
    }
    const margin = weights.reduce((sum, weight, i) => sum + weight * row[i], 0);
    BOLDNESS.forEach((boldness, i) => { wealth[i] += Math.LN2 - Math.log1p(Math.exp(-boldness * margin)); });
    return logMean(wealth);
  });
}

const ridgeOf = (pairs: number) => Math.max(1, pairs / 50);

/** Solves (G + ridge) x = 1 for the first `size` pairs, by their part of the Cholesky factor. */
function solveOnes(factor: number[][], size: number): number[] {
  const x: number[] = [];
  for (let i = 0; i < size; i++) {
    let sum = 1;
    for (let k = 0; k < i; k++) sum -= factor[i][k] * x[k];
    x.push(sum / factor[i][i]);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= factor[k][i] * x[k];
    x[i] /= factor[i][i];
  }
  return x;
}

/** Logarithm of the mean of e-values (which is an e-value again), from their logarithms. */
export function logMean(logs: number[], weights = logs.map(() => 1 / logs.length)): number {
  const most = Math.max(...logs);
  return most === -Infinity ? most : most + Math.log(logs.reduce((sum, log, i) => sum + weights[i] * Math.exp(log - most), 0));
}
