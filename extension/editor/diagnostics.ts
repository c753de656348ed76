import * as vscode from 'vscode';
import { COMMANDS } from '../commands/ids';
import { visibleText } from '../core/records/visible-text';
import type { Annotations } from './annotations';
import type { DocumentRun } from './document-run';
import { shownFindings } from './findings';
import type { ShownFindings } from './findings';
import { placeFindings } from './places';
import type { PlacedFinding } from './places';
import type { Reviewed } from './reviewed';
import { annotationSettings } from './settings';
import { plural } from './wording';

/** Source of Undertone's diagnostics; quick fixes look for it. */
export const SOURCE = 'Undertone';

/** Explains the rules; a command, because an extension's files have no address that every window knows. */
const DOCS = vscode.Uri.from({ scheme: 'command', path: COMMANDS.aboutFindings });

/** Findings as diagnostics: a capped number, and one that carries the true total. */
export class Diagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('undertone');
  private readonly subscriptions: vscode.Disposable[];

  constructor(annotations: Annotations, private readonly reviewed: Reviewed) {
    this.subscriptions = [
      annotations.onDidChange(document => this.show(annotations.get(document))),
      annotations.onDidClose(uri => this.collection.delete(uri)),
    ];
    for (const run of annotations.all) this.show(run);
  }

  dispose(): void {
    this.subscriptions.forEach(subscription => subscription.dispose());
    this.collection.dispose();
  }

  private show(run: DocumentRun | undefined): void {
    // while scoring, and after a run that failed, what was found before stays where VS Code moves it
    if (!run?.audit || run.busy || run.problem !== undefined) return;
    const { uri } = run.document;
    const { severity, maximum } = annotationSettings(uri);
    const findings = shownFindings(run.audit, this.reviewed.marksFor(uri), maximum);
    const placed = placeFindings(run, findings.shown).map(place => this.diagnostic(place, severity));
    this.collection.set(uri, findings.total > findings.shown.length ? [summary(findings, severity), ...placed] : placed);
  }

  private diagnostic({ finding, range }: PlacedFinding, severity: vscode.DiagnosticSeverity): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(range, visibleText(finding.message), severity);
    diagnostic.source = SOURCE;
    diagnostic.code = { value: finding.rule, target: DOCS };
    return diagnostic;
  }
}

function summary({ total, shown }: ShownFindings, severity: vscode.DiagnosticSeverity): vscode.Diagnostic {
  const text = vscode.l10n.t('{0} in this file; the first {1} are listed. The report counts them all.', plural(total, 'finding'), shown.length);
  const diagnostic = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), text, severity);
  diagnostic.source = SOURCE;
  return diagnostic;
}
