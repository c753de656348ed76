import type { EvidencePoint, Threshold } from './dataset-view';

/** What one record's score says, as a number; a named family is `firstFamily` plus its index in `families`. */
export const ScoreCode = { none: 0, unreadable: 1, skipped: 2, undecided: 3, unfamiliar: 4, unattributed: 5, firstFamily: 8 } as const;

/** Scores of some records as columns: cheap to send between threads and to keep for ten million records. */
export interface ScoreBatch {
  /** 1-based line numbers. */
  records: Uint32Array;
  codes: Uint8Array;
  /** Probability of the leading family, 0..255 for 0..1. */
  scores: Uint8Array;
  /** Families in the order of their codes; later batches only add to it. */
  families: string[];
  /** Index into `CHANNELS` for each record. */
  channels: Uint8Array;
  /** Where the evidence stands after this batch, one point a channel. */
  evidence: EvidencePoint[];
  /** When single records are named. */
  thresholds: Threshold[];
}
