import { open, stat, type FileHandle } from 'node:fs/promises';
import { ReadProblem, asReadProblem } from './read-problem';
import type { ByteSource } from './source';

/** A plain file, opened for reading only. */
class FileSource implements ByteSource {
  readonly name: string;
  readonly sizeBytes: number;
  readonly #handle: FileHandle;

  constructor(name: string, handle: FileHandle, sizeBytes: number) {
    this.name = name;
    this.#handle = handle;
    this.sizeBytes = sizeBytes;
  }

  async read(offset: number, target: Uint8Array, signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    const { bytesRead } = await this.#handle.read(target, 0, target.length, offset).catch((error: unknown) => { throw asReadProblem(this.name, error); });
    signal?.throwIfAborted();
    if (bytesRead === 0 && target.length > 0 && offset < this.sizeBytes) throw this.#shrunk(offset);
    return bytesRead;
  }

  close(): Promise<void> { return this.#handle.close(); }

  #shrunk(offset: number): ReadProblem {
    return new ReadProblem({
      code: 'changed', byteOffset: offset,
      message: `${this.name}: the file shrank while it was read: it had ${this.sizeBytes} bytes and now ends before byte ${offset + 1}.`,
      remedy: 'Wait until whatever writes it is done, then run again; what was read before this point is kept.',
    });
  }
}

/**
 * Opens a file for reading (never for writing) and keeps it open until `close`.
 * Reads beyond the size it had at opening are allowed: a file that grows is read to its present end.
 * @throws ReadProblem when it is missing, a directory, a pipe or device, or not permitted.
 */
export async function openFileSource(path: string, name = path): Promise<ByteSource> {
  try {
    const found = await stat(path); // before opening, because opening a pipe waits for its writer
    if (!found.isFile()) throw Object.assign(new Error('not a regular file'), { code: found.isDirectory() ? 'EISDIR' : 'ENOTSUP' });
    return new FileSource(name, await open(path, 'r'), found.size);
  } catch (error) {
    throw asReadProblem(name, error);
  }
}
