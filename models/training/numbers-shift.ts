/** Shift heads: output under a persona, tune or other system prompt against the same base's neutral output. */
import type { BagWeights } from '../../extension/core/fingerprint/bag-model';
import type { ShiftHead, ShiftModel } from '../../extension/core/fingerprint/number-model';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { LinearTask } from './fit-linear';
import type { NumberData, NumberOrigin } from './numbers-data';
import { headLogits, pooled } from './numbers-scores';

/** Bases with neutral output in the corpus. */
export const SHIFT_MODELS = [
  { model: 'qwen2.5-7b-instruct', family: 'qwen' },
  { model: 'qwen2.5-14b-instruct', family: 'qwen' },
  { model: 'gpt-4.1-nano', family: 'gpt' },
  { model: 'llama-3.2-1b-instruct', family: 'llama' },
];
const CONTROL = 'control';
const SET_SIZES = [20, 50, 100, 200, 400];
const SETS = 1000;
const FALSE_RATE = 0.01;
/** A new source's neutral mean is one more draw from the spread between sources, so no threshold is below the normal 1 % point. */
const NORMAL_LIMIT = 2.33;
/** A unit with fewer neutral validation rows says little of the spread between units. */
const LEAST_NEUTRAL = 100;

/** Two tasks per base: as written and integers alone. Neutral and shifted rows weigh alike within each source that has both, and sources by what they can show. */
export function shiftTasks(origins: NumberOrigin[]): Record<string, LinearTask> {
  const tasks: Record<string, LinearTask> = {};
  for (const { model } of SHIFT_MODELS) {
    tasks[shiftHeadName(model, true)] = { classes: 1, ...contrast(origins, model), written: true };
    tasks[shiftHeadName(model, false)] = { classes: 1, ...contrast(origins, model), written: false };
  }
  return tasks;
}

/** Name of a base's shift head. */
export const shiftHeadName = (model: string, written: boolean): string => `shift-${model}${written ? '' : '-integers'}`;

const unitOf = (o: NumberOrigin): string => `${o.source}|${o.kind}`;

/** Units (source and form) of a model that have both neutral and shifted rows. */
function pairedUnits(origins: NumberOrigin[], model: string): Set<string> {
  const own = origins.filter(o => o.model === model);
  const neutral = new Set(own.filter(o => o.trait === CONTROL).map(unitOf));
  return new Set(own.filter(o => o.trait !== CONTROL && neutral.has(unitOf(o))).map(unitOf));
}

/** What two samples say of their difference, as a number of pairs: a source with few neutral rows shows little, however many shifted ones it has. */
const pairs = (neutral: number, shifted: number): number => neutral * shifted / Math.max(1, neutral + shifted);

function contrast(origins: NumberOrigin[], model: string): { labels: Int32Array; importance: Float32Array } {
  const units = pairedUnits(origins, model);
  const chosen = (o: NumberOrigin): boolean => o.part === 'train' && o.model === model && units.has(unitOf(o)) && !o.isRewritten;
  const key = (o: NumberOrigin): string => `${unitOf(o)}|${o.trait === CONTROL}`;
  const counts = new Map<string, number>();
  for (const o of origins) if (chosen(o)) counts.set(key(o), (counts.get(key(o)) ?? 0) + 1);
  const total = (unit: string): number => pairs(counts.get(`${unit}|true`) ?? 0, counts.get(`${unit}|false`) ?? 0);
  return {
    labels: Int32Array.from(origins, o => (chosen(o) ? Number(o.trait !== CONTROL) : -1)),
    importance: Float32Array.from(origins, o => (chosen(o) ? total(unitOf(o)) / (counts.get(key(o)) ?? 1) : 0)),
  };
}

/** Neutral reference and thresholds of every shift head, from validation rows. */
export function fitShifts(weights: BagWeights, data: NumberData): ShiftModel[] {
  const fitted = SHIFT_MODELS.map(({ model, family }) => {
    const rows = data.origins.map((origin, index) => ({ origin, index })).filter(({ origin }) => origin.part === 'validation' && origin.model === model);
    const paired = pairedUnits(data.origins, model);
    const head = (written: boolean): FittedHead => fitShiftHead(shiftHeadName(model, written),
      rows.filter(({ origin }) => paired.has(unitOf(origin))).map(({ origin, index }) => ({ unit: unitOf(origin), isNeutral: origin.trait === CONTROL, logOdds: shiftLogOdds(weights, data, shiftHeadName(model, written), index) })));
    return { model, family, singleSource: new Set(rows.filter(row => row.origin.trait === CONTROL).map(row => row.origin.source)).size < 2, written: head(true), integers: head(false) };
  });
  const spread = { written: mean(spreads(fitted.map(each => each.written))), integers: mean(spreads(fitted.map(each => each.integers))) };
  return fitted.map(each => ({ ...each, written: withThresholds(each.written, spread.written), integers: withThresholds(each.integers, spread.integers) }));
}

/** Spread between sources, in units of the variance between records, of the bases that have several. */
const spreads = (heads: FittedHead[]): number[] => heads.filter(({ units }) => units.length > 1).map(({ shape }) => shape.between / shape.variance);

/** Log-odds of `shifted` against `neutral` for one document. */
export function shiftLogOdds(weights: BagWeights, data: NumberData, head: string, index: number): number {
  const [neutral, shifted] = headLogits(weights.heads[head], pooled(weights, data, index));
  return shifted - neutral;
}

/** A head's neutral reference, with the values of each source that it rests on. */
interface FittedHead { shape: Omit<ShiftHead, 'thresholds'>; units: ShiftUnit[] }
interface ShiftUnit { neutral: number[]; shifted: number[] }
interface ShiftRow { unit: string; isNeutral: boolean; logOdds: number }

const mean = (values: number[]): number => values.reduce((sum, x) => sum + x, 0) / Math.max(1, values.length);

function fitShiftHead(head: string, rows: ShiftRow[]): FittedHead {
  const units = [...new Set(rows.map(row => row.unit))].map(unit => ({
    neutral: rows.filter(row => row.unit === unit && row.isNeutral).map(row => row.logOdds), shifted: rows.filter(row => row.unit === unit && !row.isNeutral).map(row => row.logOdds),
  })).sort((a, b) => b.neutral.length - a.neutral.length);
  const large = units.filter((unit, i) => i === 0 || unit.neutral.length >= LEAST_NEUTRAL);
  const means = large.map(unit => mean(unit.neutral));
  const variance = mean(large.map((unit, i) => mean(unit.neutral.map(value => (value - means[i]) ** 2))));
  const between = large.length > 1 ? means.reduce((sum, m) => sum + (m - mean(means)) ** 2, 0) / (means.length - 1) : 0;
  return { shape: { head, mean: mean(means), variance, between }, units: large };
}

/** A base whose neutral output comes from one source borrows the spread between sources from the others. */
function withThresholds({ shape, units }: FittedHead, borrowed: number): ShiftHead {
  const known = units.length > 1 ? shape : { ...shape, between: borrowed * shape.variance };
  return { ...known, thresholds: SET_SIZES.map(records => shiftThreshold(known, units, records)) };
}

/** Sets are drawn from one unit at a time, as files are; the threshold holds in the unit where neutral sets reach highest. */
function shiftThreshold(shape: Omit<ShiftHead, 'thresholds'>, units: ShiftUnit[], records: number): ShiftHead['thresholds'][number] {
  const random = randomFrom(records);
  const draw = (pool: number[]): number[] => Array.from({ length: SETS }, () =>
    (mean(Array.from({ length: records }, () => pool[Math.floor(random() * pool.length)])) - shape.mean) / Math.sqrt(shape.variance / records + shape.between));
  const neutral = units.map(unit => draw(unit.neutral).sort((a, b) => a - b));
  const z = Math.max(NORMAL_LIMIT, ...neutral.map(sorted => sorted[Math.floor((1 - FALSE_RATE) * SETS)]));
  const above = (sets: number[][]): number => mean(sets.map(each => each.filter(value => value > z).length / SETS));
  return { records, z, falseRate: Math.max(FALSE_RATE, ...neutral.map(each => above([each]))), power: above(units.map(unit => draw(unit.shifted))) };
}
