import path from 'node:path';
import { LineIndex, readRange } from '../bytes/line-index';
import { MAX_LINE_BYTES } from '../bytes/lines';
import { openSource } from '../bytes/open';
import type { ByteSource } from '../bytes/source';
import type { Evidence, RecordRef } from '../protocol/nouns';
import { contentHash } from '../records/content-hash';
import type { FileChange, IndexProgress, RecordDetail, RecordPage, Row } from '../protocol/dataset-view';
import { ColumnSet } from './column-set';
import { toDetail } from './detail';
import { PAGE_BYTES, wholeCharacters } from './record-page';
import { FileHistory } from './file-change';
import { placeEvidence } from './place-evidence';
import { DatasetQueries } from './queries';
import { valueText } from './line-record';
import { MAX_ROW_BYTES, toRow } from './row';
import { SpooledSource } from './spooled-source';

const FIRST_ROWS = 64;
const MAX_SCORED_LINE_BYTES = 1 << 20;
const MAX_RUN_BYTES = 4 << 20;

/** A dataset open for reading: random access to its rows while the index is still being built. */
export class DatasetFile {
  readonly columns = new ColumnSet();
  /** Searches, filters, orders and counts over all lines. */
  readonly queries: DatasetQueries;
  private readonly index: LineIndex;
  private readonly closing = new AbortController();
  private indexing: Promise<void> | undefined;
  private problem: string | undefined;

  private constructor(private readonly source: ByteSource, private readonly history: FileHistory) {
    this.index = new LineIndex(source);
    this.queries = new DatasetQueries(source, () => this.index.lineCount, this.closing.signal);
  }

  /** @throws ReadProblem when the file is missing, empty or not JSONL. */
  static async open(file: string): Promise<DatasetFile> {
    const source = await openSource(file, { name: path.basename(file) });
    return new DatasetFile(source.stored ? await SpooledSource.over(source) : source, await FileHistory.of(file));
  }

  /** How far the index has come. */
  get progress(): IndexProgress {
    const { lineCount, indexedBytes, complete } = this.index;
    return { rows: lineCount, bytes: indexedBytes, sizeBytes: this.source.sizeBytes === undefined ? null : Math.max(this.source.sizeBytes, indexedBytes), complete: complete || this.problem !== undefined, problem: this.problem };
  }

  /** Starts the index; resolves once the first rows are known, while the rest goes on. */
  async start(onProgress: (progress: IndexProgress) => void): Promise<void> {
    await new Promise<void>(resolve => { this.indexing = this.build(() => { resolve(); onProgress(this.progress); }); });
    await this.rows(Array.from({ length: FIRST_ROWS }, (_, i) => i));
  }

  /** Looks what became of the file on disk; lines that were added to it are indexed, after those that still are. */
  async refresh(onProgress: (progress: IndexProgress) => void): Promise<FileChange> {
    const change = await this.history.look();
    if (change !== 'grown') return change;
    if (this.source.stored) return 'replaced'; // a compressed file cannot be read on
    this.queries.forget();
    this.indexing = this.indexing?.then(() => this.build(() => { onProgress(this.progress); }));
    return change;
  }

  /** The rows at these positions, in their order; null beyond the lines known. */
  rows(positions: number[]): Promise<(Row | null)[]> {
    return this.each(positions, MAX_ROW_BYTES, (ref, line) => toRow(ref, line, this.columns, line ? this.queries.marksOf(line) : undefined));
  }

  /** Whole lines as text; null where there is none or it is too long to be scored on request. */
  lines(positions: number[]): Promise<(string | null)[]> {
    return this.each(positions, MAX_SCORED_LINE_BYTES, (_ref, line) => line && Buffer.from(line).toString());
  }

  /** One record in full. */
  async record(position: number): Promise<RecordDetail> {
    const ref = await this.refOf(position);
    return toDetail(ref, await readRange(this.source, { ...ref, byteLength: Math.min(ref.byteLength, MAX_ROW_BYTES) }, this.closing.signal));
  }

  /** Part of a line from a byte on, cut between characters. */
  async page(position: number, start: number): Promise<RecordPage> {
    const ref = await this.refOf(position);
    const from = Math.min(Math.max(0, start), ref.byteLength);
    const bytes = await readRange(this.source, { byteOffset: ref.byteOffset + from, byteLength: Math.min(PAGE_BYTES, ref.byteLength - from) }, this.closing.signal);
    return { ...wholeCharacters(bytes, from, ref.byteLength), byteLength: ref.byteLength };
  }

  /** A whole line, or the value at a path of it. */
  async text(position: number, path: string | null): Promise<string> {
    const line = await this.line(position);
    return path === null ? line.toString() : valueText(line, path);
  }

  /** Key of a record's marks. */
  async contentHash(position: number): Promise<string> {
    return contentHash(await this.line(position));
  }

  /** Byte ranges of a line as UTF-16 ranges of the decoded text of its field. */
  async placeEvidence(position: number, field: string, evidence: Evidence[]): Promise<Evidence[]> {
    const [placed] = await this.each([position], MAX_SCORED_LINE_BYTES, (_ref, line) => line && placeEvidence(line, field, evidence));
    return placed ?? [];
  }

  /** Stops the index and closes the file. */
  async close(): Promise<void> {
    this.closing.abort(new Error('The dataset was closed.'));
    await this.indexing;
    await this.source.close();
  }

  private async build(told: () => void): Promise<void> {
    try { await this.index.build({ signal: this.closing.signal, onProgress: told }); } catch (error) { this.problem = error instanceof Error ? error.message : String(error); }
    told();
  }

  private async line(position: number): Promise<Buffer> {
    const ref = await this.refOf(position);
    if (ref.byteLength > MAX_LINE_BYTES) throw new Error(`Record ${ref.record} has ${ref.byteLength} bytes, too many for this. Export it to a file instead.`);
    return readRange(this.source, ref, this.closing.signal);
  }

  private async refOf(position: number): Promise<RecordRef> {
    const [ref] = await this.index.refs(position, 1, this.closing.signal);
    if (!ref) throw new Error(`${this.source.name}: there is no line ${position + 1} (yet); ${this.index.lineCount} lines are known.`);
    return ref;
  }

  /** Reads the lines at these positions, neighbours together; `use` gets null for lines longer than `maxBytes`. */
  private async each<T>(positions: number[], maxBytes: number, use: (ref: RecordRef, line: Uint8Array | null) => T | null): Promise<(T | null)[]> {
    const results: (T | null)[] = [];
    for (let i = 0; i < positions.length;) {
      let count = 1;
      while (i + count < positions.length && positions[i + count] === positions[i] + count) count++;
      const refs = await this.index.refs(positions[i], count, this.closing.signal);
      for (const run of runsOf(refs, maxBytes)) results.push(...await this.readRun(run, maxBytes, use));
      for (let missing = refs.length; missing < count; missing++) results.push(null);
      i += count;
    }
    return results;
  }

  /** One read for a whole run: every read waits for its turn behind the index. */
  private async readRun<T>(run: RecordRef[], maxBytes: number, use: (ref: RecordRef, line: Uint8Array | null) => T | null): Promise<(T | null)[]> {
    if (run[0].byteLength > maxBytes) return [use(run[0], null)];
    const last = run[run.length - 1];
    const from = run[0].byteOffset;
    const bytes = await readRange(this.source, { byteOffset: from, byteLength: last.byteOffset + last.byteLength - from }, this.closing.signal);
    return run.map(ref => use(ref, bytes.subarray(ref.byteOffset - from, ref.byteOffset - from + ref.byteLength)));
  }
}

/** Cuts neighbouring lines into runs of at most about `MAX_RUN_BYTES`; a line above `maxBytes` is a run of its own. */
function runsOf(refs: RecordRef[], maxBytes: number): RecordRef[][] {
  const runs: RecordRef[][] = [];
  for (const ref of refs) {
    const run = runs[runs.length - 1];
    const fits = run !== undefined && run[0].byteLength <= maxBytes && ref.byteLength <= maxBytes && ref.byteOffset + ref.byteLength - run[0].byteOffset <= MAX_RUN_BYTES;
    if (fits) run.push(ref); else runs.push([ref]);
  }
  return runs;
}
