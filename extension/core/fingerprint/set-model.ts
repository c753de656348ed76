/** What held-out sets taught about one channel: how evidence adds up over records, and what known teachers' sets look like. */
export interface SetModel {
  /**
   * Records of one file are not independent, so their log-likelihood ratios add up to less than their sum:
   * log-odds = scale x (sum of ratios) / n^exponent, fitted on held-out sets so that the stated error rate is the realised one.
   */
  scale: number;
  exponent: number;
  /** Name a family when the log-odds reach this; `nameErrorRate` is the realised rate of wrong names there. */
  nameLogOdds: number;
  nameErrorRate: number;
  /** The same for the model within the family. */
  modelLogOdds: number;
  /** A second family whose share's lower bound reaches this makes a mixture; pure held-out sets do so at `mixedErrorRate`. */
  mixedShare: number;
  mixedErrorRate: number;
  /** A record departs from its file's family when its log-odds against it reach this; clean records do so at `departureErrorRate`. */
  departureLogOdds: number;
  departureErrorRate: number;
  familiarity: Familiarity;
  /** Texts only: decides on names in place of `nameLogOdds`, and on familiarity in place of its one limit. */
  naming?: NamingModel;
}

/** Means of per-sample statistics over a set, against those of each known teacher (Mahalanobis distance). */
export interface Familiarity {
  references: { family: string; model: string; mean: number[]; singleSource: boolean; /** Texts: the kind of task. */ kind?: string }[];
  /** Covariance of one record's statistics within a source, and of source means between sources of one model; [K x K]. */
  within: number[][];
  between: number[][];
  /** Sets farther than this from the reference of the family that they would be named as are unfamiliar. */
  maxDistance: number;
  /** Share of known held-out sets that this withholds. */
  falseRefusalRate: number;
}

/**
 * Whether a set's leading family is its right name: a logistic model over how the set compares with the references
 * (core/verdict/set-comparison.ts), fitted on known sets and on sets of makers that training never saw.
 */
export interface NamingModel {
  /** Indices of the statistics whose standardised difference counts; the first one's mean counts, too. */
  statistics: number[];
  /** Index of the first family's statistic. */
  firstFamily: number;
  mean: number[];
  sd: number[];
  linear: number[];
  bias: number;
  /** Per kind of task: usual distance of known sets, the limit beyond which a set is unfamiliar, and the log-odds from which it is named (there they are told as the channel's `nameLogOdds`). */
  kinds: Record<string, { usualDistance: number; maxDistance: number; leastLogOdds: number }>;
}
