import { createGunzip } from 'node:zlib';
import type { ByteSource } from './source';

/** Compressed bytes per step; deflate expands at most about 1032 times, so this bounds the memory of one step to 17 MB. */
const INPUT_BYTES = 16 << 10;

/** One pass over a gzip stream (several members allowed): gives its decompressed bytes in order, a step at a time. */
export class GunzipPass {
  readonly #file: ByteSource;
  readonly #gunzip = createGunzip({ chunkSize: 64 << 10 });
  #pieces: Buffer[] = [];
  #failure: Error | undefined;
  #ended = false;
  #wake = () => {};
  /** Compressed bytes taken so far. */
  consumedBytes = 0;

  constructor(file: ByteSource) {
    this.#file = file;
    this.#gunzip.on('data', (piece: Buffer) => this.#pieces.push(piece));
    this.#gunzip.on('error', error => { this.#failure = error; this.#wake(); });
    this.#gunzip.on('end', () => { this.#ended = true; this.#wake(); });
  }

  /**
   * The next decompressed pieces, possibly none yet; null at the end.
   * Throws zlib's error when the stream is cut off or corrupt, after all bytes before that point were given.
   */
  async next(signal?: AbortSignal): Promise<Buffer[] | null> {
    if (this.#failure) throw this.#failure;
    if (this.#ended) return null;
    const input = Buffer.allocUnsafe(INPUT_BYTES);
    const length = await this.#file.read(this.consumedBytes, input, signal);
    this.consumedBytes += length;
    await this.#feed(input.subarray(0, length));
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  stop(): void { this.#gunzip.destroy(); }

  /** Resolves when zlib has taken the input; none means that the stored bytes end here. */
  #feed(input: Buffer): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
      if (input.length > 0) this.#gunzip.write(input, () => resolve());
      else this.#gunzip.end();
    });
  }
}
