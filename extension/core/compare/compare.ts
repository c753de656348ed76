import type { Channel } from '../protocol/nouns';
import type { ChannelComparison, Comparison, ComparisonKind, Driver } from '../protocol/compare';
import { CHANNELS } from '../protocol/nouns';
import type { ByteSource } from '../bytes/source';
import type { Scorer } from '../fingerprint/scorer';
import type { SampleSelector } from '../records/sample';
import { LOG_FLOOR } from '../verdict/channel-evidence';
import { logMean } from './betting';
import { compareChannel, DIFFERENT_LOG_E, ERROR_RATE, LEAST_UNITS, type ComparedSlot, type Known } from './compare-channel';
import { reasonsFor, type Side } from './reasons';
import { sampleSlots, type SlotOptions, type SlotRecord, type SlotSample } from './slot-sample';
import { traitsOf } from './traits';

/** Two datasets to compare, and which field of each. */
export interface CompareRun {
  candidate: ByteSource;
  reference: ByteSource;
  selectors: { candidate: SampleSelector; reference: SampleSelector };
  scorer: Scorer;
  signal?: AbortSignal;
  /** Bytes read of both files together. */
  onProgress?: (bytesRead: number) => void;
}

/** Records of each side that are compared; more are sampled evenly, the same prompts on both sides. */
const MOST_RECORDS = 1000;
const BATCH = 64;

/**
 * Whether two datasets differ, by a test whose error rate holds whoever wrote them.
 * @throws ReadProblem, or the signal's reason.
 */
export async function compareSources(run: CompareRun): Promise<Comparison> {
  const samples = await sampleBoth(run);
  const [candidate, reference] = [await sideOf(samples.candidate, run), await sideOf(samples.reference, run)];
  const compared = CHANNELS.filter(channel => candidate.byChannel[channel].length > 0 && reference.byChannel[channel].length > 0)
    .map(channel => compareChannel(channel, candidate.byChannel[channel], reference.byChannel[channel], knownOf(channel, [candidate, reference], run.scorer)));
  const channels = compared.map(({ comparison }) => comparison).filter(({ pValue }) => pValue !== null);
  const logEValue = together(channels), kind = kindOf(channels, logEValue, candidate, reference);
  const main = [...channels].sort((a, b) => b.logEValue - a.logEValue || b.units.candidate - a.units.candidate).at(0);
  return {
    kind, logEValue, effect: main?.effect ?? { auroc: 0.5, low: 0, high: 1 },
    records: { candidate: samples.candidate.total, reference: samples.reference.total },
    drivers: compared.flatMap(({ drivers }): Driver[] => drivers), channels, reasons: reasonsFor(kind, candidate, reference, channels, compared.map(({ comparison }) => comparison)),
    errorRate: ERROR_RATE, modelVersion: run.scorer.version, candidate: run.candidate.name, reference: run.reference.name,
  };
}

/** The smaller file is read first: the other then keeps the answers to the same prompts. */
async function sampleBoth({ candidate, reference, selectors, signal, onProgress }: CompareRun): Promise<Record<'candidate' | 'reference', SlotSample>> {
  const options = (side: 'candidate' | 'reference', before: number): SlotOptions => (
    { selector: selectors[side], limit: MOST_RECORDS, salt: side === 'candidate' ? 1 : 2, signal, onProgress: bytes => onProgress?.(before + bytes) });
  const sides = { candidate, reference };
  const first = (candidate.sizeBytes ?? 0) <= (reference.sizeBytes ?? Infinity) ? 'candidate' : 'reference', second = first === 'candidate' ? 'reference' : 'candidate';
  const smaller = await sampleSlots(sides[first], options(first, 0));
  const larger = await sampleSlots(sides[second], { ...options(second, sides[first].sizeBytes ?? 0), wanted: new Set(smaller.records.map(({ slot }) => slot)) });
  return first === 'candidate' ? { candidate: smaller, reference: larger } : { candidate: larger, reference: smaller };
}

async function sideOf(sample: SlotSample, { scorer, signal }: CompareRun): Promise<Side> {
  const modelSums = new Float64Array(scorer.channels.numbers.labels.models.length);
  const byChannel: Side['byChannel'] = { numbers: [], code: [], reasoning: [], other: [] };
  for (let first = 0; first < sample.records.length; first += BATCH) {
    signal?.throwIfAborted();
    const batch = sample.records.slice(first, first + BATCH);
    const scores = await scorer.score(batch.map(record => record.sample));
    batch.forEach((record, i) => {
      byChannel[scores[i].channel].push(toCompared(record, traitsOf(record.sample, scores[i])));
      if (scores[i].channel === 'numbers') scores[i].contentModelLogProb.forEach((value, model) => { modelSums[model] += Math.max(value, LOG_FLOOR); });
    });
    await new Promise(resolve => setImmediate(resolve)); // lets a stop in
  }
  return { sample, byChannel, modelSums };
}

const toCompared = ({ slot, group, isKeyed, sample }: SlotRecord, traits: ComparedSlot['traits']): ComparedSlot => ({ slot, group, isKeyed, ref: sample.ref, bytes: sample.bytes, traits });

function knownOf(channel: Channel, sides: Side[], scorer: Scorer): Known {
  if (channel === 'other') return {};
  return { models: scorer.channels[channel].labels.models, shift: channel === 'numbers' ? shiftOf(sides, scorer) : undefined };
}

/** Which shift to look along: that of the base that both sides' numbers together read like. */
function shiftOf([a, b]: Side[], { channels, shifts }: Scorer): number | undefined {
  const sums = a.modelSums.map((sum, model) => sum + b.modelSums[model]), model = channels.numbers.labels.models[sums.indexOf(Math.max(...sums))];
  const index = shifts.findIndex(shift => shift.model === model);
  return index < 0 ? undefined : index;
}

/** The mean of the channels' e-values by their records, which is an e-value again. */
function together(channels: ChannelComparison[]): number {
  const total = channels.reduce((sum, { units }) => sum + units.candidate + units.reference, 0);
  return channels.length ? logMean(channels.map(({ logEValue }) => logEValue), channels.map(({ units }) => (units.candidate + units.reference) / total)) : 0;
}

function kindOf(channels: ChannelComparison[], logEValue: number, candidate: Side, reference: Side): ComparisonKind {
  if (logEValue >= DIFFERENT_LOG_E) return 'different';
  if (channels.length > 0) return 'same-so-far';
  const main = (side: Side): Channel | undefined => CHANNELS.find(channel => side.byChannel[channel].length >= LEAST_UNITS);
  return main(candidate) !== undefined && main(reference) !== undefined && main(candidate) !== main(reference) ? 'incomparable' : 'insufficient';
}
