/** Weighted logistic regression by Newton's method, for a few inputs. */
import { cholesky } from '../../extension/core/verdict/mahalanobis';

export interface LogisticExample { inputs: number[]; isTrue: boolean; weight: number }

/** Log-odds = bias + sum of linear x (input - mean) / sd. */
export interface LogisticModel { mean: number[]; sd: number[]; linear: number[]; bias: number }

const STEPS = 40;
const RIDGE = 1;

/** Fits on examples whose weights are brought to a mean of 1. Deterministic. */
export function fitLogistic(examples: LogisticExample[]): LogisticModel {
  const total = examples.reduce((sum, { weight }) => sum + weight, 0), scale = examples.length / total;
  const width = examples[0].inputs.length;
  const column = (value: (inputs: number[]) => number) => examples.reduce((sum, { inputs, weight }) => sum + weight * value(inputs), 0) / total;
  const mean = Array.from({ length: width }, (_, i) => column(inputs => inputs[i]));
  const sd = mean.map((centre, i) => Math.sqrt(column(inputs => (inputs[i] - centre) ** 2)) + 1e-6);
  const rows = examples.map(({ inputs, isTrue, weight }) => ({ x: [1, ...inputs.map((value, i) => (value - mean[i]) / sd[i])], y: Number(isTrue), weight: weight * scale }));
  let solution = new Array<number>(width + 1).fill(0);
  for (let step = 0; step < STEPS; step++) solution = newtonStep(rows, solution);
  return { mean, sd, linear: solution.slice(1), bias: solution[0] };
}

function newtonStep(rows: { x: number[]; y: number; weight: number }[], at: number[]): number[] {
  const slope = at.map(value => RIDGE * value);
  const curvature = at.map((_, i) => at.map((__, j) => (i === j ? RIDGE : 0)));
  for (const { x, y, weight } of rows) {
    const p = 1 / (1 + Math.exp(-Math.max(-30, Math.min(30, x.reduce((sum, value, i) => sum + value * at[i], 0)))));
    for (let i = 0; i < x.length; i++) {
      slope[i] += weight * (p - y) * x[i];
      for (let j = 0; j <= i; j++) curvature[i][j] += weight * p * (1 - p) * x[i] * x[j];
    }
  }
  for (let i = 0; i < at.length; i++) for (let j = 0; j < i; j++) curvature[j][i] = curvature[i][j];
  const step = solve(cholesky(curvature), slope);
  return at.map((value, i) => value - step[i]);
}

/** Solves L L^T x = b. */
function solve(factor: number[][], b: number[]): number[] {
  const size = b.length, forward: number[] = [], x = new Array<number>(size).fill(0);
  for (let i = 0; i < size; i++) forward.push((b[i] - forward.reduce((sum, value, k) => sum + factor[i][k] * value, 0)) / factor[i][i]);
  for (let i = size - 1; i >= 0; i--) {
    let sum = forward[i];
    for (let k = i + 1; k < size; k++) sum -= factor[k][i] * x[k];
    x[i] = sum / factor[i][i];
  }
  return x;
}
