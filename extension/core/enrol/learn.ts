import type { Channel } from '../protocol/nouns';
import type { ShiftModel } from '../fingerprint/number-model';
import type { NamedChannel } from '../fingerprint/scorer';
import { nearest, type Centre } from './compare';
import { meanOf } from './fingerprint';
import type { KnownChannel, KnownTeachers } from './known-teachers';
import { spreadOf } from './mixture';
import { learnNeutral } from './neutral';
import { centreOf, measureRates, type WhitenedRecord } from './rates';
import { EnrolProblem, type EnrolledTeacher } from './teacher';

/** One scored record of the dataset; records of one `group` answer one prompt, records of one `hash` are equal. */
export interface EnrolSample { channel: Channel; fingerprint: Float32Array; group: string; hash: string; shifts?: Float32Array }

/** What is enrolled under which name. `base`: the model whose neutral output this is, for a neutral reference. */
export interface EnrolRequest { name: string; family: string | null; dataset: string; base?: string }

/** What enrolment compares with. `rivals`: teachers of the same channel that are enrolled already. */
export interface EnrolContext { known: KnownTeachers; shifts: readonly ShiftModel[]; rivals: readonly EnrolledTeacher[] }

/** Fewest records that show what a teacher's batches have in common. */
const LEAST_RECORDS = 100;
const LEAST_CHANNEL_SHARE = 0.9;
const LEAST_DISTINCT_SHARE = 0.5;
/** A teacher of whom fewer held-out sets are recognised, at every size, cannot be told apart. */
const LEAST_RECOGNISED = 0.5;

/** Learns a teacher, or a base's neutral output, in seconds. Throws EnrolProblem when the dataset does not allow it. */
export function learnTeacher(samples: readonly EnrolSample[], request: EnrolRequest, { known, shifts, rivals }: EnrolContext): EnrolledTeacher {
  const channel = channelOf(samples, request.dataset), own = samples.filter(sample => sample.channel === channel);
  checkDistinct(own, request.dataset);
  const { name, family, dataset } = request, setup = known[channel];
  const records = own.map(({ fingerprint, group }) => ({ point: setup.whiten(fingerprint), group }));
  checkPure(records, setup, dataset);
  const base = { name, family, channel, model: setup.model, dataset, records: own.length, mean: [...meanOf(own.map(sample => sample.fingerprint))] };
  if (request.base !== undefined) return { ...base, rates: [], neutral: neutralOf(own, request.base, channel, shifts) };
  const others = rivals.filter(rival => rival.channel === channel && rival.model === setup.model && !rival.neutral && rival.name !== name)
    .map(rival => ({ model: rival.name, mean: setup.whiten(rival.mean), records: rival.records }));
  const rates = measureRates(records, setup, others);
  if (!rates.some(rate => rate.recognised >= LEAST_RECOGNISED)) throw likeAnother(records, [...setup.teachers, ...others], dataset);
  return { ...base, rates, neutral: null };
}

function channelOf(samples: readonly EnrolSample[], dataset: string): NamedChannel {
  const count = (channel: Channel) => samples.filter(sample => sample.channel === channel).length;
  const [channel] = (['numbers', 'code', 'reasoning'] as const).map(each => ({ each, records: count(each) })).sort((a, b) => b.records - a.records);
  if (channel.records < LEAST_RECORDS) {
    throw new EnrolProblem(`${dataset} has ${channel.records} records that can be scored as one kind of text; at least ${LEAST_RECORDS} are needed, and 300 make a good enrolment. Add records of the same teacher.`);
  }
  if (channel.records < LEAST_CHANNEL_SHARE * samples.length) {
    throw new EnrolProblem(`${dataset} holds several kinds of text (${channel.records} of ${samples.length} records are ${channel.each}). Enrol one kind at a time, or name it with --channel.`);
  }
  return channel.each;
}

function checkDistinct(samples: readonly EnrolSample[], dataset: string): void {
  const distinct = new Set(samples.map(sample => sample.hash)).size;
  if (distinct >= LEAST_DISTINCT_SHARE * samples.length && distinct >= LEAST_RECORDS) return;
  throw new EnrolProblem(`${dataset} has only ${distinct} different texts in ${samples.length} records: equal records show nothing of a teacher's spread. Remove the repeats and add other records.`);
}

function checkPure(records: readonly WhitenedRecord[], { directions, mixture }: KnownChannel, dataset: string): void {
  const spread = spreadOf(records.map(record => record.point), directions);
  if (spread <= mixture.limit) return;
  throw new EnrolProblem(`${dataset} looks like a mixture of several teachers: its records fall into heaps (spread ${spread.toFixed(2)}, limit ${mixture.limit.toFixed(2)}). Enrol each teacher from a file of its own.`);
}

function likeAnother(records: readonly WhitenedRecord[], teachers: readonly (Centre & { model: string })[], dataset: string): EnrolProblem {
  const { centre } = nearest(centreOf(records), teachers);
  return new EnrolProblem(`${dataset} cannot be told apart from ${centre?.model ?? 'a known teacher'}, which is known already: of held-out sets fewer than ${LEAST_RECOGNISED * 100} % read as a teacher of their own. Use that name, or add records.`);
}

function neutralOf(samples: readonly EnrolSample[], base: string, channel: NamedChannel, shifts: readonly ShiftModel[]): EnrolledTeacher['neutral'] {
  const index = shifts.findIndex(shift => shift.model === base);
  if (channel !== 'numbers' || index < 0) {
    throw new EnrolProblem(`A neutral reference is of number sequences by one of ${shifts.map(shift => shift.model).join(', ')}; for anything else compare two datasets.`);
  }
  return learnNeutral(base, samples.map(({ shifts: values, group }) => ({ logOdds: values?.[index] ?? 0, group })));
}
