import * as vscode from 'vscode';
import type { RecordDetail } from '../core/protocol/dataset-view';

/** A record's values one after the other, decoded, each under its path; the raw line where there is none. */
function recordText({ parts, raw, problem }: RecordDetail): string {
  const values = parts.map(({ path, role, text }) => `# ${path}${role === undefined ? '' : ` (${role})`}\n${text}\n`);
  return [...(problem ? [`! ${problem}\n`] : []), ...(values.length > 0 ? values : [raw])].join('\n');
}

const SCHEME = 'undertone-record';

/** Single records as plain read-only documents: the accessible view of records that have no text editor of their own (compressed files). */
export class RecordDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly subscriptions = [
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => { this.texts.delete(uri.toString()); }),
  ];

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Shows a record of a file beside. */
  async show(file: vscode.Uri, detail: RecordDetail): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `${file.path}/${vscode.l10n.t('record {0}', detail.record)}.txt`, query: file.scheme });
    this.texts.set(uri.toString(), recordText(detail));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  dispose(): void {
    this.subscriptions.forEach(each => { each.dispose(); });
  }
}
