import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { writeNewFile } from '../core/curate/new-file';

/** Lines on their way into a new file, which gets its name when it is whole. */
export class SidecarFile {
  private readonly lines = new PassThrough();
  private readonly written: Promise<void>;

  /** @param path of a file that does not exist yet; `.gz` compresses. */
  constructor(path: string) {
    this.written = writeNewFile(path, this.lines);
    this.written.catch(() => { this.lines.destroy(); }); // told by write or close
  }

  /** Rejects with `WriteProblem` once the file cannot be written; waits for a slow disk. */
  async write(text: string): Promise<void> {
    if (this.lines.destroyed) await this.written;
    if (!this.lines.write(text)) await Promise.race([once(this.lines, 'drain'), this.written]);
  }

  /** Names the file. Rejects with `WriteProblem`. */
  async close(): Promise<void> {
    this.lines.end();
    await this.written;
  }
}
