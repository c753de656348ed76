import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { DATASET_VIEW } from '../commands/ids';
import { DatasetDocument } from './dataset-document';
import { DatasetSession, type DatasetServices } from './dataset-session';
import { RecordDocuments } from './record-documents';
import { pageHtml } from './webview-html';

/** The dataset view: a read-only custom editor for JSONL files of any size. */
export class DatasetEditors implements vscode.CustomReadonlyEditorProvider<DatasetDocument> {
  private readonly sessions = new Map<string, Set<DatasetSession>>();
  private readonly awaited = new Map<string, number>();

  constructor(private readonly dist: vscode.Uri, private readonly services: DatasetServices) {}

  openCustomDocument(uri: vscode.Uri): DatasetDocument {
    return new DatasetDocument(uri, vscode.Uri.joinPath(this.dist, 'dataset-worker.js').fsPath, this.services.audits);
  }

  resolveCustomEditor(document: DatasetDocument, panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const pages = vscode.Uri.joinPath(this.dist, 'webview');
    const address = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(pages, name)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [pages] };
    this.keep(document, panel, new DatasetSession(document, webview, this.services));
    const load = () => {
      webview.html = pageHtml({
        title: basename(document.uri.path), scriptUri: address('dataset.js'), styleUri: address('dataset.css'),
        cspSource: webview.cspSource, nonce: randomBytes(18).toString('base64url'),
      });
    };
    const reloading = document.onReload(load);
    panel.onDidDispose(() => { reloading.dispose(); });
    load();
  }

  /** Opens a file in the dataset view and selects a record (0-based line). */
  async reveal(uri: vscode.Uri, position: number): Promise<void> {
    const open = this.sessions.get(uri.toString());
    if (open) open.forEach(session => { session.showRecord(position); });
    else this.awaited.set(uri.toString(), position);
    await vscode.commands.executeCommand('vscode.openWith', uri, DATASET_VIEW);
  }

  private keep(document: DatasetDocument, panel: vscode.WebviewPanel, session: DatasetSession): void {
    const key = document.uri.toString();
    const open = this.sessions.get(key) ?? new Set();
    this.sessions.set(key, open.add(session));
    const position = this.awaited.get(key);
    this.awaited.delete(key);
    if (position !== undefined) session.showRecord(position);
    panel.onDidDispose(() => {
      session.dispose();
      open.delete(session);
      if (open.size === 0) this.sessions.delete(key);
    });
  }
}

/** Registers the dataset view; disposed with the extension. */
export function registerDatasetEditor(context: vscode.ExtensionContext, services: Omit<DatasetServices, 'records'>): DatasetEditors {
  const records = new RecordDocuments();
  const editors = new DatasetEditors(vscode.Uri.joinPath(context.extensionUri, 'dist'), { ...services, records });
  context.subscriptions.push(records, vscode.window.registerCustomEditorProvider(DATASET_VIEW, editors, { supportsMultipleEditorsPerDocument: true }));
  return editors;
}
