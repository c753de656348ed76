import type { NamedChannel } from '../fingerprint/scorer';

/** A teacher, or a base's neutral output, learned from a dataset of known origin. Small, plain and committable. */
export interface EnrolledTeacher {
  name: string;
  /** Root family, where its name tells one. */
  family: string | null;
  channel: NamedChannel;
  /** Digest of the model file whose fingerprints these are. */
  model: string;
  /** File name of the dataset it was learned from, and how many of its records. */
  dataset: string;
  records: number;
  /** Mean fingerprint. */
  mean: number[];
  /** What was measured, by set size. A teacher is recognised from the least size on; empty for a neutral reference. */
  rates: EnrolledRate[];
  /** Numbers only: what the built-in shift head of a base says of its neutral output. */
  neutral: NeutralReference | null;
}

/** A set of at least `records` records is recognised when it lies within `distance` and its log-odds against every other teacher reach `logOdds`. */
export interface EnrolledRate {
  records: number;
  distance: number;
  logOdds: number;
  /** Share of held-out sets of the dataset that are recognised. */
  recognised: number;
  /** Share of clean sets of other known teachers that read as this one, on the kind of task where it is worst; never nothing. */
  falseRate: number;
}

/** Mean and variance of a base's shift log-odds on its neutral output, and the z that neutral sets reach in `falseRate` of cases. */
export interface NeutralReference { base: string; mean: number; variance: number; z: number; falseRate: number }

/** A dataset or file that cannot be used for enrolment; the message names it and the remedy. */
export class EnrolProblem extends Error {}
