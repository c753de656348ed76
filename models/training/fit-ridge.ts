/** Logistic regression on sparse features with a penalty on large weights: for a faint signal in few rows. */
import { addLogits, type LinearTask, type LinearWeights, type SparseDocuments } from './fit-linear';
import { minimise } from './minimise';

/** Penalty = half of `ridge` (for the rows from `formatFrom` on, `formatRidge`) x sum of squared weights; the mean importance is 1. */
export interface RidgeOptions { rows: number; formatFrom: number; ridge: number; formatRidge: number; scale: number; iterations: number }

/** Fits a task of one class. Deterministic. */
export function fitRidge(documents: SparseDocuments, task: LinearTask, { rows, formatFrom, ridge, formatRidge, scale, iterations }: RidgeOptions): LinearWeights {
  const { labels, importance, written } = task;
  const chosen = [...labels.keys()].filter(d => labels[d] >= 0 && importance[d] > 0);
  const mean = chosen.reduce((sum, d) => sum + importance[d], 0) / Math.max(1, chosen.length);
  const end = (d: number): number => (written ? documents.starts[d + 1] : documents.promptEnd[d]);
  const value = new Float64Array(1);
  const solution = minimise((x, gradient) => {
    let loss = 0;
    for (let k = 0; k < rows; k++) {
      const penalty = k < formatFrom ? ridge : formatRidge;
      loss += penalty * x[k] * x[k] / 2;
      gradient[k] = penalty * x[k];
    }
    gradient[rows] = 0;
    for (const d of chosen) {
      value[0] = x[rows];
      addLogits(x, 1, documents.ids, documents.weights, documents.starts[d], end(d), scale, value);
      const weight = importance[d] / mean, sign = labels[d] ? 1 : -1;
      loss += weight * Math.log1p(Math.exp(-sign * value[0]));
      const error = -weight * sign / (1 + Math.exp(sign * value[0]));
      for (let i = documents.starts[d]; i < end(d); i++) gradient[documents.ids[i]] += error * documents.weights[i] * scale;
      gradient[rows] += error;
    }
    return loss;
  }, rows + 1, iterations);
  return { classes: 1, table: Float32Array.from(solution.subarray(0, rows), weight => weight * scale), bias: Float32Array.of(solution[rows]) };
}
