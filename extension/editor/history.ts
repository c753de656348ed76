import * as vscode from 'vscode';
import { byLatest, withAudit, withMoved, type AuditHistory, type PastAudit } from '../core/curate/audit-history';
import type { Audits } from './audits';

const KEY = 'undertone.history';

/** The audits of this workspace, kept in its state; they follow a file when the editor renames it. */
export class History implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  /** Fires when an audit came in or was forgotten. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: vscode.Memento, audits: Audits) {
    this.subscriptions = [
      audits.onDidChange(uri => {
        const audit = audits.get(uri);
        if (audit && uri.scheme !== 'untitled') void this.save(withAudit(this.all, uri.toString(), audit, new Date()));
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => {
        void this.save(files.reduce((all, { oldUri, newUri }) => withMoved(all, oldUri.toString(), newUri.toString()), this.all));
      }),
    ];
  }

  /** Audited files, the latest audit first. */
  get files(): vscode.Uri[] {
    return byLatest(this.all).map(key => vscode.Uri.parse(key));
  }

  /** The audits of a file, newest first. */
  of(uri: vscode.Uri): readonly PastAudit[] {
    return this.all[uri.toString()] ?? [];
  }

  /** Forgets a file's audits, or all. */
  async forget(uri?: vscode.Uri): Promise<void> {
    await this.save(uri ? withMoved(this.all, uri.toString()) : {});
  }

  dispose(): void {
    this.subscriptions.forEach(each => { each.dispose(); });
    this.changed.dispose();
  }

  private get all(): AuditHistory { return this.state.get<AuditHistory>(KEY, {}); }

  private async save(history: AuditHistory): Promise<void> {
    await this.state.update(KEY, history);
    this.changed.fire();
  }
}
