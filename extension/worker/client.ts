import '../core/onnx/no-telemetry';
import { Worker } from 'node:worker_threads';
import type { AuditWorker } from '../core/protocol/audit-worker';
import type { ScoreBatch } from '../core/protocol/score-batch';
import { connect } from '../core/protocol/rpc';
import type { Client } from '../core/protocol/rpc';

/** How far a job is; `sizeBytes` is null while unknown. */
export interface Progress { job: number; records: number; bytes: number; sizeBytes: number | null; recordsPerSecond: number }

const CRASHES_ALLOWED = 1;

/** JavaScript heap that the thread may take before it is ended with a message; an audit takes some 40 MB at any file size. */
const MEMORY_MB = 2048;

const isProgress = (data: unknown): data is Progress => typeof data === 'object' && data !== null && 'job' in data && typeof data.job === 'number';

const isScores = (data: unknown): data is { job: number; batch: ScoreBatch } => isProgress(data) && 'batch' in data;

/** What a running job tells: how far it is, and where it was asked for, the scores of single records. */
export interface Listeners { progress?: (progress: Progress) => void; scores?: (batch: ScoreBatch) => void }

interface Running { thread: Worker; client: Client<AuditWorker>; exited: Promise<void> }

/** The host's end of the scoring thread: starts it at the first call, restarts it once after a crash, and stops it by message only. */
export class AuditClient {
  private running: Running | undefined;
  private crashes = 0;
  private jobs = 0;
  private stopped = false;
  private readonly listeners = new Map<number, Listeners>();

  /** `entry` is the script of the thread; `report` gets one message when the thread crashes; `memoryMb` bounds its heap, so that it cannot take the host along. */
  constructor(private readonly entry: string, private readonly report: (message: string) => void, private readonly memoryMb = MEMORY_MB) {}

  /** Grows with every restart: what an earlier thread remembered is gone. */
  get generation(): number { return this.crashes; }

  /** The thread's methods. Throws when it has crashed too often or was stopped. */
  get call(): AuditWorker {
    if (this.stopped) throw new Error('Undertone is shutting down.');
    if (this.crashes > CRASHES_ALLOWED) throw new Error('The scoring thread stopped twice. Reload the window to start it again; the log says why it stopped.');
    this.running ??= this.start();
    return this.running.client.call;
  }

  /** Runs a job that can be cancelled and reports its progress. Resolves with what is done, also after `signal` fires. */
  async run<T>(start: (job: number, worker: AuditWorker) => Promise<T>, signal?: AbortSignal, onProgress?: Listeners['progress'], onScores?: Listeners['scores']): Promise<T> {
    const worker = this.call;
    const job = ++this.jobs;
    // a cancel that finds the thread gone has nothing left to cancel
    const cancel = () => { worker.cancel(job).catch(() => undefined); };
    this.listeners.set(job, { progress: onProgress, scores: onScores });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const done = start(job, worker);
      if (signal?.aborted) cancel();
      return await done;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.listeners.delete(job);
    }
  }

  /** Lets the thread forget a closed document's lines; one that does not run has none. */
  async closeLines(path: string): Promise<void> {
    await this.running?.client.call.closeLines(path).catch(() => undefined);
  }

  /** Lets the thread finish its chunk and end. */
  async dispose(): Promise<void> {
    this.stopped = true;
    const running = this.running;
    if (!running) return;
    await Promise.race([running.client.call.stop().catch(() => undefined), running.exited]);
    await running.exited;
  }

  private start(): Running {
    const thread = new Worker(this.entry, { resourceLimits: { maxOldGenerationSizeMb: this.memoryMb } });
    const client = connect<AuditWorker>({
      post: message => thread.postMessage(message),
      listen: handler => { thread.on('message', handler); },
    });
    client.onEvent((event, data) => {
      if (event === 'progress' && isProgress(data)) this.listeners.get(data.job)?.progress?.(data);
      else if (event === 'scores' && isScores(data)) this.listeners.get(data.job)?.scores?.(data.batch);
    });
    let cause = '';
    thread.on('error', error => { cause = `: ${error.message}`; });
    const exited = new Promise<void>(resolve => thread.once('exit', code => { this.ended(client, `exit code ${code}${cause}`); resolve(); }));
    return { thread, client, exited };
  }

  private ended(client: Client<AuditWorker>, cause: string): void {
    this.running = undefined;
    if (this.stopped) return client.close('Undertone is shutting down.');
    this.crashes++;
    const remedy = this.crashes > CRASHES_ALLOWED ? 'Reload the window to start it again.' : 'It is started again with the next request.';
    const message = `The scoring thread stopped (${cause}). ${remedy}`;
    client.close(message);
    this.report(message);
  }
}
