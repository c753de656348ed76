import * as vscode from 'vscode';
import { COMMANDS } from '../commands/ids';
import type { Annotations } from './annotations';
import { SOURCE } from './diagnostics';
import { shownFindings } from './findings';
import { placeFindings } from './places';
import type { PlacedFinding } from './places';
import type { Reviewed } from './reviewed';
import { annotationSettings } from './settings';

const { QuickFix } = vscode.CodeActionKind;

function action(title: string, command: string, args: unknown[], diagnostics?: vscode.Diagnostic[]): vscode.CodeAction {
  const made = new vscode.CodeAction(title, QuickFix);
  made.command = { title, command, arguments: args };
  made.diagnostics = diagnostics;
  return made;
}

/** What can be done about a finding; on lines without one only when a person asks, so that no light bulb follows the cursor. */
export class FindingActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [QuickFix] };

  constructor(private readonly annotations: Annotations, private readonly reviewed: Reviewed) {}

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const { line } = range.start;
    const scored = this.annotations.get(document)?.table.lines[line]?.scored;
    const findings = this.findingsAt(document, range);
    if (!scored || (findings.length === 0 && context.triggerKind === vscode.CodeActionTriggerKind.Automatic)) return [];
    const marked = this.reviewed.marksFor(document.uri).has(scored.contentHash);
    return [
      ...findings.map(({ finding }) => this.markAction(document.uri, finding.contentHash, finding.rule, context)),
      ...this.ruleActions(document.uri, findings),
      ...(marked ? [action(vscode.l10n.t('Take back "reviewed"'), COMMANDS.unmarkReviewed, [document.uri, line])] : []),
      action(vscode.l10n.t('Explain this record'), COMMANDS.explainRecord, [document.uri, line]),
      action(vscode.l10n.t('Open in the dataset view'), COMMANDS.openAsDataset, [document.uri, line]),
    ];
  }

  private findingsAt(document: vscode.TextDocument, range: vscode.Range): PlacedFinding[] {
    const run = this.annotations.get(document);
    if (!run?.audit) return [];
    const { shown } = shownFindings(run.audit, this.reviewed.marksFor(document.uri), annotationSettings(document.uri).maximum);
    return placeFindings(run, shown).filter(place => place.range.intersection(range) !== undefined);
  }

  /** What concerns a rule rather than one finding; copies go to new files. */
  private ruleActions(uri: vscode.Uri, findings: PlacedFinding[]): vscode.CodeAction[] {
    if (uri.scheme !== 'file') return [];
    const rules = [...new Set(findings.map(({ finding }) => finding.rule))];
    const ofRecords = [...new Set(findings.filter(({ finding }) => finding.record).map(({ finding }) => finding.rule))];
    return [
      ...ofRecords.map(rule => action(vscode.l10n.t('Write a copy without such records ({0})…', rule), COMMANDS.writeCleanCopy, [uri, rule])),
      ...ofRecords.map(rule => action(vscode.l10n.t('Write such records to a new file ({0})…', rule), COMMANDS.writeQuarantine, [uri, rule])),
      ...rules.map(rule => action(vscode.l10n.t('Suppress {0} for this file', rule), COMMANDS.suppressRule, [uri, rule])),
    ];
  }

  private markAction(uri: vscode.Uri, contentHash: string, rule: string, context: vscode.CodeActionContext): vscode.CodeAction {
    const isAboutFinding = ({ source, code }: vscode.Diagnostic) => source === SOURCE && typeof code === 'object' && code.value === rule;
    return action(vscode.l10n.t('Mark reviewed ({0})', rule), COMMANDS.markReviewed, [uri, { contentHash, rule }], context.diagnostics.filter(isAboutFinding));
  }
}
