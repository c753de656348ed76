/** What held-out sets teach about adding evidence up: the tempering, the thresholds and their realised error rates. */
import { composition } from '../../extension/core/verdict/composition';
import { bestModels } from '../../extension/core/verdict/best-model';
import { BLOCK_RECORDS } from '../../extension/core/verdict/block-reservoir';
import { LOG_FLOOR } from '../../extension/core/verdict/channel-evidence';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { ChannelLabels, SampleScore } from '../../extension/core/fingerprint/score';
import type { SetModel } from '../../extension/core/fingerprint/set-model';

/** A held-out record: its score, and who really wrote it. Rows of one `group` (model and source) form the sets. */
export interface HeldOutRow { score: SampleScore; family: string; model: string; group: string }

const SET_SIZES = [3, 5, 10, 20, 50, 100];
const SETS_PER_GROUP = 8;
const MIXTURE_SIZE = 100;
const NAME_ERROR_RATE = 0.01;
const MODEL_ERROR_RATE = 0.02;
const MIXED_ERROR_RATE = 0.01;
const DEPARTURE_ERROR_RATE = 0.001;
/** A threshold that nothing reaches (JSON has no infinity). */
const NEVER = 1e9;
const EXPONENTS = Array.from({ length: 20 }, (_, i) => i / 20);

/** One drawn set: the log-likelihood ratio of its leader against the next, and whether the leader is right. */
interface Draw { size: number; ratio: number; isRight: boolean; weight: number }

/** Whether a set that would be named as `family` passes the familiarity test: refused sets say nothing about named ones. */
export type IsFamiliar = (rows: HeldOutRow[], family: string) => boolean;

/** Fits everything of a channel's set model but its familiarity. */
export function fitSets(rows: HeldOutRow[], labels: ChannelLabels, seed: number, isFamiliar: IsFamiliar = () => true, nameErrorRate = NAME_ERROR_RATE): Omit<SetModel, 'familiarity'> {
  const groups = groupsOf(rows.filter(row => labels.families.includes(row.family)));
  const families = drawSets(groups, seed, row => row.score.contentModelLogProb, row => labels.families.indexOf(row.family), sums => [...bestModels(sums, labels.familyOfModel, labels.families.length)], (set, leader) => isFamiliar(set, labels.families[leader]));
  const { scale, exponent } = temper(families);
  const name = thresholdFor(families, scale, exponent, nameErrorRate);
  const models = drawSets(groups.filter(group => labels.models.includes(group[0].model)), seed + 1, row => withinFamily(row, labels), row => labels.models.indexOf(row.model), sums => sums);
  return {
    scale, exponent, nameLogOdds: name.logOdds, nameErrorRate: name.errorRate, modelLogOdds: thresholdFor(models, scale, exponent, MODEL_ERROR_RATE).logOdds,
    mixedShare: mixedShare(groups, labels, seed + 2), mixedErrorRate: MIXED_ERROR_RATE,
    departureLogOdds: departureLogOdds(groups, labels), departureErrorRate: DEPARTURE_ERROR_RATE,
  };
}

function groupsOf(rows: HeldOutRow[]): HeldOutRow[][] {
  const groups = new Map<string, HeldOutRow[]>();
  for (const row of rows) {
    const group = groups.get(row.group);
    if (group) group.push(row); else groups.set(row.group, [row]);
  }
  return [...groups.values()].filter(group => group.length >= SET_SIZES[0]);
}

/** Models of other families cannot win: what is asked is which model, given the family. */
function withinFamily({ score, family }: HeldOutRow, labels: ChannelLabels): Float32Array {
  return score.contentModelLogProb.map((value, i) => (labels.families[labels.familyOfModel[i]] === family ? value : -Infinity));
}

function drawSets(groups: HeldOutRow[][], seed: number, values: (row: HeldOutRow) => Float32Array, truth: (row: HeldOutRow) => number, names: (sums: number[]) => number[],
  counts: (set: HeldOutRow[], leader: number) => boolean = () => true): Draw[] {
  const random = randomFrom(seed);
  return groups.flatMap(group => SET_SIZES.filter(size => size <= group.length).flatMap(size => Array.from({ length: SETS_PER_GROUP }, (): Draw => {
    const set = Array.from({ length: size }, () => group[Math.floor(random() * group.length)]);
    const sums = names(sumOf(set.map(values)));
    const leader = indexOfLargest(sums), rival = Math.max(...sums.filter((_, i) => i !== leader));
    const ratio = counts(set, leader) ? sums[leader] - rival : Infinity;
    return { size, ratio, isRight: leader === truth(group[0]), weight: 1 / SET_SIZES.length };
  }).filter(draw => Number.isFinite(draw.ratio))));
}

function sumOf(rows: Float32Array[]): number[] {
  return Array.from(rows[0], (_, i) => rows.reduce((sum, row) => sum + (row[i] === -Infinity ? -Infinity : Math.max(row[i], LOG_FLOOR)), 0));
}

const indexOfLargest = (values: number[]) => values.indexOf(Math.max(...values));

/** The scale and exponent under which the log-odds are calibrated: least log-loss over the drawn sets. */
function temper(draws: Draw[]): { scale: number; exponent: number } {
  const candidates = EXPONENTS.map(exponent => {
    const scale = goldenSection(value => logLoss(draws, Math.exp(value), exponent), -4, 3);
    return { exponent, scale: Math.exp(scale), loss: logLoss(draws, Math.exp(scale), exponent) };
  });
  return candidates.reduce((best, candidate) => (candidate.loss < best.loss ? candidate : best));
}

const logOdds = ({ ratio, size }: Draw, scale: number, exponent: number) => scale * ratio / size ** exponent;

function logLoss(draws: Draw[], scale: number, exponent: number): number {
  return draws.reduce((sum, draw) => {
    const z = logOdds(draw, scale, exponent) * (draw.isRight ? 1 : -1);
    return sum + draw.weight * (z > 0 ? Math.log1p(Math.exp(-z)) : -z + Math.log1p(Math.exp(z)));
  }, 0);
}

function goldenSection(f: (x: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 40; i++) {
    const a = high - ratio * (high - low), b = low + ratio * (high - low);
    if (f(a) < f(b)) high = b; else low = a;
  }
  return (low + high) / 2;
}

/** The smallest log-odds from which on at most `target` of the sets are wrong, and the realised rate there (with one added error). */
function thresholdFor(draws: Draw[], scale: number, exponent: number, target: number): { logOdds: number; errorRate: number } {
  const sorted = draws.map(draw => ({ logOdds: logOdds(draw, scale, exponent), isRight: draw.isRight })).sort((a, b) => b.logOdds - a.logOdds);
  let wrong = 0, best = { logOdds: NEVER, errorRate: 1 };
  sorted.forEach((draw, i) => {
    if (!draw.isRight) wrong++;
    const errorRate = (wrong + 1) / (i + 2);
    if (errorRate <= target) best = { logOdds: Math.max(draw.logOdds, Math.log(1 / target)), errorRate };
  });
  return best;
}

/** Lower bound of the second family's share that pure sets reach at the stated rate only. */
function mixedShare(groups: HeldOutRow[][], labels: ChannelLabels, seed: number): number {
  const random = randomFrom(seed);
  const lows = groups.filter(group => group.length >= MIXTURE_SIZE / 2).flatMap(group => [0, 1].map(() => {
    const posterior = new Float32Array(MIXTURE_SIZE * labels.families.length);
    for (let i = 0; i < MIXTURE_SIZE; i++) posterior.set(group[Math.floor(random() * group.length)].score.contentLogProb.map(Math.exp), i * labels.families.length);
    return composition(posterior, labels.families.length, BLOCK_RECORDS, 60).map(share => share.low).sort((a, b) => b - a)[1] ?? 0;
  })).sort((a, b) => a - b);
  return Math.max(0.05, quantile(lows, 1 - MIXED_ERROR_RATE));
}

/** Log-odds against the own family that clean records reach at the stated rate only; every group counts alike. */
function departureLogOdds(groups: HeldOutRow[][], labels: ChannelLabels): number {
  const against = groups.flatMap(group => {
    const own = labels.families.indexOf(group[0].family);
    return group.map(({ score }) => ({ value: Math.max(...score.contentLogProb) - score.contentLogProb[own], weight: 1 / group.length }));
  }).sort((a, b) => b.value - a.value);
  let left = DEPARTURE_ERROR_RATE * groups.length;
  for (const { value, weight } of against) if ((left -= weight) <= 0) return value;
  return NEVER;
}

const quantile = (sorted: number[], q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 1;
