/** Fits what known records and sets look like: a logistic model per record, and references with a spread per set. */
import type { UnfamiliarModel } from '../../extension/core/fingerprint/number-model';
import type { Familiarity } from '../../extension/core/fingerprint/set-model';
import { mahalanobis, meanCovariance } from '../../extension/core/verdict/mahalanobis';
import { seededRandom } from './corpus';

/** Records of one family in one kind of task; `part` splits them by problem into halves for cross-fitting. */
export interface FamiliarGroup { family: string; kind: string; model: string; vectors: Float32Array[] }

const SET_SIZE = 50;
const SETS_PER_GROUP = 20;
const LEAST_RECORDS = 20;

export const meanOf = (vectors: ArrayLike<number>[]): number[] => {
  const sum = new Array<number>(vectors[0].length).fill(0);
  for (const vector of vectors) for (let k = 0; k < sum.length; k++) sum[k] += vector[k];
  return sum.map(value => value / vectors.length);
};

const minus = (a: ArrayLike<number>, b: ArrayLike<number>): number[] => Array.from(a, (value, k) => value - b[k]);

/** Mean outer product of differences; weights must sum to 1. */
function scatter(size: number, differences: Iterable<{ difference: number[]; weight: number }>): number[][] {
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const { difference, weight } of differences) {
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) matrix[i][j] += weight * difference[i] * difference[j];
  }
  return matrix;
}

/**
 * References per family and kind of task, each the mean of its models' means; the spread of a family's models within a kind
 * stands for the change between sources. `falseRefusalRate` of the known sets lie beyond `maxDistance`.
 */
export function fitFamiliarity(all: FamiliarGroup[], falseRefusalRate: number, seed: number): Familiarity {
  const groups = all.filter(group => group.vectors.length >= LEAST_RECORDS);
  const means = groups.map(group => meanOf(group.vectors));
  const size = means[0].length;
  const units = unitsOf(groups, means);
  const within = scatter(size, groups.flatMap((group, g) => group.vectors.map(vector => ({ difference: minus(vector, means[g]), weight: 1 / group.vectors.length / groups.length }))));
  const siblings = units.filter(unit => unit.members.length > 1).flatMap(unit => unit.members.map(member => minus(means[member], unit.mean)));
  const between = scatter(size, siblings.map(difference => ({ difference, weight: 1 / siblings.length })));
  const references = units.map(({ family, kind, mean }) => ({ family, model: kind, mean, singleSource: units.filter(unit => unit.family === family).length === 1 }));
  const distances = knownDistances(groups, { references, within, between }, seed).sort((a, b) => a - b);
  const maxDistance = distances[Math.floor((1 - falseRefusalRate) * (distances.length - 1))];
  return { references, within, between, maxDistance, falseRefusalRate };
}

interface Unit { family: string; kind: string; members: number[]; mean: number[] }

function unitsOf(groups: FamiliarGroup[], means: number[][]): Unit[] {
  const units = new Map<string, Unit>();
  groups.forEach(({ family, kind }, member) => {
    const key = `${family}|${kind}`;
    const unit = units.get(key) ?? { family, kind, members: [], mean: [] };
    unit.members.push(member);
    units.set(key, unit);
  });
  for (const unit of units.values()) unit.mean = meanOf(unit.members.map(member => means[member]));
  return [...units.values()];
}

/** Distance of a set's mean statistics from the nearest reference of a family. */
export function familyDistance(mean: number[], family: string, records: number, { references, within, between }: Pick<Familiarity, 'references' | 'within' | 'between'>): number {
  const covariance = meanCovariance(within, between, records);
  const own = references.filter(reference => reference.family === family);
  return own.reduce((least, reference) => Math.min(least, mahalanobis(minus(mean, reference.mean), covariance)), Infinity);
}

function knownDistances(groups: FamiliarGroup[], model: Pick<Familiarity, 'references' | 'within' | 'between'>, seed: number): number[] {
  const random = seededRandom(seed);
  return groups.flatMap(({ family, vectors }) => Array.from({ length: SETS_PER_GROUP }, () => {
    const drawn = Array.from({ length: SET_SIZE }, () => vectors[Math.floor(random() * vectors.length)]);
    return familyDistance(meanOf(drawn), family, SET_SIZE, model);
  }));
}

/** A record's statistics and its weight in the fit. */
export interface WeightedVector { vector: Float32Array; weight: number }

const STEPS = 300;
const RATE = 0.3;
const DECAY = 1e-3;
const CLAMP = 8;

/** Logistic regression of outliers against known records, half and half by weight. */
export function fitUnfamiliar(known: WeightedVector[], outliers: WeightedVector[]): UnfamiliarModel {
  const mean = meanOf(known.map(({ vector }) => vector));
  const variance = meanOf(known.map(({ vector }) => minus(vector, mean).map(value => value * value)));
  const sd = variance.map(value => Math.sqrt(value) + 0.02);
  const standard = ({ vector }: WeightedVector): number[] => Array.from(vector, (value, k) => Math.min(CLAMP, Math.max(-CLAMP, (value - mean[k]) / sd[k])));
  const halves = [known, outliers].map((rows, label) => {
    const total = rows.reduce((sum, row) => sum + row.weight, 0);
    return rows.map(row => ({ z: standard(row), label, weight: row.weight / total / 2 }));
  });
  return { mean, sd, ...logistic(halves.flat(), mean.length) };
}

function logistic(examples: { z: number[]; label: number; weight: number }[], size: number): Pick<UnfamiliarModel, 'linear' | 'square' | 'bias'> {
  const linear = new Array<number>(size).fill(0);
  const square = new Array<number>(size).fill(0);
  let bias = 0;
  for (let step = 0; step < STEPS; step++) {
    const linearSlope = linear.map(value => DECAY * value);
    const squareSlope = square.map(value => DECAY * value);
    let biasSlope = 0;
    for (const { z, label, weight } of examples) {
      let logOdds = bias;
      for (let k = 0; k < size; k++) logOdds += linear[k] * z[k] + square[k] * z[k] * z[k];
      const error = weight * (1 / (1 + Math.exp(-logOdds)) - label);
      biasSlope += error;
      for (let k = 0; k < size; k++) {
        linearSlope[k] += error * z[k];
        squareSlope[k] += error * z[k] * z[k];
      }
    }
    bias -= RATE * biasSlope;
    for (let k = 0; k < size; k++) {
      linear[k] -= RATE * linearSlope[k];
      square[k] -= 0.1 * RATE * squareSlope[k];
    }
  }
  return { linear, square, bias };
}
