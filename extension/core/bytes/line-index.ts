import type { RecordRef } from '../protocol/nouns';
import type { LineBatch } from './line-cutter';
import { readLines, type LinePlace } from './lines';
import type { ByteSource } from './source';

/** A checkpoint (16 bytes) is kept every so many lines, or at the first line after so many bytes where lines are long. */
const STEP_LINES = 64;
const STEP_BYTES = 256 << 10;
const READ_BYTES = 256 << 10;

/** The lines of a batch as references, the oversized one included. */
function refsOf(batch: LineBatch): RecordRef[] {
  const refs = Array.from({ length: batch.count }, (_, i) => ({
    record: batch.firstRecord + i, byteOffset: batch.byteOffset + batch.starts[i], byteLength: batch.ends[i] - batch.starts[i],
  }));
  return batch.oversized ? [...refs, batch.oversized] : refs;
}

/** Where reading goes on after a batch, once the file has grown: at its last line where that is open, else after it. */
function placeAfter({ lastIsOpen, oversized, byteOffset, starts, bytes }: LineBatch, lineCount: number): LinePlace {
  if (lastIsOpen) return { record: lineCount, byteOffset: oversized ? oversized.byteOffset : byteOffset + starts[starts.length - 1] };
  return { record: lineCount + 1, byteOffset: byteOffset + (oversized ? oversized.byteLength + 1 : bytes.length) };
}

/** Sparse byte offsets of a file's lines: random access to any line, at most 0.25 bytes of memory a line where lines are short. Usable while it is built. */
export class LineIndex {
  readonly #source: ByteSource;
  /** Pairs of record number and file offset. */
  #checkpoints = new Float64Array(256);
  #checkpointCount = 0;
  /** The next checkpoint is due at this line (0-based) or file offset, whichever comes first. */
  #nextLine = 0;
  #nextOffset = 0;
  /** Where reading goes on when the file has grown: after the last line, or at it where it had no line end. */
  #next: LinePlace = { record: 1, byteOffset: 0 };
  /** Lines known so far. */
  lineCount = 0;
  /** File bytes indexed so far. */
  indexedBytes = 0;
  /** Every line is known. */
  complete = false;

  constructor(source: ByteSource) { this.#source = source; }

  /** Memory of the index in bytes. */
  get memoryBytes(): number { return this.#checkpoints.byteLength; }

  /**
   * Reads the source from where it ended before (the beginning, at first) to its end; `onProgress` is called after every chunk.
   * Called again it reads on in a file that has grown: a last line without a line end is read anew.
   * Rejects with a `ReadProblem` or the signal's reason; the lines known until then stay usable.
   */
  async build(options: { signal?: AbortSignal; onProgress?: (index: LineIndex) => void } = {}): Promise<void> {
    this.complete = false;
    this.lineCount = this.#next.record - 1;
    for await (const batch of readLines(this.#source, { signal: options.signal, from: this.#next })) {
      this.#add(batch);
      options.onProgress?.(this);
    }
    this.complete = true;
  }

  /**
   * Places of lines `start` (0-based) to `start + count`; fewer where the lines known so far end.
   * A gzip source is decompressed from its beginning when `start` lies before the last read.
   */
  async refs(start: number, count: number, signal?: AbortSignal): Promise<RecordRef[]> {
    const found: RecordRef[] = [];
    const end = Math.min(start + count, this.lineCount);
    if (start >= end) return found;
    for await (const batch of readLines(this.#source, { signal, chunkBytes: READ_BYTES, from: this.#checkpointBefore(start + 1) })) {
      found.push(...refsOf(batch).filter(({ record }) => record > start && record <= end));
      if (found.length === end - start) break;
    }
    return found;
  }

  #add(batch: LineBatch): void {
    const lines = batch.count + (batch.oversized ? 1 : 0);
    for (let i = 0; i < lines; i++) {
      const byteOffset = batch.byteOffset + (i === 0 ? 0 : batch.starts[i]);
      if (this.lineCount + i < this.#nextLine && byteOffset < this.#nextOffset) continue;
      this.#nextLine = this.lineCount + i + STEP_LINES;
      this.#nextOffset = byteOffset + STEP_BYTES;
      this.#keep(batch.firstRecord + i, byteOffset);
    }
    this.lineCount += lines;
    this.#next = placeAfter(batch, this.lineCount);
    this.indexedBytes = batch.byteOffset + (batch.oversized?.byteLength ?? batch.bytes.length);
  }

  #keep(record: number, byteOffset: number): void {
    const at = this.#checkpointCount++ * 2;
    if (at === this.#checkpoints.length) {
      const grown = new Float64Array(at * 2);
      grown.set(this.#checkpoints);
      this.#checkpoints = grown;
    }
    this.#checkpoints[at] = record;
    this.#checkpoints[at + 1] = byteOffset;
  }

  #checkpoint(i: number): LinePlace { return { record: this.#checkpoints[i * 2], byteOffset: this.#checkpoints[i * 2 + 1] }; }

  /** The last checkpoint that is not after the record. */
  #checkpointBefore(record: number): LinePlace {
    let low = 0;
    for (let high = this.#checkpointCount - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if (this.#checkpoints[middle * 2] <= record) low = middle; else high = middle - 1;
    }
    return this.#checkpoint(low);
  }
}

/** Reads bytes `[byteOffset, byteOffset + byteLength)`; fewer at the end of the file. */
export async function readRange(source: ByteSource, { byteOffset, byteLength }: { byteOffset: number; byteLength: number }, signal?: AbortSignal): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(byteLength);
  let filled = 0;
  while (filled < byteLength) {
    const length = await source.read(byteOffset + filled, bytes.subarray(filled), signal);
    if (length === 0) break;
    filled += length;
  }
  return bytes.subarray(0, filled);
}
