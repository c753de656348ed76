import * as vscode from 'vscode';
import { visibleText } from '../core/records/visible-text';
import { headline } from '../core/verdict/words';
import type { Audits } from '../editor/audits';
import { shownFindings } from '../editor/findings';
import type { Reviewed } from '../editor/reviewed';
import { plural } from '../editor/wording';

/** A badge holds two characters. */
const MOST = 99;

/** Marks audited files in the explorer: the number of findings where there are some, else that the file was audited. */
export class AuditBadges implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri | undefined>();
  private readonly subscriptions: vscode.Disposable[];
  readonly onDidChangeFileDecorations = this.changed.event;

  constructor(private readonly audits: Audits, private readonly reviewed: Reviewed) {
    this.subscriptions = [
      audits.onDidChange(uri => { this.changed.fire(uri); }), reviewed.onDidChange(() => { this.changed.fire(undefined); }),
      vscode.window.registerFileDecorationProvider(this),
    ];
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const audit = this.audits.get(uri);
    if (!audit) return undefined;
    const { total } = shownFindings(audit, this.reviewed.marksFor(uri), 0);
    const tooltip = visibleText(`Undertone: ${headline(audit.verdict)}${total > 0 ? `, ${plural(total, 'finding')}` : ''}`);
    const badge = total === 0 ? 'U' : total > MOST ? '++' : String(total);
    return new vscode.FileDecoration(badge, tooltip, total > 0 ? new vscode.ThemeColor('list.warningForeground') : undefined);
  }

  dispose(): void {
    this.subscriptions.forEach(each => { each.dispose(); });
    this.changed.dispose();
  }
}
