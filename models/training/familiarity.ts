/** Fits what known records and sets look like: a logistic model per record, and references with a spread per set. */
import type { UnfamiliarModel } from '../../extension/core/fingerprint/number-model';
import type { Familiarity } from '../../extension/core/fingerprint/set-model';
import { mahalanobis, meanCovariance } from '../../extension/core/verdict/mahalanobis';
import { seededRandom } from './corpus';
import { positivePart } from './positive-part';

/** Records of one model, as its source spells it, in one kind of task. */
export interface FamiliarGroup {
  family: string;
  kind: string;
  spelling: string;
  vectors: Float32Array[];
  /** Part of each record's problem, 0..PARTS - 1. */
  parts: number[];
}

/** Problems are dealt into this many parts: one to set the limit, the others to compare with each other. */
export const PARTS = 3;
const SET_SIZES = [20, 50, 200];
const SETS_PER_GROUP = 6;
/** Sets are drawn with replacement, but never much larger than the records that they come from. */
const MOST_REUSE = 1.6;
/** A model with at least this many records in a kind has a reference of its own; the others share their family's. */
const OWN_REFERENCE = 12;
const LEAST_RECORDS = 5;
/** The spread that new problems show is estimated from few problems and kinds, so it counts double... */
const BETWEEN_FACTOR = 2;
/** ...and never falls below this share of the variance between records, in any direction. */
const BETWEEN_FLOOR = 0.02;

/** Mean of vectors (at least one). */
export const meanOf = (vectors: ArrayLike<number>[]): number[] => {
  const sum = new Array<number>(vectors[0].length).fill(0);
  for (const vector of vectors) for (let k = 0; k < sum.length; k++) sum[k] += vector[k];
  return sum.map(value => value / vectors.length);
};

/** Difference of two vectors. */
export const minus = (a: ArrayLike<number>, b: ArrayLike<number>): number[] => Array.from(a, (value, k) => value - b[k]);

/** Adds a weighted outer product of a vector with itself. */
export function addOuter(matrix: number[][], difference: number[], weight: number): void {
  for (let i = 0; i < difference.length; i++) for (let j = 0; j < difference.length; j++) matrix[i][j] += weight * difference[i] * difference[j];
}

/** A square matrix of zeros. */
export const zeros = (size: number): number[][] => Array.from({ length: size }, () => new Array<number>(size).fill(0));

type References = Pick<Familiarity, 'references' | 'within' | 'between'>;

/**
 * References per model (or family) and kind of task, and how far the means of known sets stray from them on new problems.
 * `leader` tells as whom a set with these mean statistics would be named. The limit is set on problems left out of the
 * references, over sets that would be named rightly: `falseRefusalRate` of them lie beyond it.
 */
export function fitFamiliarity(groups: FamiliarGroup[], leader: (mean: number[]) => string, falseRefusalRate: number, seed: number): Familiarity {
  const fitted = fitReferences(groups.map(group => selected(group, part => part !== 0)));
  const distances = knownDistances(groups.map(group => selected(group, part => part === 0)), fitted, leader, seed).sort((a, b) => a - b);
  const maxDistance = distances[Math.floor((1 - falseRefusalRate) * (distances.length - 1))];
  return { ...fitReferences(groups), maxDistance, falseRefusalRate };
}

/** The group's records of some parts. */
export function selected(group: FamiliarGroup, keep: (part: number) => boolean): FamiliarGroup {
  const kept = group.parts.map((_, i) => i).filter(i => keep(group.parts[i]));
  return { ...group, vectors: kept.map(i => group.vectors[i]), parts: kept.map(i => group.parts[i]) };
}

/** References and spreads of all groups. */
export function fitReferences(groups: FamiliarGroup[]): References {
  const units = unitsOf(groups.filter(group => group.vectors.length >= LEAST_RECORDS));
  const within = withinGroups(units.flat());
  const references = units.map(unit => ({
    family: unit[0].family, kind: unit[0].kind, model: `${unit.length === 1 ? unit[0].spelling : 'any'}, ${unit[0].kind}`,
    mean: meanOf(unit.map(group => meanOf(group.vectors))), singleSource: new Set(units.flat().filter(group => group.family === unit[0].family).map(group => group.kind)).size === 1,
  }));
  return { references, within, between: betweenProblems(units, within) };
}

/** Groups that share a reference: a large group alone, the small ones of a family and kind together. */
function unitsOf(groups: FamiliarGroup[]): FamiliarGroup[][] {
  const units = new Map<string, FamiliarGroup[]>();
  for (const group of groups) {
    const key = [group.family, group.kind, group.vectors.length >= OWN_REFERENCE ? group.spelling : ''].join('|');
    units.set(key, [...(units.get(key) ?? []), group]);
  }
  return [...units.values()];
}

function withinGroups(groups: FamiliarGroup[]): number[][] {
  const matrix = zeros(groups[0].vectors[0].length);
  for (const { vectors } of groups) {
    const mean = meanOf(vectors);
    for (const vector of vectors) addOuter(matrix, minus(vector, mean), 1 / vectors.length / groups.length);
  }
  return matrix;
}

/** How a group's mean on some problems differs from its unit's mean on other problems, beyond sampling. */
function betweenProblems(units: FamiliarGroup[][], within: number[][]): number[][] {
  const shifts = units.flatMap(unit => Array.from({ length: PARTS }, (_, part) => shiftsOf(unit, part)).flat());
  const matrix = zeros(within.length);
  for (const { difference } of shifts) addOuter(matrix, difference, 1 / shifts.length);
  const sampling = shifts.reduce((sum, shift) => sum + shift.sampling / shifts.length, 0);
  const excess = positivePart(matrix.map((row, i) => row.map((value, j) => value - sampling * within[i][j])));
  return excess.map((row, i) => row.map((value, j) => BETWEEN_FACTOR * value + (i === j ? BETWEEN_FLOOR * within[i][i] : 0)));
}

function shiftsOf(unit: FamiliarGroup[], part: number): { difference: number[]; sampling: number }[] {
  const others = unit.map(group => selected(group, other => other !== part)).filter(group => group.vectors.length >= LEAST_RECORDS);
  if (others.length === 0) return [];
  const centre = meanOf(others.map(group => meanOf(group.vectors)));
  const otherRecords = others.reduce((sum, group) => sum + group.vectors.length, 0);
  return unit.map(group => selected(group, own => own === part)).filter(group => group.vectors.length >= LEAST_RECORDS)
    .map(({ vectors }) => ({ difference: minus(meanOf(vectors), centre), sampling: 1 / vectors.length + 1 / otherRecords }));
}

/** Distance of a set's mean statistics from the nearest reference of a family. */
export function familyDistance(mean: number[], family: string, records: number, { references, within, between }: References): number {
  const covariance = meanCovariance(within, between, records);
  const own = references.filter(reference => reference.family === family);
  return own.reduce((least, reference) => Math.min(least, mahalanobis(minus(mean, reference.mean), covariance)), Infinity);
}

function knownDistances(groups: FamiliarGroup[], model: References, leader: (mean: number[]) => string, seed: number): number[] {
  const random = seededRandom(seed);
  return groups.flatMap(({ family, vectors }) => SET_SIZES.filter(records => records <= MOST_REUSE * vectors.length).flatMap(records => Array.from({ length: SETS_PER_GROUP }, () => {
    const mean = meanOf(Array.from({ length: records }, () => vectors[Math.floor(random() * vectors.length)]));
    return leader(mean) === family ? familyDistance(mean, family, records, model) : NaN;
  }))).filter(distance => Number.isFinite(distance));
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
