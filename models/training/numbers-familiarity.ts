/** What known sets look like: reference means per model, spread within and between sources, and the record-level unfamiliarity. */
import type { BagWeights } from '../../extension/core/fingerprint/bag-model';
import type { UnfamiliarModel } from '../../extension/core/fingerprint/number-model';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { ChannelLabels } from '../../extension/core/fingerprint/score';
import type { Familiarity } from '../../extension/core/fingerprint/set-model';
import { mahalanobis, meanCovariance } from '../../extension/core/verdict/mahalanobis';
import { addOuter, fitUnfamiliar, meanOf, minus, zeros } from './familiarity';
import { collect } from './numbers-data';
import { outlierTexts } from './numbers-outliers';
import { scoreNumbers, type ScoredRow } from './numbers-scores';

/** Rows of one model from one source in one form, with or without their prompts. */
interface Unit { model: string; family: string; source: string; hasPrompt: boolean; vectors: Float32Array[]; mean: number[] }

const SET_SIZE = 50;
const SETS_PER_UNIT = 40;
/** Share of known held-out sets that may be refused... */
const FALSE_REFUSAL = 0.05;
/** ...with room for sources farther off than those that left-out ones showed: nearly all that is known rightly lies within, few strangers do (`npm run evaluate:left-out`). */
const NEW_SOURCES = 1.15;
/** Between-source covariance keeps this share of its off-diagonal: so few sources cannot tell all of it. */
const CORRELATION_KEPT = 0.9;
/** No statistic of a new source is taken to lie closer than this (standard deviation). */
const LEAST_SPREAD = 0.04;

/** Validation rows of the models that have several sources, scored by a model that never saw `source`. */
export interface LeftOut { source: string; rows: ScoredRow[] }

/** References, covariances and the limit. Only models of several sources show how far a new source lies from its model; the others borrow it. */
export function fitFamiliarity(rows: ScoredRow[], leftOut: LeftOut[]): Familiarity {
  const units = unitsOf(rows);
  const within = withinUnits(units);
  const between = betweenSources(leftOut);
  const distances = [...knownDistances(units, units, within, between), ...leftOut.flatMap(left => leftOutDistances(left, within, between))].sort((a, b) => a - b);
  const maxDistance = NEW_SOURCES * distances[Math.min(distances.length - 1, Math.floor((1 - FALSE_REFUSAL) * distances.length))];
  return { references: referencesOf(units), within, between, maxDistance, falseRefusalRate: distances.filter(d => d > maxDistance).length / distances.length };
}

function unitsOf(rows: ScoredRow[]): Unit[] {
  const units = new Map<string, Unit>();
  for (const { group, model, family, origin, score, shown } of rows) {
    const unit = units.get(group) ?? { model, family, source: origin.source, hasPrompt: shown.prompt, vectors: [], mean: [] };
    units.set(group, unit);
    unit.vectors.push(score.statistics);
  }
  for (const unit of units.values()) unit.mean = meanOf(unit.vectors);
  return [...units.values()];
}

function withinUnits(units: Unit[]): number[][] {
  const matrix = zeros(units[0].mean.length);
  for (const { vectors, mean } of units) for (const vector of vectors) addOuter(matrix, minus(vector, mean), 1 / vectors.length / units.length);
  return matrix;
}

/** How far left-out sources' means lie from the reference of their model. */
function betweenSources(leftOut: LeftOut[]): number[][] {
  const differences = leftOut.flatMap(({ source, rows }) => alike(unitsOf(rows)).flatMap(group => {
    const [own, others] = [group.filter(unit => unit.source === source), group.filter(unit => unit.source !== source)];
    return others.length ? own.map(unit => minus(unit.mean, meanOf(others.map(other => other.mean)))) : [];
  }));
  const matrix = zeros(differences[0].length);
  for (const difference of differences) addOuter(matrix, difference, 1 / differences.length);
  return matrix.map((row, i) => row.map((value, j) => (i === j ? value + LEAST_SPREAD ** 2 : value * CORRELATION_KEPT)));
}

/** Units of one model, those with and those without prompts apart: what the prompt's numbers show moves the means. */
function alike(units: Unit[]): Unit[][] {
  const key = (unit: Unit): string => `${unit.model} ${unit.hasPrompt}`;
  return [...new Set(units.map(key))].map(each => units.filter(unit => key(unit) === each));
}

const referencesOf = (units: Unit[]): Familiarity['references'] => alike(units).map(own => ({
  family: own[0].family, model: own[0].model, mean: meanOf(own.map(unit => unit.mean)), singleSource: new Set(own.map(unit => unit.source)).size === 1,
}));

/** Distances of sets of the `tested` units from their family's nearest reference among `known`. */
function knownDistances(tested: Unit[], known: Unit[], within: number[][], between: number[][]): number[] {
  const random = randomFrom(1);
  const covariance = meanCovariance(within, between, SET_SIZE);
  return tested.flatMap(unit => {
    const references = referencesOf(known).filter(({ family }) => family === unit.family);
    return Array.from({ length: references.length ? SETS_PER_UNIT : 0 }, () => {
      const mean = meanOf(Array.from({ length: SET_SIZE }, () => unit.vectors[Math.floor(random() * unit.vectors.length)]));
      return Math.min(...references.map(reference => mahalanobis(minus(mean, reference.mean), covariance)));
    });
  });
}

function leftOutDistances({ source, rows }: LeftOut, within: number[][], between: number[][]): number[] {
  const units = unitsOf(rows);
  return knownDistances(units.filter(unit => unit.source === source), units.filter(unit => unit.source !== source), within, between);
}

const OUTLIERS_PER_KIND = 150;

/** How unlike the validation rows one record is, learned from lists made by rule. */
export function fitUnfamiliarNumbers(weights: BagWeights, known: ScoredRow[], labels: ChannelLabels, seed: number): UnfamiliarModel {
  const outliers = scoreNumbers(weights, collect(outlierTexts(randomFrom(seed), OUTLIERS_PER_KIND)), labels, () => true);
  return fitUnfamiliar(known.map(({ score, weight }) => ({ vector: score.statistics, weight })), outliers.map(({ score }) => ({ vector: score.statistics, weight: 1 })));
}
