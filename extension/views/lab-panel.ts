import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LabKind } from '../core/protocol/lab';
import { pageHtml } from './webview-html';

/** A lab as the panel knows it: its page in dist/webview, and who answers the page for as long as it is open. */
export interface LabView { title: string; page: string; serve(webview: vscode.Webview): vscode.Disposable }

/** The labs' panels, at most one of each kind; closing one ends its run. */
export class LabPanels implements vscode.Disposable {
  private readonly panels = new Map<LabKind, vscode.WebviewPanel>();

  constructor(private readonly dist: vscode.Uri, private readonly views: Partial<Record<LabKind, LabView>>) {}

  /** Opens a lab, or shows the one that is open: two of one kind would only slow each other down. */
  show(kind: LabKind): void {
    const open = this.panels.get(kind), view = this.views[kind];
    if (open) open.reveal(); else if (view) this.open(kind, view);
  }

  dispose(): void {
    this.panels.forEach(panel => { panel.dispose(); });
  }

  private open(kind: LabKind, { title, page, serve }: LabView): void {
    const pages = vscode.Uri.joinPath(this.dist, 'webview');
    const panel = vscode.window.createWebviewPanel(`undertone.lab.${kind}`, title, vscode.ViewColumn.Active, { enableScripts: true, localResourceRoots: [pages] });
    const { webview } = panel, session = serve(webview);
    const address = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(pages, name)).toString();
    this.panels.set(kind, panel);
    panel.onDidDispose(() => { this.panels.delete(kind); session.dispose(); });
    webview.html = pageHtml({
      title, scriptUri: address(`${page}.js`), styleUri: address(`${page}.css`), cspSource: webview.cspSource, nonce: randomBytes(18).toString('base64url'),
    });
  }
}
