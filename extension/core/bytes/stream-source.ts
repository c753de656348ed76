import type { Readable } from 'node:stream';
import { HEAD_BYTES } from './formats';
import { asReadProblem } from './read-problem';
import type { ByteSource } from './source';

/** Pipes give small pieces; this much is gathered for one read. */
const GATHERED_BYTES = 512 << 10;

/** A stream that can be read once, forwards; its beginning may be read again, so that the format can be told. */
class StreamSource implements ByteSource {
  readonly sizeBytes = undefined;
  private readonly chunks: AsyncIterator<Buffer>;
  /** Bytes from `offset` on that were read and not yet passed by. */
  private held: Buffer = Buffer.alloc(0);
  private offset = 0;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(readonly name: string, private readonly stream: Readable) {
    this.chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Reads wait for each other. */
  read(offset: number, target: Uint8Array, signal?: AbortSignal): Promise<number> {
    const reading = this.queue.then(() => this.fill(offset, target, signal));
    this.queue = reading.catch(() => {});
    return reading;
  }

  async close(): Promise<void> { this.stream.destroy(); }

  private async fill(offset: number, target: Uint8Array, signal?: AbortSignal): Promise<number> {
    if (offset < this.offset) throw asReadProblem(this.name, new Error('a stream cannot be read twice'));
    if (offset >= HEAD_BYTES) this.drop(offset);
    const wanted = offset + Math.max(Math.min(target.length, GATHERED_BYTES), 1);
    while (this.offset + this.held.length < wanted && await this.advance(signal)) if (offset >= HEAD_BYTES) this.drop(offset);
    const part = this.held.subarray(offset - this.offset, offset - this.offset + target.length);
    target.set(part);
    return part.length;
  }

  private drop(before: number): void {
    const dropped = Math.min(before - this.offset, this.held.length);
    this.held = this.held.subarray(dropped);
    this.offset += dropped;
  }

  private async advance(signal?: AbortSignal): Promise<boolean> {
    signal?.throwIfAborted();
    const next = await aborted(this.chunks.next(), signal).catch((error: unknown) => { throw signal?.aborted ? error : asReadProblem(this.name, error); });
    if (next.done) return false;
    this.held = this.held.length ? Buffer.concat([this.held, next.value]) : next.value;
    return true;
  }
}

/** A pipe may stay silent for ever, so a stop does not wait for it. */
function aborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** A stream of bytes, such as standard input, as a source of unknown size. Closing it destroys the stream. */
export const streamSource = (stream: Readable, name: string): ByteSource => new StreamSource(name, stream);
