/** Lower-triangular Cholesky factor of a symmetric positive-definite matrix; a tiny ridge keeps nearly singular ones usable. */
export function cholesky(matrix: number[][]): number[][] {
  const size = matrix.length;
  const factor = matrix.map(() => new Array<number>(size).fill(0));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i][j];
      for (let k = 0; k < j; k++) sum -= factor[i][k] * factor[j][k];
      factor[i][j] = i === j ? Math.sqrt(Math.max(sum, 1e-9 + 1e-9 * Math.abs(matrix[i][i]))) : sum / factor[j][j];
    }
  }
  return factor;
}

/** Mahalanobis distance of a difference vector under a covariance matrix. */
export const mahalanobis = (difference: number[], covariance: number[][]): number => distanceUnder(cholesky(covariance), difference);

/** The same, given the covariance's Cholesky factor: many differences under one covariance. */
export const distanceUnder = (factor: number[][], difference: number[]): number => Math.sqrt(solveLower(factor, difference).reduce((sum, value) => sum + value ** 2, 0));

/** Solves L x = v for a lower triangle L: differences of such x have Mahalanobis distances. */
export function solveLower(factor: number[][], vector: ArrayLike<number>): Float64Array {
  const solved = new Float64Array(vector.length);
  for (let i = 0; i < solved.length; i++) {
    let sum = vector[i];
    for (let k = 0; k < i; k++) sum -= factor[i][k] * solved[k];
    solved[i] = sum / factor[i][i];
  }
  return solved;
}

/** Covariance of a set mean of `records` records: the sampling part shrinks with their number, the part between sources does not. */
export const meanCovariance = (within: number[][], between: number[][], records: number): number[][] =>
  within.map((row, i) => row.map((value, j) => value / records + between[i][j]));
