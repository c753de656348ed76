import type { Channel } from '../protocol/nouns';
import type { ChannelComparison, Driver, Effect } from '../protocol/compare';
import { logMean, logWealth } from './betting';
import { driversOf, type ComparedRecord } from './drivers';
import { crossScores, effectOf } from './effect';
import { randomisationP, type Look } from './randomisation';
import { planUnits, type Plan, type Unit } from './units';
import { combine, denseRows, difference, gram, meanRow, wordGram, wordVectors, type Rows, type WordVector } from './vectors';

/** A compared record at its slot. */
export interface ComparedSlot extends ComparedRecord { slot: number; group: number; isKeyed: boolean }

/** What the classifier knows: the models of `likeness`, and which of the records' shifts belongs to the base that they read like. */
export interface Known { models?: string[]; shift?: number }

/** E-value from which on a difference is called, and the error rate that this bounds. */
export const ERROR_RATE = 0.01;
export const DIFFERENT_LOG_E = Math.log(1 / ERROR_RATE);
/** Fewer units than this on a side prove nothing. */
export const LEAST_UNITS = 10;
/** Half of the error goes to the bets, which may be watched, half to one test of everything at the end. */
const FINAL_TEST_P = ERROR_RATE / 2;
/** Betting ends when it has won this much: more would not settle it better. */
const SETTLED_LOG_E = Math.log(1e6);
/** Bets beyond this many pairs add little and cost the square. */
const MOST_PAIRS = 500;
const NOTHING: Effect = { auroc: 0.5, low: 0, high: 1 };

/** Compares the records of one channel. Deterministic. */
export function compareChannel(channel: Channel, candidate: ComparedSlot[], reference: ComparedSlot[], { models = [], shift }: Known = {}): { comparison: ChannelComparison; drivers: Driver[] } {
  const plan = planUnits(candidate, reference), units = unitCounts(plan);
  const base = { channel, matchedPairs: plan.matched ? pairsOf(plan) : 0, units, detectableAuroc: detectable(units) };
  if (Math.min(units.candidate, units.reference, distinct(candidate), distinct(reference)) < LEAST_UNITS) {
    return { comparison: { ...base, logEValue: 0, pValue: null, effect: NOTHING }, drivers: [] };
  }
  const used = recordsOf(plan), vectors = vectorsOf(used);
  const pValue = finalTest(plan, vectors, shift);
  const logEValue = logMean([stopped(watchedLogWealth(plan, vectors)), pValue <= FINAL_TEST_P ? Math.log(1 / FINAL_TEST_P) : -Infinity]);
  const scores = crossScores(used.all.map(record => vectors.dense.get(record) ?? new Float64Array(0)), used.all.map((_, i) => i < used.candidate.length), unitIndex(plan, used.all));
  const drivers = logEValue >= DIFFERENT_LOG_E ? driversOf(channel, models, used.candidate, used.reference, scores) : [];
  return { comparison: { ...base, logEValue, pValue, effect: effectOf(scores) }, drivers };
}

/** Log-wealth after each pair (see `logWealth`), of half a bettor on likeness and form and half a bettor on words. */
export function watchedLogWealth(plan: Plan<ComparedSlot>, { dense, words }: Vectors): number[] {
  const pairs = pairUp(plan).slice(0, MOST_PAIRS);
  const byForm = logWealth(gram(pairs.map(pair => pairDifference(pair, dense))));
  const byWords = logWealth(wordGram(pairs.map(pair => wordDifference(pair, words))));
  return byForm.map((log, i) => logMean([log, byWords[i]]));
}

type RowOf = Map<ComparedSlot, Float64Array>;
/** `likeness` alone is undefined where nothing is known to be like. */
interface Vectors { dense: RowOf; likeness: RowOf | undefined; words: Map<ComparedSlot, WordVector> }
interface Used { candidate: ComparedSlot[]; reference: ComparedSlot[]; all: ComparedSlot[] }

/** Records that the plan compares, the candidate's first. */
export function recordsOf({ units }: Plan<ComparedSlot>): Used {
  const candidate = units.flatMap(unit => unit.candidate), reference = units.flatMap(unit => unit.reference);
  return { candidate, reference, all: [...candidate, ...reference] };
}

/** Vectors of the records; made of texts alone, whichever side they are on. */
export function vectorsOf({ all }: Used): Vectors {
  const traits = all.map(record => record.traits), words = wordVectors(traits);
  const byRecord = (rows: Rows): RowOf => new Map(all.map((record, i) => [record, rows[i]]));
  const likeness = denseRows(traits.map(({ likeness }) => [likeness]));
  return { dense: byRecord(denseRows(traits.map(({ likeness, measures }) => [likeness, measures]))), likeness: likeness[0].length ? byRecord(likeness) : undefined, words: new Map(all.map((record, i) => [record, words[i]])) };
}

/** One look at form and likeness, one at likeness alone, and where the base model's neutral output is known, one along its shift. */
function finalTest(plan: Plan<ComparedSlot>, { dense, likeness }: Vectors, shift: number | undefined): number {
  const shifts = new Map(recordsOf(plan).all.map(record => [record, Float64Array.of(shift === undefined ? 0 : record.traits.shifts[shift])]));
  const looks = (rowsBy: (rows: RowOf) => Rows): Look[] => [{ rows: rowsBy(dense) }, ...(likeness ? [{ rows: rowsBy(likeness) }] : []),
    ...(shift === undefined ? [] : [{ direction: rowsBy(shifts).map(row => row[0]) }])];
  if (plan.matched) return randomisationP(looks(rows => plan.units.map(unit => pairDifference(unit, rows))), { matched: true });
  const sides = (['candidate', 'reference'] as const).map(side => plan.units.map(unit => unit[side]).filter(records => records.length > 0));
  return randomisationP(looks(rows => sides.flat().map(records => meanRow(rowsOf(records, rows)))), { matched: false, candidates: sides[0].length });
}

/** Pairs to bet on: the matched ones, or the candidate's units with the reference's as they come (their order is random). */
function pairUp({ matched, units }: Plan<ComparedSlot>): Unit<ComparedSlot>[] {
  if (matched) return units;
  const theirs = units.filter(unit => unit.reference.length > 0);
  return units.filter(unit => unit.candidate.length > 0).slice(0, theirs.length).map((unit, i) => ({ candidate: unit.candidate, reference: theirs[i].reference }));
}

const rowsOf = (records: ComparedSlot[], dense: RowOf): Rows => records.flatMap(record => dense.get(record) ?? []);
const pairDifference = (pair: Unit<ComparedSlot>, dense: RowOf) => difference(meanRow(rowsOf(pair.candidate, dense)), meanRow(rowsOf(pair.reference, dense)));

function wordDifference({ candidate, reference }: Unit<ComparedSlot>, words: Vectors['words']): WordVector {
  const weighted = (records: ComparedSlot[], sign: number) => records.map(record => ({ vector: words.get(record) ?? new Map<number, number>(), weight: sign / records.length }));
  return combine([...weighted(candidate, 1), ...weighted(reference, -1)]);
}

const stopped = (wealth: number[]) => wealth.find(log => log >= SETTLED_LOG_E) ?? wealth.at(-1) ?? 0;

function unitCounts({ matched, units }: Plan<ComparedSlot>): ChannelComparison['units'] {
  if (matched) return { candidate: units.length, reference: units.length };
  const candidate = units.filter(unit => unit.candidate.length > 0).length;
  return { candidate, reference: units.length - candidate };
}

const pairsOf = ({ units }: Plan<ComparedSlot>) => units.reduce((sum, unit) => sum + unit.candidate.length, 0);

function unitIndex({ units }: Plan<ComparedSlot>, records: ComparedSlot[]): number[] {
  const index = new Map(units.flatMap((unit, i) => [...unit.candidate, ...unit.reference].map(record => [record, i] as const)));
  return records.map(record => index.get(record) ?? 0);
}

const distinct = (records: ComparedSlot[]) => new Set(records.map(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))).size;

/** Normal quantiles of the final test's threshold and of nine times of ten. */
const NEEDED_Z = 2.58 + 1.28;

/** AUROC per unit whose shift of the mean is found nine times of ten, were its direction known. */
function detectable({ candidate, reference }: ChannelComparison['units']): number {
  const error = Math.sqrt(1 / Math.max(1, candidate) + 1 / Math.max(1, reference));
  return normalCumulative(NEEDED_Z * error / Math.SQRT2);
}

/** Standard normal distribution function (Abramowitz and Stegun 26.2.17; error below 1e-7) for z of 0 and above. */
function normalCumulative(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * tail;
}
