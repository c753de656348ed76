/** What known sets look like: reference means per model, spread within and between sources, and the record-level unfamiliarity. */
import type { BagWeights } from '../../extension/core/fingerprint/bag-model';
import type { UnfamiliarModel } from '../../extension/core/fingerprint/number-model';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { ChannelLabels } from '../../extension/core/fingerprint/score';
import type { Familiarity } from '../../extension/core/fingerprint/set-model';
import { mahalanobis, meanCovariance } from '../../extension/core/verdict/mahalanobis';
import { collect } from './numbers-data';
import { outlierTexts } from './numbers-outliers';
import { scoreNumbers, type ScoredRow } from './numbers-scores';

/** Rows of one model from one source in one form. */
interface Unit { model: string; family: string; source: string; vectors: Float32Array[]; mean: number[] }

const SET_SIZE = 50;
const SETS_PER_UNIT = 40;
/** Share of known held-out sets that may be refused. */
const FALSE_REFUSAL = 0.02;
/** Between-source covariance keeps this share of its off-diagonal: seven sources cannot tell more. */
const CORRELATION_KEPT = 0.5;

/** References and covariances from validation rows. Only models of several sources show the spread between sources; the others borrow it. */
export function fitFamiliarity(rows: ScoredRow[]): Familiarity {
  const units = unitsOf(rows);
  const between = betweenSources(units);
  const within = withinUnits(units);
  const references = referencesOf(units);
  const distances = knownDistances(units, within, between).sort((a, b) => a - b);
  const maxDistance = distances[Math.min(distances.length - 1, Math.floor((1 - FALSE_REFUSAL) * distances.length))];
  return { references, within, between, maxDistance, falseRefusalRate: distances.filter(d => d > maxDistance).length / distances.length };
}

function unitsOf(rows: ScoredRow[]): Unit[] {
  const units = new Map<string, Unit>();
  for (const { group, model, family, origin, score } of rows) {
    const unit = units.get(group) ?? { model, family, source: origin.source, vectors: [], mean: [] };
    units.set(group, unit);
    unit.vectors.push(score.statistics);
  }
  for (const unit of units.values()) unit.mean = meanOf(unit.vectors);
  return [...units.values()];
}

const meanOf = (vectors: ArrayLike<number>[]): number[] => {
  const sum = new Array<number>(vectors[0].length).fill(0);
  for (const vector of vectors) for (let k = 0; k < sum.length; k++) sum[k] += vector[k];
  return sum.map(value => value / vectors.length);
};

const zeros = (size: number): number[][] => Array.from({ length: size }, () => new Array<number>(size).fill(0));

function addOuter(matrix: number[][], difference: number[], weight: number): void {
  for (let i = 0; i < difference.length; i++) for (let j = 0; j < difference.length; j++) matrix[i][j] += weight * difference[i] * difference[j];
}

const minus = (a: ArrayLike<number>, b: ArrayLike<number>): number[] => Array.from(a, (value, k) => value - b[k]);

function withinUnits(units: Unit[]): number[][] {
  const matrix = zeros(units[0].mean.length);
  for (const { vectors, mean } of units) for (const vector of vectors) addOuter(matrix, minus(vector, mean), 1 / vectors.length / units.length);
  return matrix;
}

/** Spread of units' means about their model's mean, where a model has several. */
function betweenSources(units: Unit[]): number[][] {
  const matrix = zeros(units[0].mean.length);
  const models = [...new Set(units.map(unit => unit.model))].map(model => units.filter(unit => unit.model === model)).filter(group => group.length > 1);
  const freedom = models.reduce((sum, group) => sum + group.length - 1, 0);
  for (const group of models) {
    const centre = meanOf(group.map(unit => unit.mean));
    for (const unit of group) addOuter(matrix, minus(unit.mean, centre), 1 / freedom);
  }
  return matrix.map((row, i) => row.map((value, j) => (i === j ? value : value * CORRELATION_KEPT)));
}

function referencesOf(units: Unit[]): Familiarity['references'] {
  return [...new Set(units.map(unit => unit.model))].map(model => {
    const own = units.filter(unit => unit.model === model);
    return { family: own[0].family, model, mean: meanOf(own.map(unit => unit.mean)), singleSource: new Set(own.map(unit => unit.source)).size === 1 };
  });
}

/** Distances of known sets from their family's nearest reference, each unit's own source left out of it where others are left. */
function knownDistances(units: Unit[], within: number[][], between: number[][]): number[] {
  const random = randomFrom(1);
  const covariance = meanCovariance(within, between, SET_SIZE);
  return units.flatMap(unit => {
    const others = units.filter(other => other.source !== unit.source || other.model !== unit.model);
    const references = referencesOf(others.some(other => other.model === unit.model) ? others : units).filter(({ family }) => family === unit.family);
    return Array.from({ length: SETS_PER_UNIT }, () => {
      const mean = meanOf(Array.from({ length: SET_SIZE }, () => unit.vectors[Math.floor(random() * unit.vectors.length)]));
      return Math.min(...references.map(reference => mahalanobis(minus(mean, reference.mean), covariance)));
    });
  });
}

const OUTLIERS_PER_KIND = 150;
const STEPS = 400;
const RATE = 0.3;
const DECAY = 1e-3;

/** Logistic regression of made outliers against validation rows, half and half by weight. */
export function fitUnfamiliar(weights: BagWeights, known: { rows: ScoredRow[]; statistics: Float32Array[] }, labels: ChannelLabels, seed: number): UnfamiliarModel {
  const outliers = scoreNumbers(weights, collect(outlierTexts(randomFrom(seed), OUTLIERS_PER_KIND)), labels, () => true).statistics;
  const mean = meanOf(known.statistics);
  const sd = meanOf(known.statistics.map(vector => minus(vector, mean).map(value => value * value))).map(value => Math.sqrt(value) + 0.02);
  const standard = (vector: Float32Array): number[] => Array.from(vector, (value, k) => Math.min(8, Math.max(-8, (value - mean[k]) / sd[k])));
  const total = known.rows.reduce((sum, row) => sum + row.weight, 0);
  const examples = [
    ...known.statistics.map((vector, i) => ({ z: standard(vector), label: 0, weight: known.rows[i].weight / total / 2 })),
    ...outliers.map(vector => ({ z: standard(vector), label: 1, weight: 0.5 / outliers.length })),
  ];
  return { mean, sd, ...logistic(examples, mean.length) };
}

function logistic(examples: { z: number[]; label: number; weight: number }[], size: number): Pick<UnfamiliarModel, 'linear' | 'square' | 'bias'> {
  const [linear, square] = [new Array<number>(size).fill(0), new Array<number>(size).fill(0)];
  let bias = 0;
  for (let step = 0; step < STEPS; step++) {
    const [linearStep, squareStep] = [linear.map(w => DECAY * w), square.map(w => DECAY * w)];
    let biasStep = 0;
    for (const { z, label, weight } of examples) {
      let logOdds = bias;
      for (let k = 0; k < size; k++) logOdds += linear[k] * z[k] + square[k] * z[k] * z[k];
      const error = weight * (1 / (1 + Math.exp(-logOdds)) - label);
      biasStep += error;
      for (let k = 0; k < size; k++) { linearStep[k] += error * z[k]; squareStep[k] += error * z[k] * z[k]; }
    }
    bias -= RATE * biasStep;
    for (let k = 0; k < size; k++) { linear[k] -= RATE * linearStep[k]; square[k] -= 0.1 * RATE * squareStep[k]; }
  }
  return { linear, square, bias };
}
