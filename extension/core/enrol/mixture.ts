import { meanOf } from './fingerprint';

const ROUNDS = 60;

/**
 * How far the records of a dataset spread along the directions in which teachers differ: the largest variance there, divided by the
 * square of the kurtosis along it (two heaps have a low one, a few odd records a high one). @param fingerprints whitened.
 */
export function spreadOf(fingerprints: readonly Float64Array[], directions: readonly Float64Array[]): number {
  const points = fingerprints.map(fingerprint => Float64Array.from(directions, direction => product(direction, fingerprint)));
  const mean = meanOf(points), centred = points.map(point => point.map((value, k) => value - mean[k]));
  const along = mainDirection(centred), values = centred.map(point => product(point, along));
  const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
  const variance = moment(2);
  return variance > 0 ? variance / (moment(4) / variance ** 2) ** 2 : 0;
}

/** Unit vector of largest variance, by power iteration from a fixed start. */
export function mainDirection(centred: readonly Float64Array[], found: readonly Float64Array[] = []): Float64Array {
  let direction = Float64Array.from(centred[0], (_, k) => 1 / (k + 1));
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(direction.length);
    for (const point of centred) {
      const along = product(point, direction);
      for (let k = 0; k < next.length; k++) next[k] += along * point[k];
    }
    for (const other of found) {
      const along = product(other, next);
      for (let k = 0; k < next.length; k++) next[k] -= along * other[k];
    }
    const length = Math.sqrt(product(next, next));
    if (!(length > 0)) return direction.fill(0);
    direction = next.map(value => value / length);
  }
  return direction;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
