import * as vscode from 'vscode';
import { COMMANDS } from '../commands/ids';
import { activeFile, isDataset } from '../commands/target';
import { visibleText } from '../core/records/visible-text';
import { contextSentences } from '../core/report/context';
import { coverage, headline } from '../core/verdict/words';
import type { Annotations } from '../editor/annotations';
import type { Audits } from '../editor/audits';
import { showsStatusBar } from '../editor/settings';
import { countText, plural, verdictName } from '../editor/wording';

/** The verdict of the active dataset in the status bar; hidden for other files. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('undertone.verdict', vscode.StatusBarAlignment.Right, 100);
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly annotations: Annotations, private readonly audits: Audits) {
    this.item.name = 'Undertone';
    const refresh = () => this.refresh();
    this.subscriptions = [
      annotations.onDidChange(refresh), audits.onDidChange(refresh),
      vscode.window.onDidChangeActiveTextEditor(refresh), vscode.window.tabGroups.onDidChangeTabs(refresh),
      vscode.workspace.onDidChangeConfiguration(refresh),
    ];
    this.refresh();
  }

  dispose(): void {
    this.subscriptions.forEach(subscription => subscription.dispose());
    this.item.dispose();
  }

  private refresh(): void {
    const uri = activeFile();
    if (!uri || !isDataset(uri) || !showsStatusBar()) return this.item.hide();
    this.describe(uri);
    this.item.show();
  }

  private describe(uri: vscode.Uri): void {
    const document = vscode.window.activeTextEditor?.document;
    const run = document?.uri.toString() === uri.toString() ? this.annotations.get(document) : undefined;
    const audit = run?.audit ?? this.audits.get(uri);
    const set = (text: string, tooltip: string, command: string) => { Object.assign(this.item, { text, tooltip, command: { title: text, command, arguments: [uri] } }); };
    if (run?.problem !== undefined) return set('$(warning) Undertone', run.problem, COMMANDS.showLog);
    if (run?.busy && !audit) return set(`$(sync~spin) ${vscode.l10n.t('{0} of {1}', countText(run.table.done), plural(run.table.lineCount, 'line'))}`, vscode.l10n.t('Undertone is scoring the records of this file'), COMMANDS.showLog);
    if (!audit) return set('$(search-fuzzy) Undertone', vscode.l10n.t('Audit this file'), COMMANDS.auditFile);
    set(`$(search-fuzzy) ${verdictName(audit.verdict)}`, visibleText(`Undertone: ${headline(audit.verdict)}\n${[...coverage(audit), ...contextSentences(audit)].join('\n')}`), COMMANDS.showReport);
  }
}
