import type { DatasetHost } from '../../extension/core/protocol/dataset-view';
import type { Reader } from './reader';

const READ_DELAY_MS = 60;
const messageOf = (error: unknown) => error instanceof Error ? error.message : String(error);

/** Fetches what the reader shows. While keys are held only the last record is fetched, and an answer that came too late is dropped. */
export class Reading {
  private timer = 0;
  private wanted = -1;

  /** `failed` tells why a record cannot be read. */
  constructor(private readonly host: Pick<DatasetHost, 'record' | 'explain'>, private readonly reader: Reader, private readonly failed: (message: string) => void) {}

  /** Shows a record, by its position in the file. */
  read(position: number): void {
    this.wanted = position;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { void this.readNow(position); }, READ_DELAY_MS);
  }

  /** Shows what in a record speaks for whom. */
  async explain(position: number): Promise<void> {
    try { this.reader.showExplanation(position, await this.host.explain(position)); } catch (error) { this.reader.showProblem(messageOf(error)); }
  }

  private async readNow(position: number): Promise<void> {
    try {
      const detail = await this.host.record(position);
      if (this.wanted === position) this.reader.show(detail);
    } catch (error) { this.failed(messageOf(error)); }
  }
}
