import * as vscode from 'vscode';
import type { DatasetInfo } from '../core/protocol/dataset-view';
import type { ScoreBatch } from '../core/protocol/score-batch';
import type { Audits } from '../editor/audits';
import { DatasetThread } from '../worker/dataset-thread';

/** One file open in the dataset view, in however many editors; its thread reads and indexes. */
export class DatasetDocument implements vscode.CustomDocument {
  private readonly events = new vscode.EventEmitter<{ event: string; data: unknown }>();
  private readonly reloaded = new vscode.EventEmitter<void>();
  private readonly watcher: vscode.FileSystemWatcher;
  private readonly scores: vscode.Disposable;
  private reader: DatasetThread;
  private isOpen = false;
  private looking: Promise<void> = Promise.resolve();
  /** What the thread tells (index growth, new columns, search progress), and `changed` when the file did. */
  readonly onEvent = this.events.event;
  /** Fires when the file is read anew, from the beginning. */
  readonly onReload = this.reloaded.event;

  constructor(readonly uri: vscode.Uri, private readonly entry: string, private readonly audits: Audits) {
    this.reader = this.start();
    this.scores = audits.onDidScore(scored => { if (this.isOpen && scored.uri.toString() === uri.toString()) this.addScores(scored.batch, scored.isFirst); });
    const folder = vscode.Uri.joinPath(uri, '..');
    this.watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, uri.path.slice(uri.path.lastIndexOf('/') + 1)));
    const changed = () => { void this.refresh(); };
    this.watcher.onDidChange(changed);
    this.watcher.onDidCreate(changed);
    this.watcher.onDidDelete(changed);
  }

  /** The thread that reads the file as it was when last opened. */
  get thread(): DatasetThread { return this.reader; }

  /** Opens the file in its thread, with the scores of an audit that was run before. */
  async open(): Promise<DatasetInfo> {
    const info = await this.reader.call.open(this.uri.fsPath);
    if (!this.isOpen) this.audits.scoresOf(this.uri).forEach((batch, i) => { this.addScores(batch, i === 0); });
    this.isOpen = true;
    return info;
  }

  /** True when the text editor can show the file too: not compressed. */
  get isPlain(): boolean { return !/\.gz$/i.test(this.uri.path); }

  /** Reads the file anew, as it is on disk now. */
  reload(): void {
    void this.reader.dispose();
    this.reader = this.start();
    this.reloaded.fire();
  }

  dispose(): void {
    this.scores.dispose();
    this.watcher.dispose();
    this.events.dispose();
    this.reloaded.dispose();
    void this.reader.dispose();
  }

  /** Looks what became of the file; a change that comes meanwhile is looked at after that. */
  private async refresh(): Promise<void> {
    if (!this.isOpen) return;
    this.looking = this.looking.then(async () => {
      const change = await this.reader.call.refresh();
      if (change !== 'same') this.events.fire({ event: 'changed', data: { change } });
    }).catch(() => undefined); // a thread that is gone has told why
    await this.looking;
  }

  private addScores(batch: ScoreBatch, isFirst: boolean): void {
    this.reader.call.addScores(batch, isFirst).catch(() => undefined); // a thread that is gone needs no scores; whoever waits for it is told
  }

  private start(): DatasetThread {
    const thread = new DatasetThread(this.entry);
    thread.onEvent((event, data) => { if (thread === this.reader) this.events.fire({ event, data }); });
    return thread;
  }
}
