/** The nearest positive semi-definite matrix to a symmetric one: its negative eigenvalues become 0 (cyclic Jacobi rotations). */
export function positivePart(matrix: number[][]): number[][] {
  const size = matrix.length;
  const a = matrix.map(row => [...row]);
  const vectors = matrix.map((_, i) => matrix.map((__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a) > TOLERANCE * trace(a); sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, p, q);
  }
  return matrix.map((_, i) => matrix.map((__, j) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += Math.max(0, a[k][k]) * vectors[i][k] * vectors[j][k];
    return sum;
  }));
}

const MOST_SWEEPS = 30;
const TOLERANCE = 1e-16;

const offDiagonal = (a: number[][]): number => a.reduce((sum, row, i) => sum + row.reduce((inner, value, j) => inner + (i === j ? 0 : value * value), 0), 0);

const trace = (a: number[][]): number => a.reduce((sum, row, i) => sum + row[i] * row[i], 1e-30);

/** Makes a[p][q] zero; the columns of `vectors` follow. */
function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  if (a[p][q] === 0) return;
  const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < a.length; k++) [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
  for (let k = 0; k < a.length; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
  for (const row of vectors) [row[p], row[q]] = [c * row[p] - s * row[q], s * row[p] + c * row[q]];
}
