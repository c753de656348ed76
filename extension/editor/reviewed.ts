import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { readMarks } from '../core/curate/known-findings';
import { ReviewedStore } from '../core/curate/reviewed';
import type { Marks } from '../core/curate/reviewed';

const NONE: Marks = new Map();

/** The folder that holds a file's marks: its workspace folder, else its own folder. */
export function folderOf(uri: vscode.Uri): string | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? (uri.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0] : undefined);
  if (folder) return folder.uri.fsPath;
  return uri.scheme === 'file' ? dirname(uri.fsPath) : undefined;
}

/** The marks of one folder: what was reviewed, and the baseline. */
interface Entry { store: ReviewedStore; baseline: ReviewedStore; folder: string; marks: Marks }

/** Reviewed and accepted findings as the editor sees them: read once per folder, again when a file of marks changes on disk. */
export class Reviewed implements vscode.Disposable {
  private readonly stores = new Map<string, Entry>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly watcher = vscode.workspace.createFileSystemWatcher('**/{.undertone,.undertone/reviewed.json,.undertone/baseline.json}');
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

  /** Puts findings into the baseline; resolves with how many were new. Rejects as `mark` does. */
  async accept(uri: vscode.Uri, findings: readonly { contentHash: string; rule: string }[]): Promise<number> {
    let added = 0;
    await this.change(uri, async (_, baseline) => { added = await baseline.markAll(findings); });
    return added;
  }

  /** Takes a mark away. Rejects with a message when that cannot be kept. */
  async unmark(uri: vscode.Uri, contentHash: string): Promise<void> {
    await this.change(uri, async (store, baseline) => {
      await store.unmark(contentHash);
      await baseline.unmark(contentHash);
    });
  }

  dispose(): void {
    this.watcher.dispose();
    this.changed.dispose();
  }

  private async change(uri: vscode.Uri, edit: (store: ReviewedStore, baseline: ReviewedStore) => Promise<void>): Promise<void> {
    const folder = folderOf(uri);
    if (folder === undefined) throw new Error(vscode.l10n.t('{0}: reviewed marks need a folder on disk. Save the file or open a folder first.', uri.path));
    const entry = this.entry(folder);
    await edit(entry.store, entry.baseline);
    entry.marks = await readMarks(folder);
    this.changed.fire();
  }

  private entry(folder: string): Entry {
    const known = this.stores.get(folder);
    if (known) return known;
    const entry: Entry = { store: new ReviewedStore(folder), baseline: new ReviewedStore(folder, 'baseline'), folder, marks: NONE };
    this.stores.set(folder, entry);
    void this.read(entry).then(() => this.changed.fire());
    return entry;
  }

  private async reload(): Promise<void> {
    await Promise.all([...this.stores.values()].map(entry => this.read(entry)));
    this.changed.fire();
  }

  private async read(entry: Entry): Promise<void> {
    try {
      entry.marks = await readMarks(entry.folder);
    } catch (error) {
      entry.marks = NONE;
      this.complain(error instanceof Error ? error.message : String(error));
    }
  }
}
