import type { LabControl, LabStatus } from '../core/protocol/lab';

/** What a run does between two reports: says how far it is, and waits where it is paused. Rejects when the run is stopped. */
export type Turn = (share: number, doing: string) => Promise<void>;

/** Steers one run at a time: pause, single steps, stop, and what is told of it. The same for every lab. */
export class LabRunner implements LabControl {
  private status: LabStatus = { state: 'idle', share: 0, doing: '' };
  private stopper: AbortController | undefined;
  private finished: Promise<void> = Promise.resolve();
  private goOn: (() => void) | undefined;
  private isPaused = false;

  /** `tell` gets every change. */
  constructor(private readonly tell: (status: LabStatus) => void) {}

  /** Runs `work` to its end; one that is stopped resolves. Rejects with what `work` throws, and where another run is going on. */
  async run(work: (signal: AbortSignal, turn: Turn) => Promise<void>): Promise<void> {
    if (this.stopper) throw new Error('A run is going on already. Stop it first.');
    const { signal } = this.stopper = new AbortController();
    this.isPaused = false;
    this.update({ state: 'running', share: 0, doing: 'Loading', message: undefined });
    const outcome = work(signal, (share, doing) => this.turn(signal, share, doing));
    this.finished = outcome.then(() => undefined, () => undefined);
    try {
      await outcome;
      this.update({ state: 'done', share: 1 });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.update(signal.aborted ? { state: 'stopped' } : { state: 'failed', message });
      if (!signal.aborted) throw error;
    } finally {
      this.stopper = undefined;
    }
  }

  pause = async (): Promise<void> => { this.isPaused = this.stopper !== undefined; };

  resume = async (): Promise<void> => {
    this.isPaused = false;
    this.goOn?.();
  };

  /** A run that goes on stops at its next report. */
  step = async (): Promise<void> => {
    await this.pause();
    this.goOn?.();
  };

  stop = async (): Promise<void> => {
    this.stopper?.abort(new Error('stopped'));
    this.goOn?.();
    await this.finished;
  };

  private async turn(signal: AbortSignal, share: number, doing: string): Promise<void> {
    signal.throwIfAborted();
    if (this.isPaused) {
      this.update({ state: 'paused', share, doing });
      await new Promise<void>(resolve => { this.goOn = resolve; });
      this.goOn = undefined;
      signal.throwIfAborted();
    }
    this.update({ state: 'running', share, doing });
    await new Promise(setImmediate); // lets messages in
    signal.throwIfAborted();
  }

  private update(change: Partial<LabStatus>): void {
    this.status = { ...this.status, ...change };
    this.tell(this.status);
  }
}
