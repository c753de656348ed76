import type { Channel } from './nouns';

/** `same-so-far`: nothing found, which is no proof of sameness. `insufficient`: too little to find anything. `incomparable`: nothing in common. */
export type ComparisonKind = 'different' | 'same-so-far' | 'insufficient' | 'incomparable';

/** What makes two datasets differ: a feature and how common or large it is on each side, or a record that is least like the other side. */
export type Driver =
  | { kind: 'feature'; channel: Channel; name: string; unit: 'share of records' | 'mean'; candidate: number; reference: number; /** Standard deviations of chance. */ z: number }
  | { kind: 'record'; channel: Channel; side: 'candidate' | 'reference'; record: number; byteOffset: number; /** Nats towards its own side, from a classifier that did not see it. */ logOdds: number };

/** The comparison of one channel that both datasets hold. */
export interface ChannelComparison {
  channel: Channel;
  logEValue: number;
  /** By reassigning sides at random; null where there is too little. */
  pValue: number | null;
  /** Pairs of records that answer the same prompt or carry the same id; 0 where none or too few match. */
  matchedPairs: number;
  /** Independent units that were compared, per side: what counts as n. */
  units: { candidate: number; reference: number };
  effect: Effect;
  /** The smallest AUROC along a known direction that this many units find nine times of ten. */
  detectableAuroc: number;
}

/** How well a classifier tells records of one side from the other's, on records it did not see; 95 % interval. */
export interface Effect { auroc: number; low: number; high: number }

/** Whether a candidate dataset differs from its reference. */
export interface Comparison {
  kind: ComparisonKind;
  /** Natural logarithm; an e-value of 100 or more is called a difference, at an error rate of 1 %. */
  logEValue: number;
  effect: Effect;
  /** Records read on each side. */
  records: { candidate: number; reference: number };
  drivers: Driver[];
  channels: ChannelComparison[];
  /** What this rests on, what is missing, and what else could explain it; one plain sentence each. */
  reasons: string[];
  errorRate: number;
  modelVersion: string;
  candidate: string;
  reference: string;
}
