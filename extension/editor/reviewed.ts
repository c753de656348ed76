import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { ReviewedStore } from '../core/curate/reviewed';
import type { Marks } from '../core/curate/reviewed';

const NONE: Marks = new Map();

/** The folder that holds a file's marks: its workspace folder, else its own folder. */
export function folderOf(uri: vscode.Uri): string | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? (uri.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0] : undefined);
  if (folder) return folder.uri.fsPath;
  return uri.scheme === 'file' ? dirname(uri.fsPath) : undefined;
}

/** Reviewed marks as the editor sees them: read once per folder, again when the file changes on disk. */
export class Reviewed implements vscode.Disposable {
  private readonly stores = new Map<string, { store: ReviewedStore; marks: Marks }>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly watcher = vscode.workspace.createFileSystemWatcher('**/{.undertone,.undertone/reviewed.json}');
  /** Fires when marks were made, taken away or read again. */
  readonly onDidChange = this.changed.event;

  /** `complain` gets the message of a file of marks that cannot be used. */
  constructor(private readonly complain: (message: string) => void) {
    const reload = () => { void this.reload(); };
    this.watcher.onDidChange(reload);
    this.watcher.onDidCreate(reload);
    this.watcher.onDidDelete(reload);
  }

  /** The marks for a file; empty until they are read, which fires `onDidChange`. */
  marksFor(uri: vscode.Uri): Marks {
    const folder = folderOf(uri);
    return folder === undefined ? NONE : this.entry(folder).marks;
  }

  /** Puts a finding, or a record, aside. Rejects with a message when it cannot be kept. */
  async mark(uri: vscode.Uri, { contentHash, rule }: { contentHash: string; rule: string }): Promise<void> {
    await this.change(uri, store => store.mark(contentHash, rule));
  }

  /** Takes a mark away. Rejects with a message when that cannot be kept. */
  async unmark(uri: vscode.Uri, contentHash: string): Promise<void> {
    await this.change(uri, store => store.unmark(contentHash));
  }

  dispose(): void {
    this.watcher.dispose();
    this.changed.dispose();
  }

  private async change(uri: vscode.Uri, edit: (store: ReviewedStore) => Promise<void>): Promise<void> {
    const folder = folderOf(uri);
    if (folder === undefined) throw new Error(`${uri.path}: reviewed marks need a folder on disk. Save the file or open a folder first.`);
    const entry = this.entry(folder);
    await edit(entry.store);
    entry.marks = await entry.store.read();
    this.changed.fire();
  }

  private entry(folder: string): { store: ReviewedStore; marks: Marks } {
    const known = this.stores.get(folder);
    if (known) return known;
    const entry = { store: new ReviewedStore(folder), marks: NONE };
    this.stores.set(folder, entry);
    void this.read(entry).then(() => this.changed.fire());
    return entry;
  }

  private async reload(): Promise<void> {
    await Promise.all([...this.stores.values()].map(entry => this.read(entry)));
    this.changed.fire();
  }

  private async read(entry: { store: ReviewedStore; marks: Marks }): Promise<void> {
    try {
      entry.marks = await entry.store.read();
    } catch (error) {
      entry.marks = NONE;
      this.complain(error instanceof Error ? error.message : String(error));
    }
  }
}
