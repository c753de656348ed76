import { Worker } from 'node:worker_threads';
import type { DatasetReader } from '../core/protocol/dataset-view';
import { connect, type Client } from '../core/protocol/rpc';

/** How long a thread may take to close its file before it is ended; it runs no model, so ending it is safe. */
const STOP_MS = 2000;

/** The host's end of one dataset's data thread. */
export class DatasetThread {
  private readonly thread: Worker;
  private readonly client: Client<DatasetReader>;
  private readonly exited: Promise<void>;

  /** `entry` is the script of the thread. */
  constructor(entry: string) {
    this.thread = new Worker(entry);
    this.client = connect<DatasetReader>({
      post: message => { this.thread.postMessage(message); },
      listen: handler => { this.thread.on('message', handler); },
    });
    let cause = '';
    this.thread.on('error', error => { cause = `: ${error.message}`; });
    this.exited = new Promise(resolve => this.thread.once('exit', () => {
      this.client.close(`The thread that reads this file stopped${cause}. Close and open the file to start it again.`);
      resolve();
    }));
  }

  /** The thread's methods. */
  get call(): DatasetReader { return this.client.call; }

  /** Hears every event of the thread. */
  onEvent(handler: (event: string, data: unknown) => void): void { this.client.onEvent(handler); }

  /** Closes the file and ends the thread. */
  async dispose(): Promise<void> {
    const overdue = setTimeout(() => { void this.thread.terminate(); }, STOP_MS);
    this.client.call.stop().catch(() => undefined); // a thread that is gone needs no stopping
    await this.exited;
    clearTimeout(overdue);
  }
}
