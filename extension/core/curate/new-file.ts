import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** A file that could not be written; nothing is left behind and nothing was overwritten. The message names file and remedy. */
export class WriteProblem extends Error {
  constructor(path: string, why: string, remedy: string, cause?: unknown) {
    super(`${path}: ${why}. ${remedy}`, { cause });
    this.name = 'WriteProblem';
  }
}

const REASONS: Record<string, [why: string, remedy: string]> = {
  EEXIST: ['the file exists and is never overwritten', 'Name another file, or move this one away.'],
  ENOSPC: ['the disk is full', 'Free some space and run again; nothing of it was kept.'],
  EDQUOT: ['your disk quota is used up', 'Free some space and run again; nothing of it was kept.'],
  EPERM: ['permission denied', 'Choose a folder that you may write to.'],
  EIO: ['the disk or network share failed while writing', 'Check the disk or network share and run again; nothing of it was kept.'],
  EACCES: ['permission denied', 'Choose a folder that you may write to.'],
  EROFS: ['the disk is read-only', 'Choose another folder.'],
  ENOENT: ['its folder does not exist', 'Make the folder first.'],
  ENOTDIR: ['its folder is a file', 'Choose another folder.'],
};

/** A failure of the file system with its remedy, where one is known; anything else as it is. */
export function asWriteProblem(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [why, remedy] = REASONS[code] ?? [];
  return why && remedy ? new WriteProblem(path, why, remedy, error) : error;
}

const exists = (path: string) => stat(path).then(() => true, () => false);

/** Gives the draft its name without ever replacing a file; where the file system has no links, after one more look. */
async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EEXIST' || await exists(path)) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
    await rename(draft, path);
  }
}

/**
 * Writes a new file beside itself and names it when it is whole: a crash, a full disk or a stop leaves no half file, and a file
 * that exists is never touched. A path that ends with `.gz` is compressed.
 * @throws WriteProblem, the signal's reason, or whatever `chunks` throws.
 */
export async function writeNewFile(path: string, chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>, signal?: AbortSignal): Promise<void> {
  if (await exists(path)) throw asWriteProblem(path, Object.assign(new Error('exists'), { code: 'EEXIST' }));
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    const target = createWriteStream(draft, { flags: 'wx', flush: true }), source = Readable.from(chunks);
    await (path.endsWith('.gz') ? pipeline(source, createGzip(), target, { signal }) : pipeline(source, target, { signal }));
    await publish(draft, path);
  } catch (error) {
    throw signal?.aborted ? signal.reason : asWriteProblem(path, error);
  } finally {
    await rm(draft, { force: true });
  }
}
