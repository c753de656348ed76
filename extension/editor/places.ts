import * as vscode from 'vscode';
import type { Finding } from '../core/protocol/nouns';
import { utf16Columns } from './columns';
import type { DocumentRun } from './document-run';
import type { ScoredLine } from './line-table';

/** The place of the scored text within its line, for a person to look at. */
export function sampleRange(document: vscode.TextDocument, line: number, scored: Pick<ScoredLine, 'rawStart' | 'rawEnd'>): vscode.Range {
  const { text } = document.lineAt(line);
  const [start, end] = utf16Columns(text, [scored.rawStart, scored.rawEnd]);
  return new vscode.Range(line, start, line, end > start ? end : text.length);
}

/** A finding about the file has no place of its own; it is shown at the document's first character. */
const FILE_RANGE = new vscode.Range(0, 0, 0, 1);

/** A finding and where it lies now. */
export interface PlacedFinding { finding: Finding; line: number; range: vscode.Range }

/** Where findings lie in the document as it is now; those whose line was edited since are left out, they are judged anew soon. */
export function placeFindings(run: DocumentRun, findings: readonly Finding[]): PlacedFinding[] {
  const slotOf = (finding: Finding) => finding.record && run.judged[finding.record.record - 1];
  const places = run.table.locate(new Set(findings.flatMap(finding => slotOf(finding) ?? [])));
  return findings.flatMap(finding => {
    if (!finding.record) return { finding, line: 0, range: FILE_RANGE };
    const slot = slotOf(finding);
    const line = slot && places.get(slot);
    if (line === undefined || !slot?.scored) return [];
    return { finding, line, range: sampleRange(run.document, line, slot.scored) };
  });
}
