import { randomFrom } from '../fingerprint/random';

/** Share of one class in a set, with a percentile bootstrap interval. */
export interface Share { share: number; low: number; high: number }

const EM_ROUNDS = 200;
const RESAMPLE_ROUNDS = 40;
const EM_TOLERANCE = 1e-4;
/** A resample's shares are near the sample's, so it starts from there, with a little of every class. */
const LEAST_START = 1e-3;

/**
 * Maximum-likelihood class shares of a set from calibrated posteriors: the EM of Saerens, Latinne and Decaestecker (2002).
 * @param posterior [rows x classes] probabilities under equal class weights, row-major.
 * @param weights how often each row counts (bootstrap multiplicities); length rows.
 * @param start shares to begin with; every class needs some.
 */
export function estimateShares(posterior: Float32Array, classes: number, weights: Float32Array, start = new Float64Array(classes).fill(1 / classes), rounds = EM_ROUNDS): Float64Array {
  let shares = start;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  for (let round = 0; round < rounds && total > 0; round++) {
    const next = new Float64Array(classes);
    for (let row = 0; row < weights.length; row++) addResponsibility(posterior, row * classes, shares, weights[row] / total, next);
    const moved = next.reduce((most, share, c) => Math.max(most, Math.abs(share - shares[c])), 0);
    shares = next;
    if (moved < EM_TOLERANCE) break;
  }
  return shares;
}

function addResponsibility(posterior: Float32Array, offset: number, shares: Float64Array, weight: number, into: Float64Array): void {
  if (weight === 0) return;
  const classes = shares.length;
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += posterior[offset + c] * shares[c];
  if (!(sum > 0)) return;
  const factor = weight / sum;
  for (let c = 0; c < classes; c++) into[c] += factor * posterior[offset + c] * shares[c];
}

/**
 * Shares with 95 % bootstrap intervals over blocks of neighbouring records (neighbours often answer one prompt, so rows are not independent).
 * Deterministic: the resampling is seeded.
 */
export function composition(posterior: Float32Array, classes: number, blockSize: number, resamples = 100): Share[] {
  const rows = posterior.length / classes;
  const shares = estimateShares(posterior, classes, new Float32Array(rows).fill(1));
  const blocks = Math.ceil(rows / blockSize), random = randomFrom(rows);
  const draws = Array.from({ length: resamples }, () => {
    const weights = new Float32Array(rows);
    for (let i = 0; i < blocks; i++) {
      const start = Math.floor(random() * blocks) * blockSize;
      for (let row = start; row < Math.min(start + blockSize, rows); row++) weights[row]++;
    }
    return estimateShares(posterior, classes, weights, shares.map(share => Math.max(share, LEAST_START)), RESAMPLE_ROUNDS);
  });
  return Array.from(shares, (share, c) => {
    const sorted = draws.map(draw => draw[c]).sort((a, b) => a - b);
    return { share, low: Math.min(share, quantile(sorted, 0.025)), high: Math.max(share, quantile(sorted, 0.975)) };
  });
}

/** Value of a rising list below which the share `q` lies; 0 for an empty one. */
export const quantile = (sorted: number[], q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;

/**
 * Log-likelihood (nats) that the shares gain over the best single class. Posteriors that say nothing have shares too, but gain nothing.
 */
export function mixtureGain(posterior: Float32Array, shares: number[]): number {
  const classes = shares.length;
  const single = new Float64Array(classes);
  let mixed = 0;
  for (let row = 0; row < posterior.length; row += classes) {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      sum += shares[c] * posterior[row + c];
      single[c] += Math.log(Math.max(posterior[row + c], LEAST));
    }
    mixed += Math.log(Math.max(sum, LEAST));
  }
  return mixed - Math.max(...single);
}

const LEAST = 1e-3;
