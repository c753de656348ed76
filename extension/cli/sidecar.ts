import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { writeNewFile } from '../core/curate/new-file';

/** Lines on their way into a new file, which gets its name when it is whole. */
export class SidecarFile {
  private readonly lines = new PassThrough();
  private readonly written: Promise<boolean>;

  /** @param path of a file that does not exist yet; `.gz` compresses. One that cannot be written is named on stderr, and what follows is left out. */
  constructor(path: string) {
    this.written = writeNewFile(path, this.lines).then(() => true, (error: unknown) => {
      process.stderr.write(`undertone: ${error instanceof Error ? error.message : String(error)} The audit goes on without --sidecar.\n`);
      this.lines.destroy();
      return false;
    });
  }

  /** Waits for a slow disk. */
  async write(text: string): Promise<void> {
    if (!this.lines.destroyed && !this.lines.write(text)) await Promise.race([once(this.lines, 'drain'), this.written]);
  }

  /** Names the file; false where it could not be written. */
  async close(): Promise<boolean> {
    this.lines.end();
    return this.written;
  }
}
