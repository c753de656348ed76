import type { LineBatch } from '../bytes/line-cutter';
import { readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';

/** Bytes looked at between two chances to stop. */
const CHUNK_BYTES = 1 << 20;

/** How a pass is watched and stopped; `closing` ends it with an error, `signal` with what it has. */
export interface PassControl {
  signal: AbortSignal;
  closing?: AbortSignal;
  onProgress?: (scannedBytes: number) => void;
  /** Work that is due between two chunks. */
  settle?: () => Promise<void> | undefined;
}

/** How far a pass came. */
export interface PassResult { cancelled: boolean; scannedBytes: number; elapsedMs: number }

/** Goes over every line of a source once, in order; a message can come in after each chunk. */
export async function passOver(source: ByteSource, { signal, closing, onProgress, settle }: PassControl, use: (batch: LineBatch) => void): Promise<PassResult> {
  const began = performance.now();
  let scannedBytes = 0;
  if (!signal.aborted) {
    for await (const batch of readLines(source, { signal: closing, chunkBytes: CHUNK_BYTES })) {
      use(batch);
      scannedBytes = batch.byteOffset + (batch.oversized?.byteLength ?? batch.bytes.length);
      onProgress?.(scannedBytes);
      await settle?.();
      await new Promise(resolve => { setImmediate(resolve); });
      if (signal.aborted) break;
    }
  }
  return { cancelled: signal.aborted, scannedBytes, elapsedMs: performance.now() - began };
}
