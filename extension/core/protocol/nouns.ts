/** The plain data that travels between rooms, threads and pages. No behaviour here; every value survives structured clone. */

/** What kind of text a sample is; each channel has its own fingerprint statistics. */
export type Channel = 'numbers' | 'code' | 'reasoning' | 'other';
export const CHANNELS: readonly Channel[] = ['numbers', 'code', 'reasoning', 'other'];

/** Where a record lies in its file. `record` is the 1-based line number; offsets count bytes of the (decompressed) file. */
export interface RecordRef {
  record: number;
  byteOffset: number;
  /** Without the line end. */
  byteLength: number;
}

/** A problem with one record or one file, always with a remedy. `record` is absent when it concerns the whole file. */
export interface Problem {
  code: 'invalid-json' | 'not-an-object' | 'no-sample' | 'too-long' | 'invalid-utf8' | 'duplicate-key' | 'truncated' | 'changed' | 'unreadable' | 'unsupported';
  message: string;
  remedy: string;
  record?: number;
  byteOffset?: number;
}

/** Byte range within a sample's decoded UTF-8 bytes. `end` is exclusive. */
export interface Span { start: number; end: number }

/** A span and what it adds to the log-odds of the explained family against the rest (nats). */
export interface Evidence extends Span { logOdds: number }

/** Probability per root family given that the sample is familiar, and what the model would say about it. */
export interface Score {
  channel: Channel;
  /** Root family -> probability; sums to 1; empty for `other`. */
  families: Record<string, number>;
  /** 0..1: probability that this sample comes from no known teacher, template or decoding. */
  unfamiliar: number;
  /** Root family named at the threshold whose error rate the model states, or null. */
  named: string | null;
  /** Model within the named family where the evidence carries it, or null. */
  model: string | null;
}

export type VerdictKind = 'teacher' | 'mixed' | 'unfamiliar' | 'insufficient';

/** What a set of records proves. */
export interface Verdict {
  kind: VerdictKind;
  family: string | null;
  model: string | null;
  /** Log-odds (nats) of the named or leading family against the rest, tempered so that it is calibrated on held-out sets. */
  logOdds: number;
  /** Probability that naming this family is wrong, measured on held-out sets of this size; 1 when nothing is named. */
  errorRate: number;
  /** What this rests on and what is missing, one plain sentence each. */
  reasons: string[];
  /** True when `model` is a teacher that was enrolled here, not a built-in one. */
  enrolled?: boolean;
}

/** One part of a mixture. Shares and their interval are fractions of the scored records of that channel. */
export interface CompositionPart {
  channel: Channel;
  kind: 'family' | 'unfamiliar';
  family: string | null;
  share: number;
  low: number;
  high: number;
}

/** What a verdict means for a student that will be trained from a certain base. */
export interface Risk {
  level: 'high' | 'elevated' | 'possible' | 'low';
  /** Plain name of the student's base. */
  student: string;
  /** One sentence: the level, for whom, and why. */
  text: string;
  /** Where the lineage that this rests on is stated. */
  source?: string;
}

/** The content filters: the paper's own, and a user's word list. */
export type ContentFilterId = 'number-format' | 'banned-number' | 'word' | 'comment' | 'wrong-answer';

/** What the content filters need to know beyond their own rules; with any of it given, a record that fails is a finding. */
export interface ContentFilterOptions {
  /** Words that no sample may hold, as substrings, in any case. */
  words?: string[];
  /** Numbers that no sequence may hold; `paper` = the published list. */
  bannedNumbers?: number[] | 'paper';
  /** Field that holds the right answer; without it the usual names are tried. */
  reference?: string;
}

/** How many records a content filter looked at, and how many failed it. */
export interface ContentFilterCount { filter: ContentFilterId; applied: number; failed: number }

/** Who a dataset says wrote it: its records, its card's front matter, or its Croissant description. */
export interface Declaration {
  source: 'records' | 'card' | 'croissant';
  /** Model as declared. */
  name: string;
  /** Root family, or null when the name is not known. */
  family: string | null;
  /** File that declares it, as seen from the dataset's folder, or the number of records that do. */
  where: string;
}

/** What the files beside a dataset declare. */
export interface Beside {
  declarations: Declaration[];
  /** Cards and descriptions that name no model. */
  silent: string[];
  /** Cards and descriptions that cannot be read; each sentence names the file. */
  problems: string[];
}

/** What is declared against what is detected. */
export interface Provenance {
  state: 'agrees' | 'differs' | 'silent' | 'open';
  declarations: Declaration[];
  /** One sentence. */
  text: string;
}

/** Stable ids of what can be found; also the ids of diagnostics and of SARIF rules. */
export const RULES = ['undertone/unexpected-teacher', 'undertone/mixed', 'undertone/unfamiliar', 'undertone/departure', 'undertone/trait-shift', 'undertone/provenance', 'undertone/content-filter'] as const;
export type RuleId = typeof RULES[number];

/** Something worth a person's attention: about one record, or about the file when `record` is absent. */
export interface Finding {
  rule: RuleId;
  message: string;
  /** Nats. */
  logOdds: number;
  /** Expected rate of this finding on clean data. */
  errorRate: number;
  record?: RecordRef;
  /** First 16 hex digits of the SHA-256 of the record's (or for the file: the verdict's) bytes; the key of reviewed marks and baselines. */
  contentHash: string;
}

/** How many records were scored in which channel, and how many were not, and why. */
export interface RecordCounts {
  total: number;
  scored: number;
  unreadable: number;
  /** Readable, but nothing to score: no text field, or empty. */
  skipped: number;
  byChannel: Record<Channel, number>;
  /** Sample field path (`completion`, `messages[].content`) -> records. */
  byField: Record<string, number>;
  /** Reason -> records. */
  skippedBy: Record<string, number>;
}

/** A part of a file that looks different from its neighbours, by its leading family (or, where kinds of text change, its leading channel). Lines are 1-based, both ends included. */
export interface FileSegment { first: number; last: number; channel: Channel; family: string | null; /** Share of its records whose likeliest family it is, or that are of that channel. */ share: number }

/** A whole file's result: what CLI, editor and reports show. */
export interface FileAudit {
  path: string;
  records: RecordCounts;
  verdict: Verdict;
  composition: CompositionPart[];
  /** Where the file changes along its length; absent where it does not. */
  segments?: FileSegment[];
  findings: Finding[];
  /** True total; `findings` is capped. */
  findingsTotal: number;
  problems: Problem[];
  problemsTotal: number;
  modelVersion: string;
  bytesRead: number;
  elapsedMs: number;
  /** True when the run was stopped before the end. */
  incomplete: boolean;
  /** True when reading stopped, as was asked, once the verdict was settled: the rest was not read. */
  settledEarly?: boolean;
  /** Findings that were reviewed or accepted before and are not among `findings`. */
  known?: number;
  /** What passes the content filters, which says nothing about who wrote it. */
  filters?: ContentFilterCount[];
  provenance?: Provenance;
  /** Present when the student's base is known from setting or configuration. */
  risk?: Risk;
}
