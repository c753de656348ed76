import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LineBatch } from '../bytes/line-cutter';
import { readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import type { Problem } from '../protocol/nouns';
import { RecordParser } from './record-parser';
import type { RecordResult, SampleSelector } from './sample';

export { readRecord } from './record-parser';

/** Some records in file order. Samples may be views of one chunk of the file: copy what is kept for long. */
export interface RecordBatch {
  results: RecordResult[];
  /** Bytes of the (decompressed) file up to the end of this batch. */
  bytesRead: number;
}

/** How far a reading has come. */
export interface ReadProgress {
  records: number;
  bytesRead: number;
  /** 0..1 of the file as it is stored, or undefined while unknown. */
  fraction: number | undefined;
}

/** Options of `readRecords`. */
export interface ReadOptions {
  signal?: AbortSignal;
  onProgress?: (progress: ReadProgress) => void;
  /** Longer lines are reported as a problem and skipped; default 64 MiB. */
  maxLineBytes?: number;
}

const BATCH_RECORDS = 256;
const BATCH_BYTES = 1 << 20;
/** The event loop gets a turn at least this often, so that a request to stop is heard. */
const TURN_MS = 15;

function tooLong(name: string, { record, byteOffset, byteLength }: NonNullable<LineBatch['oversized']>): RecordResult {
  const problem: Problem = {
    code: 'too-long', record, byteOffset,
    message: `${name}, record ${record}: the line has ${byteLength} bytes, more than the limit; it was skipped.`,
    remedy: 'Split the record, or check that the file has line ends.',
  };
  return { kind: 'unreadable', ref: { record, byteOffset, byteLength }, problem };
}

/** Parses a batch of lines in slices of at most `BATCH_RECORDS` records and about `BATCH_BYTES` bytes. */
function* parseLines(parser: RecordParser, name: string, lines: LineBatch): Generator<RecordBatch> {
  let results: RecordResult[] = lines.oversized ? [tooLong(name, lines.oversized)] : [];
  const isKnownUtf8 = isUtf8(lines.bytes);
  let sliceStart = 0;
  for (let i = 0; i < lines.count; i++) {
    const [start, end] = [lines.starts[i], lines.ends[i]];
    const ref = { record: lines.firstRecord + i, byteOffset: lines.byteOffset + start, byteLength: end - start };
    results.push(parser.parse(lines.bytes, ref, { start, isKnownUtf8, isOpen: lines.lastIsOpen && i === lines.count - 1 }));
    if (results.length < BATCH_RECORDS && end - sliceStart < BATCH_BYTES) continue;
    yield { results, bytesRead: lines.byteOffset + end };
    results = [];
    sliceStart = end;
  }
  if (results.length > 0) yield { results, bytesRead: lines.byteOffset + (lines.oversized?.byteLength ?? lines.bytes.length) };
}

function fractionOf(source: ByteSource, bytesRead: number): number | undefined {
  if (source.stored) return source.stored.readBytes / source.stored.sizeBytes;
  return source.sizeBytes ? Math.min(1, bytesRead / source.sizeBytes) : undefined;
}

/**
 * Reads a file's records from beginning to end in constant memory. Every line gives one result, whatever is wrong with
 * it (blank lines too), so nothing is lost silently.
 * @throws ReadProblem when the file itself fails (shrinks, cut-off gzip ...), after all records before that point; or the signal's reason.
 */
export async function* readRecords(source: ByteSource, selector: SampleSelector = {}, options: ReadOptions = {}): AsyncGenerator<RecordBatch> {
  const parser = new RecordParser(selector, source.name);
  let [records, bytesRead, turnAt] = [0, 0, performance.now()];
  for await (const lines of readLines(source, options)) {
    for (const batch of parseLines(parser, source.name, lines)) {
      if (performance.now() - turnAt > TURN_MS) {
        await nextTurn();
        turnAt = performance.now();
      }
      options.signal?.throwIfAborted();
      records += batch.results.length;
      bytesRead = batch.bytesRead;
      options.onProgress?.({ records, bytesRead, fraction: fractionOf(source, bytesRead) });
      yield batch;
    }
  }
}
