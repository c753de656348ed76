import type { RecordRef } from '../protocol/nouns';

/**
 * Some whole lines in file order. Line `i` of the batch is record `firstRecord + i` and lies at
 * `bytes[starts[i] .. ends[i])`, line end (LF or CRLF) excluded. Blank lines are lines.
 * The bytes belong to the receiver; a small part that is kept for long should be copied, or it keeps its whole chunk.
 */
export interface LineBatch {
  bytes: Buffer;
  /** File offset of `bytes[0]`. */
  byteOffset: number;
  firstRecord: number;
  count: number;
  starts: Int32Array;
  ends: Int32Array;
  /** The last line had no line end: the file, or what can be read of it, ends there. */
  lastIsOpen: boolean;
  /** A line above the limit (then the batch has no other); its bytes were skipped. */
  oversized?: RecordRef;
}

const LF = 10;
const CR = 13;
const NONE = new Int32Array(0);
const EMPTY = Buffer.alloc(0);

const startsWithBom = (bytes: Buffer) => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

/** Places of the lines in `bytes`, which ends with a line end unless its last line is open. */
function placeLines(bytes: Buffer): { count: number; starts: Int32Array; ends: Int32Array } {
  let starts = new Int32Array(256);
  let ends = new Int32Array(256);
  let count = 0;
  for (let start = 0; start < bytes.length; count++) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    if (count === starts.length) [starts, ends] = [starts, ends].map(old => { const grown = new Int32Array(count * 2); grown.set(old); return grown; });
    starts[count] = start;
    ends[count] = end > start && bytes[end - 1] === CR ? end - 1 : end;
    start = end + 1;
  }
  return { count, starts: starts.subarray(0, count), ends: ends.subarray(0, count) };
}

/** Cuts consecutive chunks of a file into lines; what a chunk leaves unfinished is carried until its line end comes. */
export class LineCutter {
  readonly #maxLineBytes: number;
  /** Pieces of the unfinished line; dropped once it is above the limit. */
  #carried: Buffer[] = [];
  #carriedBytes = 0;
  /** Number and file offset of the next line (the carried one, if there is one). */
  #record: number;
  #offset: number;

  constructor(maxLineBytes: number, firstRecord = 1, byteOffset = 0) {
    this.#maxLineBytes = maxLineBytes;
    this.#record = firstRecord;
    this.#offset = byteOffset;
  }

  /** The lines that this chunk finishes. */
  *push(chunk: Buffer): Generator<LineBatch> {
    let rest = chunk;
    if (this.#carriedBytes > 0) {
      const lineEnd = chunk.indexOf(LF) + 1;
      this.#carry(lineEnd > 0 ? chunk.subarray(0, lineEnd) : chunk);
      if (lineEnd === 0) return;
      yield this.#finishCarried(false);
      rest = chunk.subarray(lineEnd);
    }
    const wholeBytes = rest.lastIndexOf(LF) + 1;
    if (wholeBytes > 0) yield this.#batch(rest.subarray(0, wholeBytes), false);
    this.#carry(rest.subarray(wholeBytes));
  }

  /** The last line, when the file does not end with a line end. */
  *end(): Generator<LineBatch> {
    if (this.#carriedBytes > 0) yield this.#finishCarried(true);
  }

  #carry(bytes: Buffer): void {
    this.#carriedBytes += bytes.length;
    if (this.#carriedBytes > this.#maxLineBytes) this.#carried = [];
    else if (bytes.length > 0) this.#carried.push(bytes);
  }

  #finishCarried(isOpen: boolean): LineBatch {
    const [pieces, byteLength] = [this.#carried, this.#carriedBytes];
    this.#carried = [];
    this.#carriedBytes = 0;
    if (byteLength <= this.#maxLineBytes) return this.#batch(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces), isOpen);
    const oversized = { record: this.#record, byteOffset: this.#offset, byteLength: byteLength - (isOpen ? 0 : 1) };
    return this.#advance(byteLength, { bytes: EMPTY, count: 0, starts: NONE, ends: NONE, lastIsOpen: isOpen, oversized });
  }

  #batch(bytes: Buffer, lastIsOpen: boolean): LineBatch {
    const places = placeLines(bytes);
    if (this.#offset === 0 && startsWithBom(bytes)) places.starts[0] = Math.min(3, places.ends[0]);
    return this.#advance(bytes.length, { bytes, ...places, lastIsOpen });
  }

  #advance(byteLength: number, lines: Omit<LineBatch, 'byteOffset' | 'firstRecord'>): LineBatch {
    const batch = { ...lines, byteOffset: this.#offset, firstRecord: this.#record };
    this.#record += lines.count + (lines.oversized ? 1 : 0);
    this.#offset += byteLength;
    return batch;
  }
}
