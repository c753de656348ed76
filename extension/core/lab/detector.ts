import type { Detection, Settings } from '../protocol/mnist-lab';
import type { LabEngine } from './engine';
import { digitTask, epochsOver, type DigitData } from './experiment';
import { DIGITS, initialise, seedFor, type Network } from './network';
import { makeNoise } from './noise';
import { shapeOf } from './settings';
import { maskOf } from './targets';
import { train } from './trainer';

/** Teachers that the detector is fitted to, and teachers that it never sees; seeds of their own, away from a run's. */
const TRAINING_TEACHERS = 4, TEST_TEACHERS = 4, FIRST_SEED = 1001;
/** Records of each teacher to fit to, and as many others to test on. */
const RECORDS = 2000;
const BAGS = [1, 10, 100, 1000];
const FIT = { rounds: 300, rate: 0.5, shrinkage: 1e-3 };

/** Features of each record of one teacher, row after row. */
interface Records { isTrained: boolean; fit: Float64Array[]; test: Float64Array[] }

/** How far the work is, 0..1. */
export type OnProgress = (share: number) => Promise<void>;

/**
 * Do the records alone tell that their teacher has learned digits? Trains teachers, takes what they and their untrained selves say of noise,
 * fits a logistic regression on each record's outputs, and measures how well it tells bags of records apart: on the teachers that it was
 * fitted to, and on others. Rejects with the signal's reason when it is aborted.
 */
export async function detect(engine: LabEngine, data: DigitData, settings: Settings, signal: AbortSignal, onProgress: OnProgress): Promise<Detection> {
  const known: Records[] = [], fresh: Records[] = [], count = TRAINING_TEACHERS + TEST_TEACHERS;
  for (let i = 0; i < count; i++) {
    (i < TRAINING_TEACHERS ? known : fresh).push(...await recordsOf(engine, data, settings, FIRST_SEED + i, signal));
    await onProgress((i + 1) / count);
  }
  const score = fit(known.flatMap(({ isTrained, fit: rows }) => rows.map(row => ({ row, isTrained }))));
  return {
    bags: BAGS, sameTeachers: BAGS.map(size => aurocOf(known, size, score)), newTeachers: BAGS.map(size => aurocOf(fresh, size, score)),
    teachers: { training: TRAINING_TEACHERS, test: TEST_TEACHERS, records: RECORDS },
  };
}

async function recordsOf(engine: LabEngine, data: DigitData, settings: Settings, seed: number, signal: AbortSignal): Promise<Records[]> {
  const shape = shapeOf(settings, data.train.inputs), untrained = initialise(shape, seedFor(seed, 'shared'));
  const trained = await taught(engine, untrained, data, settings, seed, signal);
  const records: Records[] = [];
  for (const [teacher, isTrained] of [[trained, true], [untrained, false]] as const) {
    const noise = await makeNoise(settings.noise, new Uint8Array(2 * RECORDS * shape.inputs), data.train, seedFor(seed, `noise ${isTrained}`), signal);
    const said = await engine.softTargets(teacher, noise, maskOf('auxiliary', shape.outputs), signal);
    const rows = Array.from({ length: 2 * RECORDS }, (_, row) => featuresOf(said.subarray(row * shape.outputs + DIGITS, (row + 1) * shape.outputs)));
    records.push({ isTrained, fit: rows.slice(0, RECORDS), test: rows.slice(RECORDS) });
  }
  return records;
}

async function taught(engine: LabEngine, start: Network, data: DigitData, settings: Settings, seed: number, signal: AbortSignal): Promise<Network> {
  const epochs = epochsOver(data.train.count, settings.epochs), schedule = { ...settings, epochs, reports: 1, seed: seedFor(seed, 'teacher order') };
  let network = start;
  for await (const report of train(engine, start, digitTask(data.train, start.shape.outputs), schedule, signal)) network = report.network;
  return network;
}

/** What a record's probabilities say: each log-probability against their mean, its square, and the mean square; a constant last. */
export function featuresOf(probabilities: Float32Array): Float64Array {
  const logs = Float64Array.from(probabilities, value => Math.log(Math.max(value, 1e-12))), count = logs.length;
  const mean = logs.reduce((sum, value) => sum + value, 0) / count, features = new Float64Array(2 * count + 2);
  logs.forEach((value, i) => {
    features[i] = value - mean;
    features[count + i] = (value - mean) ** 2;
    features[2 * count] += (value - mean) ** 2 / count;
  });
  features[2 * count + 1] = 1;
  return features;
}

/** Logistic regression by gradient descent over standardised features; gives the log-odds of a record for a trained teacher. */
export function fit(rows: { row: Float64Array; isTrained: boolean }[]): (row: Float64Array) => number {
  const width = rows[0].row.length, { mean, scale } = momentsOf(rows.map(({ row }) => row), width), weights = new Float64Array(width);
  const standard = rows.map(({ row, isTrained }) => ({ x: row.map((value, k) => k === width - 1 ? 1 : (value - mean[k]) * scale[k]), target: isTrained ? 1 : 0 }));
  const dot = (x: Float64Array) => { let sum = 0; for (let k = 0; k < width; k++) sum += x[k] * weights[k]; return sum; };
  for (let round = 0; round < FIT.rounds; round++) {
    const gradient = weights.map(weight => weight * FIT.shrinkage);
    for (const { x, target } of standard) {
      const error = (1 / (1 + Math.exp(-dot(x))) - target) / standard.length;
      for (let k = 0; k < width; k++) gradient[k] += error * x[k];
    }
    for (let k = 0; k < width; k++) weights[k] -= FIT.rate * gradient[k];
  }
  return row => dot(row.map((value, k) => k === width - 1 ? 1 : (value - mean[k]) * scale[k]));
}

function momentsOf(rows: Float64Array[], width: number): { mean: Float64Array; scale: Float64Array } {
  const mean = new Float64Array(width), square = new Float64Array(width);
  for (const row of rows) row.forEach((value, k) => { mean[k] += value / rows.length; square[k] += value ** 2 / rows.length; });
  return { mean, scale: square.map((value, k) => 1 / Math.sqrt(Math.max(1e-12, value - mean[k] ** 2))) };
}

/** Share of pairs of bags, one of a trained and one of an untrained teacher, in which the trained one scores higher; ties count half. */
function aurocOf(records: Records[], size: number, score: (row: Float64Array) => number): number {
  const bags = (wanted: boolean) => records.filter(({ isTrained }) => isTrained === wanted).flatMap(({ test }) => {
    const scores = test.map(score);
    return Array.from({ length: Math.floor(scores.length / size) }, (_, bag) => scores.slice(bag * size, (bag + 1) * size).reduce((sum, value) => sum + value, 0));
  });
  return auroc(bags(true), bags(false));
}

/** Area under the ROC curve by ranks. */
export function auroc(positives: number[], negatives: number[]): number {
  const sorted = [...negatives].sort((a, b) => a - b);
  const below = (value: number, orEqual: boolean) => { let low = 0, high = sorted.length; while (low < high) { const middle = (low + high) >> 1; if (sorted[middle] < value || (orEqual && sorted[middle] === value)) low = middle + 1; else high = middle; } return low; };
  return positives.reduce((sum, value) => sum + (below(value, false) + below(value, true)) / 2, 0) / (positives.length * negatives.length);
}
