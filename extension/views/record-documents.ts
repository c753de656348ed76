import * as vscode from 'vscode';

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

  /** Shows a record beside; `record` is its 1-based line. */
  async show(file: vscode.Uri, record: number, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `${file.path}/record ${record}.json`, query: file.scheme });
    this.texts.set(uri.toString(), text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  dispose(): void {
    this.subscriptions.forEach(each => { each.dispose(); });
  }
}
