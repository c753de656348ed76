/** Recipe of the number model: two views (as written, integers alone) of one table, and the shift heads of known bases. */
import type { BagHead, BagWeights } from '../../extension/core/fingerprint/bag-model';
import { FORMAT_FROM, NUMBER_ROWS } from '../../extension/core/fingerprint/number-features';
import { numberStatisticNames, type NumbersMetadata } from '../../extension/core/fingerprint/number-model';
import type { ChannelLabels } from '../../extension/core/fingerprint/score';
import type { CorpusRow } from './corpus';
import { fitLinear, type LinearOptions, type LinearTask, type LinearWeights } from './fit-linear';
import { fitRidge, type RidgeOptions } from './fit-ridge';
import { groupBy } from './evaluation/forced-choice';
import { calibrate } from './numbers-calibration';
import { collect, numberTexts, type NumberData, type NumberOrigin } from './numbers-data';
import { scorePart, type ScoredRow } from './numbers-scores';
import { fitFamiliarity, fitUnfamiliarNumbers, type LeftOut } from './numbers-familiarity';
import { fitShifts, SHIFT_MODELS, shiftTasks } from './numbers-shift';
import { fitSets } from './sets';

/** Most training rows of one model from one source: beyond this more rows teach little and cost time. */
const MOST_ROWS = 16000;
const ROWS_OF_LARGE: Record<string, number> = { 'qwen2.5-72b-instruct': 57000, 'qwen2.5-7b-instruct': 40000, 'gemma-2-9b-it': 24000, 'llama-3.1-8b-instruct': 24000 };
const OPTIONS: Omit<LinearOptions, 'seed'> = { rows: NUMBER_ROWS, epochs: 4, learningRate: 0.01, decay: 0.001, promptDropout: 0.5, scale: 1 / 32 };
/** A persona's signal is faint and its rows few: large weights would be noise. The format's few features carry more each. */
const SHIFT_OPTIONS: RidgeOptions = { rows: NUMBER_ROWS, formatFrom: FORMAT_FROM, ridge: 4000, formatRidge: 100, scale: OPTIONS.scale, iterations: 60 };
/** A leave-out model learns from one training row in this many. */
const LIGHT = 3;
/** Least probability of a family, and of a model, that is named for one record. */
const THRESHOLDS = { name: 0.9, model: 0.95 };

/** A trained number model and what it says of itself. */
export interface TrainedNumbers { weights: BagWeights; metadata: NumbersMetadata }

/** Narrows the training data, to leave a source or a model out. */
export type KeepRow = (origin: Pick<NumberOrigin, 'model' | 'family' | 'source'>) => boolean;

/** Trains on the corpus's numbers, a few minutes on one core; deterministic given the seed. */
export async function trainNumbers(corpus: string, seed: number, log: (line: string) => void, keep: KeepRow = () => true): Promise<TrainedNumbers> {
  const data = numberData(corpus, seed, keep);
  log(`numbers: ${data.origins.length} sequences, ${data.documents.ids.length} features`);
  const weights = fitWeights(data, seed, log);
  calibrate(weights, data);
  return { weights, metadata: describe(weights, data, seed) };
}

/** Training and validation documents, large sources thinned. */
export function numberData(corpus: string, seed: number, keep: KeepRow = () => true): NumberData {
  return collect(numberTexts(corpus, ['train', 'validation'], seed, row => (keep(row) ? shareKept(row) : 0)));
}

function shareKept({ model, source }: CorpusRow): number {
  const isLarge = source.startsWith('jeqcho') || source.startsWith('loftusa');
  return Math.min(1, MOST_ROWS / (isLarge && ROWS_OF_LARGE[model] || 1));
}

/** Labels in order of family and name. */
export function modelLabels(origins: NumberOrigin[]): Pick<BagHead, 'labels' | 'families' | 'generations'> {
  const byModel = new Map(origins.map(origin => [origin.model, origin]));
  const sorted = [...byModel.values()].sort((a, b) => (a.family + a.model < b.family + b.model ? -1 : 1));
  return { labels: sorted.map(o => o.model), families: sorted.map(o => o.family), generations: sorted.map(o => o.generation) };
}

/** The channel's labels as the verdicts use them. */
export function channelLabels(head: Pick<BagHead, 'labels' | 'families'>, nameThreshold = THRESHOLDS.name, nameErrorRate = 1): ChannelLabels {
  const families = [...new Set(head.families)];
  return { families, models: head.labels, familyOfModel: head.families.map(family => families.indexOf(family)), nameThreshold, nameErrorRate, modelThreshold: THRESHOLDS.model };
}

/** Weight of each document, so that models count alike, and sources within a model; 0 outside training. */
export function balance(origins: NumberOrigin[]): Float32Array {
  const unit = (o: NumberOrigin): string => `${o.model}|${o.source}|${o.kind}`;
  const training = origins.filter(o => o.part === 'train');
  const counts = new Map<string, number>();
  for (const o of training) counts.set(unit(o), (counts.get(unit(o)) ?? 0) + 1);
  const units = new Map<string, Set<string>>();
  for (const o of training) units.set(o.model, (units.get(o.model) ?? new Set()).add(unit(o)));
  const perModel = training.length / units.size;
  return Float32Array.from(origins, o => (o.part === 'train' ? perModel / (units.get(o.model)?.size ?? 1) / (counts.get(unit(o)) ?? 1) : 0));
}

function fitWeights(data: NumberData, seed: number, log: (line: string) => void): BagWeights {
  const head = modelLabels(data.origins);
  const tasks: Record<string, LinearTask> = { integers: modelTask(data.origins, head.labels, false), numbers: modelTask(data.origins, head.labels, true), ...shiftTasks(data.origins) };
  const fitted = Object.entries(tasks).map(([name, each]): [string, LinearWeights] => {
    log(`numbers: fitting ${name}`);
    return [name, each.classes === 1 ? fitRidge(data.documents, each, SHIFT_OPTIONS) : fitLinear(data.documents, each, { ...OPTIONS, seed }, log)];
  });
  return assemble(fitted, head);
}

const modelTask = (origins: NumberOrigin[], labels: string[], written: boolean): LinearTask => ({
  classes: labels.length, labels: Int32Array.from(origins, o => (o.part === 'train' ? labels.indexOf(o.model) : -1)), importance: balance(origins), written,
});

/** A smaller model of the integers alone, on one in `LIGHT` training rows of what is kept; both views read it. */
export function fitLight(data: NumberData, keep: KeepRow, seed: number): BagWeights {
  const origins = data.origins.map((o, i): NumberOrigin => (o.part === 'train' && !keep(o) || o.part === 'train' && i % LIGHT ? { ...o, part: 'test' } : o));
  const kept = { ...data, origins: origins.map((o): NumberOrigin => (keep(o) ? o : { ...o, part: 'test' })) };
  const head = modelLabels(kept.origins.filter(o => o.part === 'train'));
  const integers = fitLinear(data.documents, modelTask(kept.origins, head.labels, false), { ...OPTIONS, seed }, () => undefined);
  const weights = assemble([['integers', integers]], head);
  calibrate(weights, kept);
  weights.heads.numbers = weights.heads.integers;
  return weights;
}

/** Puts the fitted classifiers side by side into one table; each head reads its own columns. */
function assemble(fitted: [string, LinearWeights][], models: Pick<BagHead, 'labels' | 'families' | 'generations'>): BagWeights {
  const dims = fitted.reduce((sum, [, { classes }]) => sum + classes, 0);
  const weights: BagWeights = {
    rows: NUMBER_ROWS, dims, table: new Float32Array(NUMBER_ROWS * dims), pooling: 0,
    dense: { names: [], mean: new Float32Array(0), sd: new Float32Array(0) }, heads: {},
  };
  let column = 0;
  for (const [name, part] of fitted) {
    for (let row = 0; row < NUMBER_ROWS; row++) {
      for (let c = 0; c < part.classes; c++) weights.table[row * dims + column + c] = part.table[row * part.classes + c];
    }
    weights.heads[name] = part.classes === 1 ? shiftHead(name, dims, column, part) : modelHead(models, dims, column, part);
    column += part.classes;
  }
  return weights;
}

function modelHead(models: Pick<BagHead, 'labels' | 'families' | 'generations'>, dims: number, column: number, { classes, bias }: LinearWeights): BagHead {
  const W = new Float32Array(dims * classes);
  for (let c = 0; c < classes; c++) W[(column + c) * classes + c] = 1;
  return { ...models, W, bias: Float32Array.from(bias), temperature: 1 };
}

function shiftHead(name: string, dims: number, column: number, { bias }: LinearWeights): BagHead {
  const family = SHIFT_MODELS.find(each => name.includes(each.model))?.family ?? '';
  const W = new Float32Array(dims * 2);
  W.set([-0.5, 0.5], column * 2);
  return { labels: ['neutral', 'shifted'], families: [family, family], generations: [null, null], W, bias: Float32Array.of(-bias[0] / 2, bias[0] / 2), temperature: 1 };
}

function describe(weights: BagWeights, data: NumberData, seed: number): NumbersMetadata {
  const unnamed = channelLabels(weights.heads.numbers);
  const rows = scorePart(weights, data, unnamed, 'validation');
  const unfamiliar = fitUnfamiliarNumbers(weights, rows, unnamed, seed);
  const labels = channelLabels(weights.heads.numbers, THRESHOLDS.name, worstNameError(rows, unnamed));
  const set = { ...fitSets(rows, labels, seed), familiarity: fitFamiliarity(rows, leaveSourcesOut(data, seed)) };
  return { labels, set, statistics: numberStatisticNames(labels.models), unfamiliar, shifts: fitShifts(weights, data) };
}

/** Each source of the models that have several, scored by a model that never saw theirs from it; single-source models stay, so that every label does. */
export function leaveSourcesOut(data: NumberData, seed: number): LeftOut[] {
  const sourcesOf = new Map<string, Set<string>>();
  for (const { model, source } of data.origins) sourcesOf.set(model, (sourcesOf.get(model) ?? new Set()).add(source));
  const shared = new Set([...sourcesOf].filter(([, sources]) => sources.size > 1).map(([model]) => model));
  const sources = [...new Set(data.origins.filter(o => shared.has(o.model)).map(o => o.source))];
  return sources.map(source => {
    const weights = fitLight(data, o => o.source !== source || !shared.has(o.model), seed);
    return { source, rows: scorePart(weights, data, channelLabels(weights.heads.integers), 'validation').filter(row => shared.has(row.model)) };
  });
}

/** Share of wrong names among records named at the threshold, prompts as they are, in the source where it is worst; whole percents, upwards. */
function worstNameError(rows: ScoredRow[], { families }: ChannelLabels): number {
  const errors = [...groupBy(rows.filter(row => row.shown.prompt), row => row.origin.source).values()].map(own => {
    const named = own.map(row => ({ log: row.score.familyLogProb, truth: families.indexOf(row.family) })).filter(({ log }) => Math.exp(Math.max(...log)) >= THRESHOLDS.name);
    return named.filter(({ log, truth }) => log[truth] < Math.max(...log)).length / Math.max(1, named.length);
  });
  return Math.ceil(100 * Math.max(...errors)) / 100;
}
