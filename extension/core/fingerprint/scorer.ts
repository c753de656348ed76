import type { Channel, Evidence, Problem } from '../protocol/nouns';
import type { ChannelLabels, SampleScore } from './score';
import type { ShiftModel } from './number-model';
import type { SetModel } from './set-model';

/** What a sample's scorer needs of it; `Sample` of core/records fits. */
export interface Scorable { bytes: Uint8Array; prompt: Uint8Array; channel?: Channel }

/** A channel within which somebody can be named. */
export type NamedChannel = Exclude<Channel, 'other'>;

/** An enrolled teacher that a set reads like; `falseRate` of clean sets by others do. */
export interface Recognised { name: string; family: string | null; logOdds: number; falseRate: number; reason: string }

/** Teachers that people enrolled beside the built-in ones. */
export interface EnrolledTeachers {
  /** Whom `records` records read like, given the sum of their fingerprints (core/enrol), or null. */
  recognise(fingerprintSum: Float64Array, records: number): Recognised | null;
}

/** Held-out fingerprints of the teachers that the models know; `KnownChannel` of core/enrol fits. */
export interface KnownFingerprints {
  /** A fingerprint (or a mean of some) in units of one record's spread within a teacher. */
  whiten(fingerprint: ArrayLike<number>): Float64Array;
  /** Whitened means of all `records` records, and of chunks of `chunkRecords` each. */
  teachers: readonly { family: string; model: string; kind: string; mean: Float64Array; records: number; chunks: readonly Float64Array[]; chunkRecords: number }[];
  /** Per family: the largest mean likeness that output of the others has to it. */
  likeness: Readonly<Record<string, number>>;
}

/** Names and set-level knowledge of the channels that can be named. */
export type Channels = Record<NamedChannel, { labels: ChannelLabels; set: SetModel; enrolled?: EnrolledTeachers; known?: KnownFingerprints }>;

/** A loaded classifier. */
export interface Scorer {
  /** Version of the models, shown in every report. */
  readonly version: string;
  readonly channels: Channels;
  /** Bases whose neutral output is known; `SampleScore.shifts` follows their order. */
  readonly shifts: ShiftModel[];
  /** Enrolled teachers that could not be used; every audit shows them. */
  readonly problems?: readonly Problem[];
  /** Scores of the samples in order; never rejects for a sample's content: any bytes have a defined answer. */
  score(samples: Scorable[]): Promise<SampleScore[]>;
  /** Spans of the sample and what each adds to the log-odds of `family` against the rest; adds up, with the base, to those log-odds. */
  explain(sample: Scorable, family: string): Promise<{ base: number; evidence: Evidence[] }>;
  close(): Promise<void>;
}
