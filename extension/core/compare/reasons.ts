import type { Channel } from '../protocol/nouns';
import type { ChannelComparison, ComparisonKind } from '../protocol/compare';
import { CHANNELS } from '../protocol/nouns';
import { percent } from '../verdict/words';
import { LEAST_UNITS, type ComparedSlot } from './compare-channel';
import { promptsDiffer } from './prompts';
import type { SlotSample } from './slot-sample';

/** One side of a comparison: what was sampled, its records by channel, and the number records' log-likelihood per model. */
export interface Side { sample: SlotSample; byChannel: Record<Channel, ComparedSlot[]>; modelSums: Float64Array }

/** What a comparison rests on, what is missing, and what else could explain it, one plain sentence each. */
export function reasonsFor(kind: ComparisonKind, candidate: Side, reference: Side, channels: ChannelComparison[], tried: ChannelComparison[]): string[] {
  if (isSameContent(candidate, reference)) {
    return ['The candidate and the reference hold the same records, byte for byte: this compares a file with itself.'];
  }
  return [
    ...(kind === 'incomparable' ? [`The files have nothing in common: the candidate holds ${listOf(candidate)}, the reference ${listOf(reference)}.`] : []),
    ...(kind === 'insufficient' ? tooLittle(candidate, reference) : []),
    ...channels.map(basis), ...channels.flatMap(power), ...overlap(candidate, reference), ...leftOut(candidate, reference, tried),
    ...(kind === 'different' && channels.every(({ matchedPairs }) => matchedPairs === 0) ? unmatchedCaution(candidate, reference) : []),
  ];
}

const listOf = ({ byChannel, sample }: Side) => {
  const parts = CHANNELS.filter(channel => byChannel[channel].length > 0).map(channel => `${byChannel[channel].length} ${channel === 'other' ? 'of another kind' : channel}`);
  return parts.length ? `${parts.join(', ')} record${sample.records.length === 1 ? '' : 's'}` : 'nothing that can be scored';
};

function tooLittle(candidate: Side, reference: Side): string[] {
  const same = [['candidate', candidate], ['reference', reference]] as const;
  const repeated = same.filter(([, side]) => side.sample.records.length >= LEAST_UNITS && texts(side).size < LEAST_UNITS).map(([name, side]) =>
    `The ${side.sample.readable} records of the ${name} are only ${texts(side).size} different text${texts(side).size === 1 ? '' : 's'}; copies are no further evidence.`);
  return [...repeated, `The candidate holds ${listOf(candidate)}, the reference ${listOf(reference)}; ${LEAST_UNITS} different ones of one kind with different prompts on each side are the least.`];
}

function basis({ channel, units, matchedPairs, pValue }: ChannelComparison): string {
  const n = matchedPairs > 0 ? `${matchedPairs} pairs of ${channel} records that answer the same prompt or carry the same id (${units.candidate} independent units)`
    : `${units.candidate} against ${units.reference} independent units of ${channel} records, no prompts matched`;
  return `Compared: ${n}; p = ${pValue === null ? 'none' : pValue.toFixed(3)} by reassigning sides.`;
}

const power = ({ channel, detectableAuroc, logEValue }: ChannelComparison): string[] => (logEValue >= Math.log(100) ? [] :
  [`With this many ${channel} units a shift of AUROC ${detectableAuroc.toFixed(2)} in a known direction is found 9 times of 10; smaller ones may be there.`]);

function overlap(candidate: Side, reference: Side): string[] {
  const theirs = texts(reference), shared = candidate.sample.records.filter(({ sample }) => theirs.has(textOf(sample.bytes))).length;
  const share = shared / Math.max(1, candidate.sample.records.length);
  return share > 0.2 ? [`${percent(share)} of the candidate's texts are in the reference word for word.`] : [];
}

function leftOut(candidate: Side, reference: Side, tried: ChannelComparison[]): string[] {
  const lone = CHANNELS.filter(channel => (candidate.byChannel[channel].length >= LEAST_UNITS) !== (reference.byChannel[channel].length >= LEAST_UNITS) && tried.length > 0)
    .map(channel => `${channel === 'other' ? 'Records of another kind' : `${channel[0].toUpperCase()}${channel.slice(1)} records`} were not compared: the candidate has ${candidate.byChannel[channel].length}, the reference ${reference.byChannel[channel].length}.`);
  return lone;
}

function unmatchedCaution(candidate: Side, reference: Side): string[] {
  if (candidate.sample.keyed === 0 || reference.sample.keyed === 0) return ['Without prompts or ids to match, a difference of tasks cannot be told from a difference of teachers.'];
  return promptsDiffer(candidate.sample.records, reference.sample.records) ? ['The prompts themselves differ: the difference may come from the tasks, not from the teacher.'] : [];
}

function isSameContent(candidate: Side, reference: Side): boolean {
  const [a, b] = [candidate.sample, reference.sample];
  if (a.total !== b.total || a.records.length === 0) return false;
  const theirs = new Set(b.records.map(({ sample }) => `${sample.ref.record} ${textOf(sample.record)}`));
  return a.records.every(({ sample }) => theirs.has(`${sample.ref.record} ${textOf(sample.record)}`));
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
const texts = ({ sample }: Side) => new Set(sample.records.map(record => textOf(record.sample.bytes)));
