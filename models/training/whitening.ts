/** Brings fingerprints to units of one record's spread within a teacher. */
import { cholesky } from '../../extension/core/verdict/mahalanobis';
import { meanOf } from '../../extension/core/enrol/fingerprint';

/** Part of its variance that is added to each measure, so that none is taken to be exact. */
const RIDGE = 0.02;

/** Lower triangle [size x size] that whitens: the inverse of the Cholesky factor of the pooled covariance within groups, which weigh alike. */
export function whiteningOf(groups: readonly (readonly Float64Array[])[]): number[][] {
  return inverseOf(cholesky(withinGroups(groups, groups[0][0].length)));
}

/** Whitened point = triangle x point. */
export const whitened = (triangle: number[][], point: ArrayLike<number>): Float64Array =>
  Float64Array.from(triangle, (row, i) => {
    let sum = 0;
    for (let k = 0; k <= i; k++) sum += row[k] * point[k];
    return sum;
  });

function withinGroups(groups: readonly (readonly Float64Array[])[], size: number): number[][] {
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const points of groups) {
    const mean = meanOf(points);
    for (const point of points) {
      for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) matrix[i][j] += (point[i] - mean[i]) * (point[j] - mean[j]) / points.length / groups.length;
    }
  }
  return matrix.map((row, i) => row.map((value, j) => (i === j ? value * (1 + RIDGE) + 1e-6 : matrix[Math.max(i, j)][Math.min(i, j)])));
}

/** Inverse of a lower triangle. */
function inverseOf(lower: number[][]): number[][] {
  return lower.reduce<number[][]>((inverse, row, i) => {
    const unit = lower.map((_, j) => (i === j ? 1 : 0));
    const next = unit.map((value, j) => (value - row.slice(0, i).reduce((sum, factor, k) => sum + factor * inverse[k][j], 0)) / row[i]);
    return [...inverse, next];
  }, []);
}
