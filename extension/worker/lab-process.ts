import { fork, type ChildProcess } from 'node:child_process';
import type { LabControl, LabKind } from '../core/protocol/lab';
import { connect, type Client, type Methods } from '../core/protocol/rpc';

/** How long a run may take to hear that it should stop; then its process is ended from outside, which harms no one else. */
const STOP_MS = 150;

/** What the host hears of a lab's process. */
export interface LabListener {
  event(name: string, data: unknown): void;
  /** The process ended by itself, and with it what was going on. The next call starts another. */
  crashed(message: string): void;
}

interface Running<W> { child: ChildProcess; client: Client<W> }

/**
 * The host's end of a process that trains: a process of its own, because ONNX Runtime takes the whole process along when a thread is
 * ended inside a run. Started at the first call; ending it at any moment is safe for the host.
 */
export class LabProcess<W extends LabControl & Methods<W>> {
  private running: Running<W> | undefined;

  /** `entry` is the script of the process. */
  constructor(private readonly entry: string, private readonly kind: LabKind, private readonly listener: LabListener) {}

  /** The methods of the process. */
  get call(): W {
    this.running ??= this.start();
    return this.running.client.call;
  }

  /** True when there is a process, running or waiting. */
  get isAlive(): boolean { return this.running !== undefined; }

  /** Ends the run within STOP_MS. True when the process is still there, with what it had learned. */
  async stop(): Promise<boolean> {
    const { running } = this;
    if (!running) return false;
    let timer: NodeJS.Timeout | undefined;
    const overdue = new Promise<boolean>(resolve => { timer = setTimeout(() => { resolve(false); }, STOP_MS); });
    const isHeard = await Promise.race([running.client.call.stop().then(() => true, () => false), overdue]);
    clearTimeout(timer);
    if (!isHeard) this.end(running, 'The run was stopped.');
    return isHeard;
  }

  /** Ends the process at once, whatever it does. */
  dispose(): void {
    if (this.running) this.end(this.running, 'The lab was closed.');
  }

  private start(): Running<W> {
    const child = fork(this.entry, [this.kind], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' });
    const client = connect<W>({
      post: message => { child.send(message as object, () => undefined); }, // one that is gone says so by its exit
      listen: handler => { child.on('message', handler); },
    });
    const running = { child, client };
    client.onEvent((name, data) => { if (this.running === running) this.listener.event(name, data); });
    let words = '';
    child.stderr?.on('data', (text: Buffer) => { words = `${words}${text.toString()}`.slice(-500); });
    child.once('error', error => { this.ended(running, error.message); });
    child.once('exit', (code, signal) => { this.ended(running, `${signal ?? `exit code ${code ?? 'unknown'}`}${words ? `: ${words.trim()}` : ''}`); });
    return running;
  }

  private end(running: Running<W>, reason: string): void {
    this.running = undefined;
    running.client.close(reason);
    running.child.kill('SIGKILL');
  }

  /** Does nothing where the end was asked for. */
  private ended(running: Running<W>, cause: string): void {
    if (this.running !== running) return;
    this.running = undefined;
    const message = `The process that trains the networks ended (${cause}). What it has shown stays; start the run again.`;
    running.client.close(message);
    this.listener.crashed(message);
  }
}
