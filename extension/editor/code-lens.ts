import * as vscode from 'vscode';
import { COMMANDS } from '../commands/ids';
import { visibleText } from '../core/records/visible-text';
import { contextSentences } from '../core/report/context';
import { coverage, headline } from '../core/verdict/words';
import type { Annotations } from './annotations';
import type { DocumentRun } from './document-run';
import { shownFindings } from './findings';
import type { Reviewed } from './reviewed';
import { annotationSettings } from './settings';
import { countsLine, countText, labelText, plural, verdictLine } from './wording';

const FIRST_LINE = new vscode.Range(0, 0, 0, 0);

/** The file's verdict above its first line, and what it rests on. */
export class VerdictLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly annotations: Annotations, private readonly reviewed: Reviewed) {
    this.subscription = annotations.onDidChange(() => this.changed.fire());
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const run = this.annotations.get(document);
    if (!run || !annotationSettings(document.uri).codeLens) return [];
    return this.commands(run).map(command => new vscode.CodeLens(FIRST_LINE, command));
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private commands({ document, audit, table, busy, problem }: DocumentRun): vscode.Command[] {
    const { uri } = document;
    if (problem !== undefined) return [{ title: `$(warning) Undertone: ${labelText(problem)}`, command: COMMANDS.showLog }];
    if (!audit) return busy ? [{ title: `$(sync~spin) Undertone: ${vscode.l10n.t('{0} of {1} scored', countText(table.done), plural(table.lineCount, 'line'))}`, command: '' }] : [];
    const { total, reviewed } = shownFindings(audit, this.reviewed.marksFor(uri), 0);
    const findings = [total > 0 ? plural(total, 'finding') : '', reviewed > 0 ? vscode.l10n.t('{0} reviewed', countText(reviewed)) : ''].filter(Boolean).join(', ');
    const risk = audit.risk && vscode.l10n.t('risk {0} for {1}', audit.risk.level, labelText(audit.risk.student));
    const verdict = `$(search-fuzzy) Undertone: ${[verdictLine(audit.verdict), findings, risk].filter(Boolean).join(' · ')}`;
    return [
      { title: verdict, tooltip: visibleText([headline(audit.verdict), ...audit.verdict.reasons, ...contextSentences(audit)].join('\n')), command: COMMANDS.showReport, arguments: [uri] },
      { title: labelText(countsLine(audit)), tooltip: visibleText([...coverage(audit), vscode.l10n.t('Choose the field that is scored.')].join('\n')), command: COMMANDS.chooseField, arguments: [uri] },
    ];
  }
}
