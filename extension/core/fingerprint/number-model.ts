import { NUMBER_MEASURES } from './number-measures';
import type { ChannelLabels } from './score';
import type { SetModel } from './set-model';

/** What `numbers.onnx` says of itself beside its form. Heads: `integers` and `numbers` (as written), with the same labels; two per shift. */
export interface NumbersMetadata {
  labels: ChannelLabels;
  set: SetModel;
  /** Names of the per-record statistics, in order. */
  statistics: string[];
  unfamiliar: UnfamiliarModel;
  shifts: ShiftModel[];
}

/** Logistic model of one record being unlike all training records: over its standardised statistics z and their squares. */
export interface UnfamiliarModel { mean: number[]; sd: number[]; linear: number[]; square: number[]; bias: number }

/**
 * Output under a persona, tune or other system prompt against the same base's neutral output. Each head gives one log-odds
 * per record (label 1 against label 0); a set's mean log-odds m is compared with the neutral mean: z = (m - mean) / sqrt(variance / n + between).
 */
export interface ShiftModel {
  model: string;
  family: string;
  /** True when neutral output of one source only was available: the spread between sources is borrowed. */
  singleSource: boolean;
  written: ShiftHead;
  integers: ShiftHead;
}

export interface ShiftHead {
  head: string;
  mean: number;
  variance: number;
  between: number;
  /** Set size -> least z that is called a shift, its realised rate on neutral sets, and the share of shifted sets found. */
  thresholds: { records: number; z: number; falseRate: number; power: number }[];
}

/** Names of what `numberStatistics` gives; `model:` entries follow the head's labels. */
export const numberStatisticNames = (models: string[]): string[] => [...NUMBER_MEASURES, ...models.map(model => `model:${model}`), 'entropy', 'top', 'energy'];

const FLOOR = -5;
const MOST_ENERGY = 20;

/**
 * Per-record statistics whose means over a set show whether it is of a familiar kind: the sequence's measures, floored
 * log-probability per model, and how decided the integers' logits are.
 */
export function numberStatistics(measures: Float32Array, logits: ArrayLike<number>): Float32Array {
  const statistics = new Float32Array(measures.length + logits.length + 3);
  let most = -Infinity, total = 0, mean = 0, entropy = 0;
  for (let i = 0; i < logits.length; i++) most = Math.max(most, logits[i]);
  for (let i = 0; i < logits.length; i++) total += Math.exp(logits[i] - most);
  const logTotal = Math.log(total);
  statistics.set(measures);
  for (let i = 0; i < logits.length; i++) {
    const log = logits[i] - most - logTotal;
    mean += logits[i] / logits.length;
    entropy -= log * Math.exp(log);
    statistics[measures.length + i] = Math.max(FLOOR, log);
  }
  statistics.set([entropy, -logTotal, Math.min(MOST_ENERGY, most + logTotal - mean)], measures.length + logits.length);
  return statistics;
}

/** 0..1: how unlike the training records one record is; 1 for no statistics that are finite. */
export function unfamiliarity({ mean, sd, linear, square, bias }: UnfamiliarModel, statistics: ArrayLike<number>): number {
  let logOdds = bias;
  for (let k = 0; k < mean.length; k++) {
    const z = Math.min(8, Math.max(-8, (statistics[k] - mean[k]) / sd[k]));
    logOdds += linear[k] * z + square[k] * z * z;
  }
  return Number.isFinite(logOdds) ? 1 / (1 + Math.exp(-logOdds)) : 1;
}
