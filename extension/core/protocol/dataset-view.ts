import type { FileAudit, Score } from './nouns';
import type { Explanation } from './audit-worker';

/** One row as the page shows it: cells are text, never markup; `source` is capped and says so. */
export interface Row { record: number; byteOffset: number; byteLength: number; cells: string[]; score?: Score; problem?: string }

/** What the page asks of the host. */
export interface DatasetHost {
  /** Called once when the page's script runs. */
  ready(): Promise<{ fileName: string; columns: string[]; sizeBytes: number | null }>;
  /** Rows `start` .. `start + count` (0-based positions); fewer when the file ends. */
  rows(start: number, count: number): Promise<Row[]>;
  /** The full text of one record, pretty-printed where it is JSON, capped with a visible note. */
  record(position: number): Promise<{ text: string; capped: boolean }>;
  explain(position: number): Promise<Explanation>;
  /** Runs the audit; progress and results come as events. */
  audit(): Promise<FileAudit>;
  revealInEditor(position: number): Promise<void>;
}

/** Events from host to page. */
export interface DatasetEvents {
  /** Index growth; `complete` when every line is known. */
  index: { rows: number; bytes: number; sizeBytes: number | null; complete: boolean };
  audit: FileAudit;
  progress: { records: number; recordsPerSecond: number };
  /** Scroll to and select a row (0-based). */
  reveal: { position: number };
}
