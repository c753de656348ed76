import type { Evidence, FileAudit, Score } from './nouns';
import type { LineScore } from './audit-worker';
import type { ScoreBatch } from './score-batch';

/** What a JSON value is, as a cell shows it; `missing` = the record has no such field. */
export type ValueKind = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array' | 'missing';

/** One cell: a capped preview on one line. Numbers keep the digits of the file. */
export interface Cell { kind: ValueKind; text: string }

/** One line of the file as the grid shows it. `cells[i]` belongs to column i; a shorter list means missing. */
export interface Row { record: number; byteOffset: number; byteLength: number; cells: Cell[]; problem?: string }

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

/** How far the line index has come. `sizeBytes` is null while unknown (gzip not yet read to its end). */
export interface IndexProgress { rows: number; bytes: number; sizeBytes: number | null; complete: boolean; problem?: string }

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
}

/** A search over the raw lines of the file. */
export interface FindQuery { text: string; regex: boolean; matchCase: boolean }

/** Where a search hit: positions in file order, at most `limit`; `total` counts on to the end of the file. */
export interface FindResult { positions: number[]; total: number; capped: boolean; cancelled: boolean; scannedBytes: number; elapsedMs: number }

/** Records that an audit put into one group: a named family, or why none is named. */
export interface ScoreGroup { code: number; label: string; count: number; isFamily: boolean }

/** Where in the file suspicion lies: shares (0..1) per equal stretch of lines. */
export interface ScoreStrip { other: number[]; unfamiliar: number[] }

/** Which lines to show: of one group or all, only those that the last search found or all, in file order or by score. */
export interface Selection { group: number | null; onlyFound: boolean; order: 'file' | 'ascending' | 'descending' }

/** The positions of a selection, at most as many as are listed; `total` is their true number. */
export interface SelectionResult { positions: number[]; total: number; capped: boolean }

/** What the data worker serves: everything that reads or indexes, off the host's thread. A position is the 0-based line: record number less one. */
export interface DatasetReader {
  /** Opens the file and starts the index; resolves with the first columns, before the index is complete. */
  open(path: string): Promise<DatasetInfo>;
  /** The rows at these positions; null where the file, or the index so far, has none. */
  rows(positions: number[]): Promise<(Row | null)[]>;
  record(position: number): Promise<RecordDetail>;
  /** Whole lines for scoring; null where a line is too long to be scored on request. */
  lines(positions: number[]): Promise<(string | null)[]>;
  /** Byte ranges of a line as UTF-16 ranges of the decoded text of its field. */
  placeEvidence(position: number, field: string, evidence: Evidence[]): Promise<Evidence[]>;
  find(query: FindQuery): Promise<FindResult>;
  cancelFind(): Promise<void>;
  /** Takes scores of an audit; the first batch of a run replaces what was there. */
  addScores(batch: ScoreBatch, isFirst: boolean): Promise<void>;
  /** Groups and strip of the scores so far; `expected` is the family that is no news. */
  scoreOverview(buckets: number, expected: string | null): Promise<{ groups: ScoreGroup[]; strip: ScoreStrip }>;
  select(selection: Selection): Promise<SelectionResult>;
  /** Stops the index, closes the file and ends the thread. */
  stop(): Promise<void>;
}

/** What the page asks of the host. */
export interface DatasetHost extends Pick<DatasetReader, 'rows' | 'record' | 'find' | 'cancelFind' | 'scoreOverview' | 'select'> {
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
}

/** Events from worker to host to page. */
export interface DatasetEvents {
  index: IndexProgress;
  /** Fields met for the first time; the whole list, old columns first. */
  columns: string[];
  find: { total: number; scannedBytes: number };
  audit: FileAudit;
  auditFailed: { message: string };
  progress: { records: number; recordsPerSecond: number; bytes: number; sizeBytes: number | null };
  /** The file is another one on disk now. */
  changed: null;
  /** Scroll to and select a row (0-based). */
  reveal: { position: number };
}
