import { GunzipPass } from './gunzip-pass';
import { ReadProblem } from './read-problem';
import type { ByteSource } from './source';

/**
 * A gzip file as a source of its decompressed bytes. Reading forwards streams in constant memory.
 * Reading backwards beyond the last few pieces starts again from the beginning (deflate has no random access),
 * so give a sequential reader and a random reader a source each.
 */
class GzipSource implements ByteSource {
  readonly name: string;
  sizeBytes: number | undefined;
  readonly #file: ByteSource;
  #pass: GunzipPass;
  #pieces: Buffer[] = [];
  /** Decompressed offset of the first byte in `#pieces`. */
  #offset = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(file: ByteSource) {
    this.name = file.name;
    this.#file = file;
    this.#pass = new GunzipPass(file);
  }

  get stored() { return { readBytes: this.#pass.consumedBytes, sizeBytes: this.#file.sizeBytes ?? this.#pass.consumedBytes }; }

  /** Reads wait for each other, because they share one decompressor. */
  read(offset: number, target: Uint8Array, signal?: AbortSignal): Promise<number> {
    const reading = this.#queue.then(() => this.#fill(offset, target, signal));
    this.#queue = reading.catch(() => {});
    return reading;
  }

  async close(): Promise<void> {
    this.#pass.stop();
    await this.#file.close();
  }

  async #fill(offset: number, target: Uint8Array, signal?: AbortSignal): Promise<number> {
    if (offset < this.#offset) this.#restart();
    let filled = 0;
    while (filled < target.length) {
      signal?.throwIfAborted();
      filled += this.#take(offset + filled, target.subarray(filled));
      if (filled === target.length || !await this.#advance(filled > 0, signal)) break;
    }
    return filled;
  }

  /** Copies what is at hand from `offset`, forgetting the pieces that lie before it. */
  #take(offset: number, target: Uint8Array): number {
    while (this.#pieces.length > 0 && this.#offset + this.#pieces[0].length <= offset) this.#offset += this.#pieces.shift()!.length;
    let filled = 0;
    let skip = offset - this.#offset;
    for (const piece of this.#pieces) {
      filled += piece.copy(target, filled, Math.min(skip, piece.length));
      skip = Math.max(0, skip - piece.length);
      if (filled === target.length) break;
    }
    return filled;
  }

  /** Decompresses one step further; false at the end, or at a failure that must wait because bytes before it are still to be given. */
  async #advance(holdFailure: boolean, signal?: AbortSignal): Promise<boolean> {
    try {
      const pieces = await this.#pass.next(signal);
      if (pieces) this.#pieces.push(...pieces);
      else this.sizeBytes = this.#pieces.reduce((sum, piece) => sum + piece.length, this.#offset);
      return pieces !== null;
    } catch (error) {
      if (signal?.aborted || error instanceof ReadProblem) throw error;
      if (holdFailure) return false;
      throw this.#corrupt(error);
    }
  }

  #corrupt(error: unknown): ReadProblem {
    const cutOff = error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
    return new ReadProblem({
      code: cutOff ? 'truncated' : 'unreadable',
      message: `${this.name}: the gzip data ${cutOff ? 'is cut off' : 'is corrupt'} near stored byte ${this.#pass.consumedBytes}.`,
      remedy: 'Copy or download the file again (gzip -t tests it); what was read before this point is kept.',
    }, error);
  }

  #restart(): void {
    this.#pass.stop();
    this.#pass = new GunzipPass(this.#file);
    this.#pieces = [];
    this.#offset = 0;
  }
}

/** Reads the gzip data in `file` (which it then owns and closes). Nothing is checked until the first read. */
export function gzipSource(file: ByteSource): ByteSource { return new GzipSource(file); }
