import type { RecordRef } from '../protocol/nouns';
import { LineCutter, type LineBatch } from './line-cutter';
import type { ByteSource } from './source';

/** Options of `readLines`; sizes in bytes. */
export interface LineOptions {
  signal?: AbortSignal;
  /** Bytes asked from the source at a time; default 4 MiB. */
  chunkBytes?: number;
  /** Longer lines (line end included) are reported and skipped without being held in memory; default 64 MiB. */
  maxLineBytes?: number;
  /** Where to begin: a line's number and file offset; the beginning of the file by default. */
  from?: LinePlace;
}

/** Where a line begins: its 1-based number and its file offset. */
export type LinePlace = Pick<RecordRef, 'record' | 'byteOffset'>;

/** Longest line that is read by default, in bytes. */
export const MAX_LINE_BYTES = 64 << 20;
const CHUNK_BYTES = 4 << 20;

/** Chunks of a source in order; the next one is being read while the last one is used. */
async function* readChunks(source: ByteSource, from: number, chunkBytes: number, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const readAt = async (offset: number) => {
    const target = Buffer.allocUnsafeSlow(chunkBytes);
    return target.subarray(0, await source.read(offset, target, signal));
  };
  let next = readAt(from);
  for (let offset = from; ;) {
    const chunk = await next;
    if (chunk.length === 0) return;
    offset += chunk.length;
    next = readAt(offset);
    next.catch(() => {}); // reported when it is awaited, or not at all when the caller stops before
    yield chunk;
  }
}

/**
 * Reads a source's lines in batches of at most about `chunkBytes`, in constant memory.
 * When the source fails, the lines read before come first (the last of them open), then the failure is thrown.
 * @throws ReadProblem from the source, or the signal's reason.
 */
export async function* readLines(source: ByteSource, options: LineOptions = {}): AsyncGenerator<LineBatch> {
  const maxLineBytes = options.maxLineBytes ?? MAX_LINE_BYTES;
  const chunkBytes = Math.min(options.chunkBytes ?? CHUNK_BYTES, maxLineBytes);
  const from = options.from ?? { record: 1, byteOffset: 0 };
  const cutter = new LineCutter(maxLineBytes, from.record, from.byteOffset);
  try {
    for await (const chunk of readChunks(source, from.byteOffset, chunkBytes, options.signal)) {
      for (const batch of cutter.push(chunk)) {
        options.signal?.throwIfAborted();
        yield batch;
      }
    }
  } catch (error) {
    if (!options.signal?.aborted) yield* cutter.end();
    throw error;
  }
  yield* cutter.end();
}
