import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { asReadProblem } from '../bytes/read-problem';
import type { ByteSource } from '../bytes/source';

const STEP_BYTES = 1 << 20;

/**
 * Random access to a source that can only be read forwards cheaply (gzip): what has been read once is kept in a private
 * temporary file that goes with the source. Memory stays constant at any size.
 */
export class SpooledSource implements ByteSource {
  readonly name: string;
  private spooledBytes = 0;
  private ended = false;
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(private readonly inner: ByteSource, private readonly folder: string, private readonly handle: FileHandle) {
    this.name = inner.name;
  }

  get sizeBytes(): number | undefined { return this.ended ? this.spooledBytes : this.inner.sizeBytes; }
  get stored() { return this.inner.stored; }

  /** Takes over `inner` and closes it with itself. */
  static async over(inner: ByteSource): Promise<SpooledSource> {
    const folder = await mkdtemp(path.join(tmpdir(), 'undertone-spool-'));
    const handle = await open(path.join(folder, 'text'), 'wx+', 0o600);
    // Unlinked at once where the system allows it, so that not even a crash leaves text behind; Windows keeps it until `close`.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    return new SpooledSource(inner, folder, handle);
  }

  async read(offset: number, target: Uint8Array, signal?: AbortSignal): Promise<number> {
    while (!this.ended && this.spooledBytes <= offset) await this.advance(signal);
    const length = Math.min(target.length, this.spooledBytes - offset);
    if (length <= 0) return 0;
    return (await this.handle.read(target, 0, length, offset)).bytesRead;
  }

  async close(): Promise<void> {
    await this.queue;
    await Promise.allSettled([this.inner.close(), this.handle.close()]);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** One step of decompression; steps wait for each other, because the inner source has one position. */
  private advance(signal?: AbortSignal): Promise<void> {
    const step = this.queue.then(async () => {
      const chunk = Buffer.allocUnsafe(STEP_BYTES);
      const length = await this.inner.read(this.spooledBytes, chunk, signal);
      if (length === 0) { this.ended = true; return; }
      await this.handle.write(chunk, 0, length, this.spooledBytes).catch((error: unknown) => { throw asReadProblem(this.name, error); });
      this.spooledBytes += length;
    });
    this.queue = step.catch(() => undefined);
    return step;
  }
}
