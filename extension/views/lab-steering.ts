import * as vscode from 'vscode';
import type { LabControl, LabKind, LabStatus } from '../core/protocol/lab';
import type { Methods } from '../core/protocol/rpc';
import { COMMANDS } from '../commands/ids';
import { LabProcess } from '../worker/lab-process';

const isGoingOn = ({ state }: LabStatus) => state === 'running' || state === 'paused';

/** One lab's process and the status of its run, for the page and in the status bar; the same for every lab. */
export class LabSteering<W extends LabControl & Methods<W>> implements vscode.Disposable {
  private readonly process: LabProcess<W>;
  private readonly item = vscode.window.createStatusBarItem('undertone.lab', vscode.StatusBarAlignment.Left, 0);
  /** Where the run stands. */
  status: LabStatus = { state: 'idle', share: 0, doing: '' };

  /** `entry` is the script of the process; `tell` gets its events, `status` among them. */
  constructor(entry: string, kind: LabKind, title: string, private readonly tell: (event: string, data: unknown) => void) {
    this.process = new LabProcess<W>(entry, kind, {
      event: (event, data) => { if (event === 'status') this.setStatus(data as LabStatus); else tell(event, data); },
      crashed: message => { this.setStatus({ ...this.status, state: 'failed', message }); },
    });
    this.item.name = title;
    this.item.command = { title, command: COMMANDS.openLab, arguments: [kind] };
  }

  /** The methods of the process. */
  get call(): W { return this.process.call; }

  /** Follows what was started in the process; its end comes as a status, also where it failed before it began. */
  follow(work: Promise<void>): void {
    work.catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (this.status.state !== 'failed' && this.status.state !== 'stopped') this.setStatus({ ...this.status, state: 'failed', message });
    });
  }

  /** Ends the run, within a moment, whatever it does. */
  async stop(): Promise<void> {
    const isGone = this.process.isAlive && !await this.process.stop();
    if (isGone || isGoingOn(this.status)) this.setStatus({ ...this.status, state: 'stopped' });
  }

  /** Ends the run and its process, and with it all that was learned; `done` where a finished run from a file takes its place. */
  reset(state: 'idle' | 'done' = 'idle'): void {
    this.process.dispose();
    this.setStatus({ state, share: state === 'done' ? 1 : 0, doing: '' });
  }

  dispose(): void {
    this.process.dispose();
    this.item.dispose();
  }

  private setStatus(status: LabStatus): void {
    this.status = status;
    this.tell('status', status);
    const percent = Math.floor(status.share * 100);
    this.item.text = status.state === 'paused' ? `$(debug-pause) ${vscode.l10n.t('Lab paused, {0} %', percent)}` : `$(beaker) ${vscode.l10n.t('Lab {0} %', percent)}`;
    this.item.tooltip = status.doing;
    if (isGoingOn(status)) this.item.show(); else this.item.hide();
  }
}
