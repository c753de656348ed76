import type { LineBatch } from '../bytes/line-cutter';
import { readRange } from '../bytes/line-index';
import { readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import type { RecordRef } from '../protocol/nouns';
import { writeNewFile } from './new-file';

/** Which records a subset keeps: a test of each one, or their 1-based line numbers in any order. */
export type Keep = Test | Iterable<number>;
type Test = (ref: RecordRef, line: Uint8Array) => boolean;

/** What to take from where to where. The dataset itself is only read. */
export interface SubsetRequest {
  source: ByteSource;
  keep: Keep;
  /** A file that does not exist yet; `.gz` compresses. */
  path: string;
  /** Sees each batch of lines before its records are tested, for what is cheaper done together. */
  prepare?: (lines: LineBatch) => Promise<void>;
  signal?: AbortSignal;
  onProgress?: (progress: SubsetResult) => void;
}

/** Lines read and written so far, blank ones included, and bytes of the source read. */
export interface SubsetResult { read: number; kept: number; bytesRead: number }

/** Pieces in which a line too long to be held is copied. */
const PIECE_BYTES = 4 << 20;
const LF = Uint8Array.of(10);

/**
 * Copies records to a new file: their bytes unchanged, line ends included, in their order. Streamed; nothing is overwritten and a stop leaves no file.
 * @throws WriteProblem, ReadProblem, or the signal's reason.
 */
export async function writeSubset({ keep, path, ...request }: SubsetRequest): Promise<SubsetResult> {
  const result: SubsetResult = { read: 0, kept: 0, bytesRead: 0 };
  const isKept = typeof keep === 'function' ? keep : among(new Set(keep));
  await writeNewFile(path, chunks(request, isKept, result), request.signal);
  return result;
}

const among = (records: Set<number>) => ({ record }: RecordRef) => records.has(record);

async function* chunks({ source, prepare, signal, onProgress }: Omit<SubsetRequest, 'keep' | 'path'>, isKept: Test, result: SubsetResult): AsyncGenerator<Uint8Array> {
  for await (const lines of readLines(source, { signal })) {
    await prepare?.(lines);
    const { kept, count } = keptLines(lines, isKept);
    yield* kept;
    if (lines.oversized && isKept(lines.oversized, new Uint8Array(0))) {
      yield* longLine(source, lines.oversized, signal);
      if (!lines.lastIsOpen) yield LF;
      result.kept++;
    }
    result.read += lines.count + (lines.oversized ? 1 : 0);
    result.kept += count;
    result.bytesRead = lines.byteOffset + (lines.oversized?.byteLength ?? lines.bytes.length);
    onProgress?.({ ...result });
  }
}

/** Kept lines of a batch; neighbours are one piece. */
function keptLines({ bytes, byteOffset, firstRecord, count, starts, ends }: LineBatch, isKept: Test): { kept: Uint8Array[]; count: number } {
  const kept: Uint8Array[] = [];
  let from = -1, number = 0;
  for (let i = 0; i < count; i++) {
    const ref = { record: firstRecord + i, byteOffset: byteOffset + starts[i], byteLength: ends[i] - starts[i] };
    if (isKept(ref, bytes.subarray(starts[i], ends[i]))) {
      number++;
      if (from < 0) from = starts[i];
    } else if (from >= 0) {
      kept.push(bytes.subarray(from, starts[i]));
      from = -1;
    }
  }
  if (from >= 0) kept.push(bytes.subarray(from));
  return { kept, count: number };
}

/** A line above the reader's limit, copied piece by piece. */
async function* longLine(source: ByteSource, { byteOffset, byteLength }: RecordRef, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < byteLength; at += PIECE_BYTES) {
    yield await readRange(source, { byteOffset: byteOffset + at, byteLength: Math.min(PIECE_BYTES, byteLength - at) }, signal);
  }
}
