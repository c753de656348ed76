/** What `text.onnx` says of itself, and how its logits become scores. */
import type { Logits } from './bag-session';
import { unfamiliarity, type UnfamiliarModel } from './number-model';
import type { ChannelLabels, SampleScore } from './score';
import type { SetModel } from './set-model';
import type { TextBag, TextVocabulary } from './text-bag';
import { TEXT_MEASURES } from './text-measures';

/** Heads: `channel` (code, reasoning, other), `code` and `reasoning` (their models). */
export interface TextMetadata {
  vocabulary: TextVocabulary;
  channels: Record<NamedTextChannel, TextChannelModel>;
}

/** One named channel. */
export interface TextChannelModel {
  labels: ChannelLabels;
  set: SetModel;
  /** Names of the per-record statistics, in order. */
  statistics: string[];
  unfamiliar: UnfamiliarModel;
}

export const TEXT_CHANNELS = ['code', 'reasoning', 'other'] as const;
export type TextChannel = (typeof TEXT_CHANNELS)[number];
export type NamedTextChannel = Exclude<TextChannel, 'other'>;

/** Measures among a record's statistics: those of form, which another language, template or length changes. */
const FORM = ['logBytes', 'logLines', 'bytesPerLine', 'bytesPerToken', 'blankLines', 'indentedLines', 'oddIndents', 'commentLines', 'listLines', 'digits', 'upperCase', 'spaces', 'marks', 'high'] as const;
const FORM_INDEX = FORM.map(name => TEXT_MEASURES.indexOf(name));
const FLOOR = -5;

/** Names of what `textStatistics` gives. */
export const textStatisticNames = (families: string[]): string[] =>
  ['unseen1', 'unseen2', 'unseen3', ...FORM, 'entropy', 'top', 'energy', 'spread', 'channelMargin', ...families.map(family => `family:${family}`)];

/** Per-record statistics whose means over a set show whether it is of a familiar kind. */
function textStatistics(bag: TextBag, logits: ArrayLike<number>, channelMargin: number, entropy: number, familyLogProb: Float32Array): Float32Array {
  const statistics = new Float32Array(bag.unseen.length + FORM_INDEX.length + 5 + familyLogProb.length);
  statistics.set(bag.unseen);
  let next = bag.unseen.length;
  for (const index of FORM_INDEX) statistics[next++] = bag.dense[index];
  const { mean, variance } = moments(logits);
  statistics[next++] = entropy;
  statistics[next++] = familyLogProb[indexOfLargest(familyLogProb)];
  statistics[next++] = logits[indexOfLargest(logits)] - mean;
  statistics[next++] = Math.sqrt(variance);
  statistics[next++] = channelMargin;
  for (const log of familyLogProb) statistics[next++] = Math.max(FLOOR, log);
  return statistics;
}

function moments(values: ArrayLike<number>): { mean: number; variance: number } {
  let mean = 0, variance = 0;
  for (let i = 0; i < values.length; i++) mean += values[i] / values.length;
  for (let i = 0; i < values.length; i++) variance += (values[i] - mean) ** 2 / values.length;
  return { mean, variance };
}

/** The channel that a text reads as. */
export const likeliestChannel = (logits: Logits): TextChannel => TEXT_CHANNELS[indexOfLargest(logits.channel)];

/** The score of one text from its logits. A text that is neither code nor reasoning has channel `other` and empty probabilities. */
export function textScore(bag: TextBag, logits: Logits, channels: Record<NamedTextChannel, Pick<TextChannelModel, 'labels' | 'unfamiliar'>>, channel: TextChannel = likeliestChannel(logits)): SampleScore {
  const empty = new Float32Array(0);
  if (channel === 'other') return { channel, modelLogProb: empty, familyLogProb: empty, contentLogProb: empty, contentModelLogProb: empty, unfamiliar: 1, statistics: empty };
  const { labels, unfamiliar } = channels[channel];
  const { modelLogProb, familyLogProb, entropy } = posterior(logits[channel], labels);
  const statistics = textStatistics(bag, logits[channel], marginOf(logits.channel, TEXT_CHANNELS.indexOf(channel)), entropy, familyLogProb);
  return { channel, modelLogProb, familyLogProb, contentLogProb: familyLogProb, contentModelLogProb: modelLogProb, unfamiliar: unfamiliarity(unfamiliar, statistics), statistics };
}

/** Log-probabilities of the models and of their families, and the entropy; one exponential a model, since this is in the way of every record. */
function posterior(logits: Float32Array, { families, familyOfModel }: ChannelLabels): { modelLogProb: Float32Array; familyLogProb: Float32Array; entropy: number } {
  const modelLogProb = logits.slice(), familyLogProb = new Float32Array(families.length), mass = new Float64Array(families.length);
  const most = logits[indexOfLargest(logits)];
  let total = 0, weighted = 0;
  for (let model = 0; model < logits.length; model++) {
    const odds = Math.exp(logits[model] - most);
    total += odds;
    weighted += odds * (logits[model] - most);
    mass[familyOfModel[model]] += odds;
  }
  const logTotal = Math.log(total);
  for (let model = 0; model < logits.length; model++) modelLogProb[model] -= most + logTotal;
  for (let family = 0; family < mass.length; family++) familyLogProb[family] = Math.log(Math.max(mass[family] / total, 1e-12));
  return { modelLogProb, familyLogProb, entropy: logTotal - weighted / total };
}

/** By how much the logit of `index` leads the best other one. */
function marginOf(logits: Float32Array, index: number): number {
  let rival = -Infinity;
  for (let i = 0; i < logits.length; i++) if (i !== index) rival = Math.max(rival, logits[i]);
  return logits[index] - rival;
}

function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
