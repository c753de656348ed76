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
export function textStatistics(bag: TextBag, logits: ArrayLike<number>, channelMargin: number, modelLogProb: Float32Array, familyLogProb: Float32Array): Float32Array {
  const mean = Array.from(logits).reduce((sum, logit) => sum + logit, 0) / logits.length;
  const variance = Array.from(logits).reduce((sum, logit) => sum + (logit - mean) ** 2, 0) / logits.length;
  const entropy = -modelLogProb.reduce((sum, log) => sum + Math.exp(log) * log, 0);
  const most = logits[indexOfLargest(logits)];
  return Float32Array.of(...bag.unseen, ...FORM_INDEX.map(i => bag.dense[i]), entropy, Math.max(...familyLogProb), most - mean, Math.sqrt(variance), channelMargin,
    ...familyLogProb.map(log => Math.max(FLOOR, log)));
}

/** The score of one text from its logits. A text that is neither code nor reasoning has channel `other` and empty probabilities. */
export function textScore(bag: TextBag, logits: Logits, channels: Record<NamedTextChannel, Pick<TextChannelModel, 'labels' | 'unfamiliar'>>, channel: TextChannel = TEXT_CHANNELS[indexOfLargest(logits.channel)]): SampleScore {
  const empty = new Float32Array(0);
  if (channel === 'other') return { channel, modelLogProb: empty, familyLogProb: empty, contentLogProb: empty, unfamiliar: 1, statistics: empty };
  const { labels, unfamiliar } = channels[channel];
  const modelLogProb = logSoftmax(logits[channel]);
  const familyLogProb = byFamily(modelLogProb, labels);
  const margin = logits.channel[TEXT_CHANNELS.indexOf(channel)] - Math.max(...TEXT_CHANNELS.map((other, i) => (other === channel ? -Infinity : logits.channel[i])));
  const statistics = textStatistics(bag, logits[channel], margin, modelLogProb, familyLogProb);
  return { channel, modelLogProb, familyLogProb, contentLogProb: familyLogProb, unfamiliar: unfamiliarity(unfamiliar, statistics), statistics };
}

function logSoftmax(logits: Float32Array): Float32Array {
  const most = logits[indexOfLargest(logits)];
  const norm = most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
  return logits.map(logit => logit - norm);
}

function byFamily(modelLogProb: Float32Array, { families, familyOfModel }: ChannelLabels): Float32Array {
  const mass = new Float64Array(families.length);
  modelLogProb.forEach((log, model) => { mass[familyOfModel[model]] += Math.exp(log); });
  return Float32Array.from(mass, sum => Math.log(Math.max(sum, 1e-12)));
}

function indexOfLargest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
