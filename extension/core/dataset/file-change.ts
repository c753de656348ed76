import { open, stat } from 'node:fs/promises';
import type { FileChange } from '../protocol/dataset-view';

/** Bytes at the beginning and before the end that tell whether a file that is longer now still begins as it did. */
const PRINT_BYTES = 4096;

interface Print { inode: number; sizeBytes: number; modifiedMs: number; head: Buffer; tail: Buffer }

async function printOf(path: string, sizeBytes?: number): Promise<Print> {
  const found = await stat(path);
  const end = Math.min(sizeBytes ?? found.size, found.size);
  const handle = await open(path, 'r');
  try {
    // what cannot be read counts as empty: whoever reads the records there is told why
    const read = async (from: number, to: number) => { const bytes = Buffer.alloc(to - from); return bytes.subarray(0, await handle.read(bytes, 0, bytes.length, from).then(({ bytesRead }) => bytesRead, () => 0)); };
    return { inode: found.ino, sizeBytes: found.size, modifiedMs: found.mtimeMs, head: await read(0, Math.min(PRINT_BYTES, end)), tail: await read(Math.max(0, end - PRINT_BYTES), end) };
  } finally { await handle.close(); }
}

/** Tells what has become of a file since it was opened. A file that was only added to has grown; any other change makes it another file. */
export class FileHistory {
  private constructor(private readonly path: string, private last: Print) {}

  /** Begins with the file as it is now. Rejects when it cannot be read. */
  static async of(path: string): Promise<FileHistory> {
    return new FileHistory(path, await printOf(path));
  }

  /** What happened since it was asked last, or since the beginning. */
  async look(): Promise<FileChange> {
    const { last } = this;
    let now: Print;
    try { now = await printOf(this.path, last.sizeBytes); } catch { return 'gone'; }
    if (now.inode !== last.inode) return 'replaced';
    if (now.sizeBytes < last.sizeBytes) return 'shrunk';
    if (!now.head.equals(last.head) || !now.tail.equals(last.tail)) return 'replaced';
    if (now.sizeBytes === last.sizeBytes) return now.modifiedMs === last.modifiedMs ? 'same' : 'replaced';
    this.last = await printOf(this.path);
    return 'grown';
  }
}
