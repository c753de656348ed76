import * as vscode from 'vscode';
import type { FileAudit } from '../core/protocol/nouns';

/** The latest audit of each file, shared by text editor, dataset view, report and status bar. */
export class Audits implements vscode.Disposable {
  private readonly audits = new Map<string, FileAudit>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  /** Fires with the file whose audit is new. */
  readonly onDidChange = this.changed.event;

  /** The latest audit of a file in this window, or undefined. */
  get(uri: vscode.Uri): FileAudit | undefined {
    return this.audits.get(uri.toString());
  }

  /** Keeps an audit as the file's latest. */
  set(uri: vscode.Uri, audit: FileAudit): void {
    this.audits.set(uri.toString(), audit);
    this.changed.fire(uri);
  }

  dispose(): void {
    this.changed.dispose();
  }
}
