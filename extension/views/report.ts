import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Comparison } from '../core/protocol/compare';
import { renderComparisonMarkdown } from '../core/report/comparison';
import { renderMarkdown } from '../core/report/markdown';
import { withoutKnown } from '../core/curate/known-findings';
import type { Audits } from '../editor/audits';
import type { Reviewed } from '../editor/reviewed';

const SCHEME = 'undertone-report';

/** The report on a file as a read-only virtual document; it follows the file's latest audit. */
export class Reports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChange = this.changed.event;
  private readonly comparisons = new Map<string, Comparison>();

  constructor(private readonly audits: Audits, private readonly reviewed: Reviewed) {
    this.subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      audits.onDidChange(file => this.changed.fire(reportUri(file))),
      reviewed.onDidChange(() => { for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === SCHEME) this.changed.fire(uri); }),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const comparison = this.comparisons.get(uri.query);
    if (comparison) return renderComparisonMarkdown(comparison);
    const file = vscode.Uri.parse(uri.query), audit = this.audits.get(file);
    return audit ? renderMarkdown(withoutKnown(audit, this.reviewed.marksFor(file))) : vscode.l10n.t('This file has not been audited in this window. Run "Undertone: Audit this file".');
  }

  /** Opens the report on a file, rendered where the Markdown preview is there. */
  async show(file: vscode.Uri): Promise<void> {
    await this.open(reportUri(file));
  }

  /** Opens what a comparison of two files found. */
  async showComparison(candidate: vscode.Uri, reference: vscode.Uri, comparison: Comparison): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${vscode.l10n.t('{0} against {1}', basename(candidate.path), basename(reference.path))}.md`, query: `${candidate.toString()} ${reference.toString()}` });
    this.comparisons.set(uri.query, comparison);
    this.changed.fire(uri);
    await this.open(uri);
  }

  private async open(uri: vscode.Uri): Promise<void> {
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      await vscode.window.showTextDocument(uri, { preview: true });
    }
  }

  dispose(): void {
    this.subscriptions.forEach(subscription => subscription.dispose());
    this.changed.dispose();
  }
}

const reportUri = (file: vscode.Uri): vscode.Uri =>
  vscode.Uri.from({ scheme: SCHEME, path: `/${vscode.l10n.t('{0} report', basename(file.path))}.md`, query: file.toString() });
