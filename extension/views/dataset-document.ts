import * as vscode from 'vscode';
import { DatasetThread } from '../worker/dataset-thread';

/** One file open in the dataset view, in however many editors; its thread reads and indexes. */
export class DatasetDocument implements vscode.CustomDocument {
  readonly thread: DatasetThread;
  private readonly events = new vscode.EventEmitter<{ event: string; data: unknown }>();
  /** What the thread tells: index growth, new columns, search progress. */
  readonly onEvent = this.events.event;

  constructor(readonly uri: vscode.Uri, entry: string) {
    this.thread = new DatasetThread(entry);
    this.thread.onEvent((event, data) => { this.events.fire({ event, data }); });
  }

  /** True when the text editor can show the file too: not compressed. */
  get isPlain(): boolean { return !/\.gz$/i.test(this.uri.path); }

  dispose(): void {
    this.events.dispose();
    void this.thread.dispose();
  }
}
