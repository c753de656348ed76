import type { Channel, Score } from '../protocol/nouns';

/** What the classifier gives for one sample, before it is shaped for people. Arrays are indexed by the channel's label lists. */
export interface SampleScore {
  channel: Channel;
  /** Calibrated log-probability per model label of the channel; empty for `other`. */
  modelLogProb: Float32Array;
  /** Calibrated log-probability per root family; empty for `other`. */
  familyLogProb: Float32Array;
  /** The same from the format-free view (numbers: integers only); the same array where a channel has one view. */
  contentLogProb: Float32Array;
  /** Per model label, from the format-free view: what sets add up, since one model wrote each set. */
  contentModelLogProb: Float32Array;
  unfamiliar: number;
  /** Per-sample statistics (fixed order and length per channel) that the set-level familiarity test averages. */
  statistics: Float32Array;
  /** Numbers only: log-odds of `shifted` against `neutral` per base that has a neutral reference. */
  shifts?: Float32Array;
}

/** Names and thresholds of one channel, read from the model file's metadata. */
export interface ChannelLabels {
  /** Root families in the order of `familyLogProb`. */
  families: string[];
  models: string[];
  /** Index into `families` for each model. */
  familyOfModel: number[];
  /** Name a family for one record when its probability, familiar or not taken in, is at least this; `errorRate` was measured for it. */
  nameThreshold: number;
  nameErrorRate: number;
  modelThreshold: number;
}


/** A score as people and the command line see it. A family is named when it is probable enough and the sample familiar enough. */
export function toScore(score: SampleScore, labels: ChannelLabels | undefined): Score {
  if (!labels || score.channel === 'other') return { channel: score.channel, families: {}, unfamiliar: score.unfamiliar, named: null, model: null };
  const families = floored(score.familyLogProb, labels.families);
  const family = largest(score.familyLogProb);
  const isNamed = Math.exp(score.familyLogProb[family]) * (1 - score.unfamiliar) >= labels.nameThreshold;
  const model = largest(score.modelLogProb);
  const isModelNamed = isNamed && labels.familyOfModel[model] === family && Math.exp(score.modelLogProb[model]) * (1 - score.unfamiliar) >= labels.modelThreshold;
  return { channel: score.channel, families, unfamiliar: score.unfamiliar, named: isNamed ? labels.families[family] : null, model: isModelNamed ? labels.models[model] : null };
}

/** No single record rules a family out: shares below this are raised to it. */
const LEAST_SHARE = 1e-3;

/** Probabilities by name, each at least about `LEAST_SHARE`, summing to 1. */
function floored(logProbabilities: Float32Array, names: string[]): Record<string, number> {
  const raised = Array.from(logProbabilities, value => Math.max(Math.exp(value), LEAST_SHARE));
  const total = raised.reduce((sum, value) => sum + value, 0);
  return Object.fromEntries(names.map((name, i) => [name, raised[i] / total]));
}

const largest = (values: Float32Array) => values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
