import type { Channel, Evidence, FileAudit, Score } from './nouns';
import type { LineScore } from './audit-worker';
import type { ScoreBatch } from './score-batch';

/** What a JSON value is, as a cell shows it; `missing` = the record has no such field. */
export type ValueKind = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array' | 'missing';

/** One cell: a capped preview on one line. Numbers keep the digits of the file. */
export interface Cell { kind: ValueKind; text: string }

/** One line of the file as the grid shows it. `cells[i]` belongs to column i; a shorter list means missing. */
export interface Row {
  record: number; byteOffset: number; byteLength: number; cells: Cell[]; problem?: string;
  /** What people said of the record; absent where nothing was said. */
  marks?: RecordMarks;
}

/** What people said of a record. */
export interface RecordMarks { reviewed: boolean; tags: string[] }

/** One value of a record as the reader shows it, decoded. `role` is there for the turns of a chat. */
export interface ReaderPart {
  path: string;
  kind: ValueKind;
  role?: string;
  text: string;
  /** UTF-16 units left out at the end; 0 when `text` is whole. */
  omitted: number;
}

/** One record in full. `raw` is the line as it stands in the file. */
export interface RecordDetail {
  position: number;
  record: number;
  byteOffset: number;
  byteLength: number;
  parts: ReaderPart[];
  raw: string;
  /** Bytes of the line left out of `raw` and `parts`. */
  omittedBytes: number;
  problem?: string;
}

/** A stretch of a record's line as it stands in the file; offsets count bytes within the line, `end` is exclusive. */
export interface RecordPage { text: string; start: number; end: number; byteLength: number }

/** How far the line index has come. `sizeBytes` is null while unknown (gzip not yet read to its end). */
export interface IndexProgress { rows: number; bytes: number; sizeBytes: number | null; complete: boolean; problem?: string }

/** What became of a file on disk since it was opened. */
export type FileChange = 'same' | 'grown' | 'shrunk' | 'replaced' | 'gone';

/** What the page needs to draw its first frame. */
export interface DatasetInfo {
  fileName: string; columns: string[]; index: IndexProgress; audit: FileAudit | null;
  /** An audit started from this page, before it was hidden, is still running. */
  isAuditing: boolean;
}

/** Why a record scored as it did. Evidence spans are UTF-16 ranges of the decoded text of the part at path `field`, strongest first. */
export interface RecordExplanation {
  score: Score; against: string | null; field: string; evidence: Evidence[];
  /** Measured rate at which the family named for one such record is wrong. */
  errorRate?: number;
  /** Numbers only: what other values, digits or another format would have made of it. */
  whatIf?: WhatIf[];
}

/** Probability of the leading family as the record is, and with one side of it changed. */
export interface WhatIf { change: 'values' | 'digits' | 'format'; before: number; after: number }

/** A search over the raw lines of the file. */
export interface FindQuery { text: string; regex: boolean; matchCase: boolean }

/** Where a search hit: positions in file order, at most as many as are listed; `total` counts on to the end of the file. */
export interface FindResult { positions: Uint32Array; total: number; capped: boolean; cancelled: boolean; scannedBytes: number; elapsedMs: number }

/** Records that an audit put into one group: a named family, or why none is named; `term` is the filter that keeps them. */
export interface ScoreGroup { label: string; count: number; isFamily: boolean; term: string }

/** Where in the file suspicion lies: shares (0..1) per equal stretch of lines. */
export interface ScoreStrip { other: number[]; unfamiliar: number[] }

/** How far the evidence of one channel had come after some records of the file: tempered log-odds (nats) of the family that led, and what naming it needs (null: no number of records would do). */
export interface EvidencePoint { record: number; channel: Channel; family: string; logOdds: number; needed: number | null }

/** From which probability a single record of a channel is named, and how often such a name is wrong. */
export interface Threshold { channel: Channel; probability: number; errorRate: number }

/** What is known of the scores so far. `histogram` counts records by score in equal steps of 0..1: those whose family is named, and the rest. */
export interface ScoreOverview { groups: ScoreGroup[]; strip: ScoreStrip; histogram: { named: number[]; withheld: number[] }; evidence: EvidencePoint[]; thresholds: Threshold[] }

/** By which column rows are ordered: `.` and a field's name, `#line`, `#score`, `#teacher`, `#channel`. Values of one kind stand together; missing ones come last. */
export interface RowOrder { column: string; isDescending: boolean }

/** Which lines to show: those that a filter keeps ('' = all) and, where given, that a search finds; in which order. */
export interface Selection { where: string; find: FindQuery | null; order: RowOrder | null }

/** The positions of a selection, at most as many as are listed; `total` is their true number. */
export interface SelectionResult { positions: Uint32Array; total: number; capped: boolean; cancelled: boolean; scannedBytes: number; elapsedMs: number }

/** One field over the whole file: in how many records it is there, and as what. */
export interface FieldProfile { name: string; present: number; kinds: Partial<Record<ValueKind, number>> }

/** What the file is made of. `lengths[i]` counts lines of `2^i` to below `2^(i+1)` bytes. */
export interface Profile { records: number; unreadable: number; lengths: number[]; fields: FieldProfile[]; otherFields: boolean; cancelled: boolean; elapsedMs: number }

/** The commonest values of a field among the lines that a filter keeps; `term` is the filter that keeps one. `others` counts records with any other value. */
export interface GroupResult { values: { label: string; term: string; count: number }[]; others: number; distinct: number; isDistinctCapped: boolean; missing: number; cancelled: boolean; elapsedMs: number }

/** What the data worker serves: everything that reads or indexes, off the host's thread. A position is the 0-based line: record number less one. */
export interface DatasetReader {
  /** Opens the file and starts the index; resolves with the first columns, before the index is complete. */
  open(path: string): Promise<DatasetInfo>;
  /** The rows at these positions; null where the file, or the index so far, has none. */
  rows(positions: number[]): Promise<(Row | null)[]>;
  record(position: number): Promise<RecordDetail>;
  /** Part of a record's line from a byte on, for records too long to be shown at once. */
  page(position: number, start: number): Promise<RecordPage>;
  /** A whole line, or the value at a path of it (strings decoded); rejects where it is too long to be copied. */
  text(position: number, path: string | null): Promise<string>;
  /** Key of a record's marks: the hash of its line. */
  contentHash(position: number): Promise<string>;
  /** Whole lines for scoring; null where a line is too long to be scored on request. */
  lines(positions: number[]): Promise<(string | null)[]>;
  /** Byte ranges of a line as UTF-16 ranges of the decoded text of its field. */
  placeEvidence(position: number, field: string, evidence: Evidence[]): Promise<Evidence[]>;
  find(query: FindQuery): Promise<FindResult>;
  /** The lines that a selection keeps. Rejects with what is wrong with its filter. */
  select(selection: Selection): Promise<SelectionResult>;
  /** Counts fields and lengths over the whole file. */
  profile(): Promise<Profile>;
  /** Groups the lines that a filter keeps by a field. */
  group(field: string, where: string): Promise<GroupResult>;
  /** Stops what `find`, `select`, `profile` or `group` is doing; each resolves with what it has. */
  cancel(): Promise<void>;
  /** Takes scores of an audit; the first batch of a run replaces what was there. */
  addScores(batch: ScoreBatch, isFirst: boolean): Promise<void>;
  /** Takes what people said of records, by content hash. */
  setMarks(reviewed: string[], tags: [hash: string, tags: string[]][]): Promise<void>;
  /** What the scores so far say; `expected` is the family that is no news. */
  scoreOverview(buckets: number, expected: string | null): Promise<ScoreOverview>;
  /** Copies the lines that a selection keeps to a new file, unchanged and in file order. Rejects when the file exists. */
  exportSubset(selection: Selection, path: string): Promise<{ kept: number; read: number }>;
  /** Looks what became of the file; what was added to it is indexed. */
  refresh(): Promise<FileChange>;
  /** Stops the index, closes the file and ends the thread. */
  stop(): Promise<void>;
}

/** What the page asks of the host. */
export interface DatasetHost extends Pick<DatasetReader, 'rows' | 'record' | 'find' | 'cancel' | 'scoreOverview' | 'select' | 'profile' | 'group' | 'page'> {
  /** Called once when the page's script runs. */
  ready(): Promise<DatasetInfo>;
  /** Scores of single rows, by position; null where a line is too long to be scored on request. */
  scores(positions: number[]): Promise<(LineScore | null)[]>;
  explain(position: number): Promise<RecordExplanation>;
  /** Starts the audit. Progress and result come as events, because the page may be hidden and loaded again before the end. */
  audit(): Promise<void>;
  cancelAudit(): Promise<void>;
  revealInEditor(position: number): Promise<void>;
  /** Reads the file anew; the page is loaded again. */
  reload(): Promise<void>;
  copy(text: string): Promise<void>;
  /** Copies a whole line, or the value at a path of it. */
  copyText(position: number, path: string | null): Promise<void>;
  /** Marks a record as reviewed, or takes the mark away; what is now said of it. */
  toggleReviewed(position: number): Promise<RecordMarks>;
  /** Asks for the tags of a record; what is now said of it. */
  editTags(position: number): Promise<RecordMarks>;
  /** Asks where to, and copies what a selection keeps to a new file; null when the person thought better of it. */
  exportSelection(selection: Selection): Promise<{ path: string; kept: number } | null>;
}

/** Events from worker to host to page. */
export interface DatasetEvents {
  index: IndexProgress;
  /** Fields met for the first time; the whole list, old columns first. */
  columns: string[];
  /** A search, filter, order, profile or group goes over the file. */
  pass: { total: number; scannedBytes: number };
  audit: FileAudit;
  auditFailed: { message: string };
  progress: { records: number; recordsPerSecond: number; bytes: number; sizeBytes: number | null };
  /** The file is another one on disk now; one that has only grown is read on. */
  changed: { change: FileChange };
  /** Scores have come in for more records. */
  scores: null;
  /** Marks or tags changed. */
  marks: null;
  /** Scroll to and select a row (0-based). */
  reveal: { position: number };
}
