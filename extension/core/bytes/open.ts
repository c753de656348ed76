import type { Readable } from 'node:stream';
import { openFileSource } from './file-source';
import { HEAD_BYTES, unsupportedFormat } from './formats';
import { gzipSource } from './gzip-source';
import { ReadProblem } from './read-problem';
import type { ByteSource } from './source';
import { streamSource } from './stream-source';

async function readHead(source: ByteSource, signal?: AbortSignal): Promise<Buffer> {
  const head = Buffer.alloc(HEAD_BYTES);
  return head.subarray(0, await source.read(0, head, signal));
}

async function checked(source: ByteSource, head: Buffer): Promise<ByteSource> {
  const empty = head.length === 0;
  const problem = empty
    ? { code: 'unreadable' as const, message: `${source.name}: the file is empty.`, remedy: 'Check that whatever writes it has finished.' }
    : unsupportedFormat(source.name, head);
  if (problem) throw new ReadProblem(problem);
  return source;
}

/**
 * Opens a JSONL file, plain or gzip-compressed (told by its first bytes, not its name), for reading only.
 * @param name shown in messages; the path by default.
 * @throws ReadProblem with a remedy when it is missing, empty, a directory, or in a format that is not JSONL.
 */
export async function openSource(path: string, options: { name?: string; signal?: AbortSignal } = {}): Promise<ByteSource> {
  return unpacked(await openFileSource(path, options.name), options.signal);
}

/** The same for a stream, which is read once. @throws ReadProblem. */
export const openStream = (stream: Readable, name: string, signal?: AbortSignal): Promise<ByteSource> => unpacked(streamSource(stream, name), signal);

async function unpacked(file: ByteSource, signal?: AbortSignal): Promise<ByteSource> {
  let source = file;
  try {
    const head = await readHead(file, signal);
    if (head[0] !== 0x1f || head[1] !== 0x8b) return await checked(file, head);
    source = gzipSource(file);
    return await checked(source, await readHead(source, signal));
  } catch (error) {
    await source.close();
    throw error;
  }
}
