import * as vscode from 'vscode';
import type { Finding } from '../core/protocol/nouns';
import { shownFindings } from '../editor/findings';
import { placeFindings } from '../editor/places';
import type { Rooms } from './rooms';
import { targetFile, targetLine } from './target';

type Marked = Pick<Finding, 'contentHash' | 'rule'>;

const isMarked = (value: unknown): value is Marked =>
  typeof value === 'object' && value !== null && 'contentHash' in value && typeof value.contentHash === 'string' && 'rule' in value && typeof value.rule === 'string';

/** Findings on a line, those about its record first; on line 1 without one, those about the file. */
function findingsOn({ annotations, reviewed }: Rooms, document: vscode.TextDocument, line: number): Marked[] {
  const run = annotations.get(document);
  if (!run?.audit) return [];
  const { shown } = shownFindings(run.audit, reviewed.marksFor(document.uri), Infinity);
  const here = placeFindings(run, shown).filter(place => place.line === line).map(place => place.finding);
  const ofRecord = here.filter(finding => finding.record);
  return ofRecord.length > 0 ? ofRecord : here;
}

/** "Mark reviewed": puts aside the finding it was given, else those on the line. */
export async function markReviewed(rooms: Rooms, argument: unknown, what: unknown): Promise<void> {
  if (isMarked(what)) return rooms.reviewed.mark(targetFile(argument), what);
  const { document, line } = targetLine(argument, what);
  const findings = findingsOn(rooms, document, line);
  if (findings.length === 0) throw new Error(vscode.l10n.t('Line {0} has no finding to mark.', line + 1));
  for (const finding of findings) await rooms.reviewed.mark(document.uri, finding);
}

/** "Take back reviewed": the finding on the line shows again. */
export async function unmarkReviewed(rooms: Rooms, argument: unknown, lineArgument: unknown): Promise<void> {
  const { document, line } = targetLine(argument, lineArgument);
  const contentHash = rooms.annotations.get(document)?.table.lines[line]?.scored?.contentHash;
  const marks = rooms.reviewed.marksFor(document.uri);
  if (contentHash === undefined || !marks.has(contentHash)) throw new Error(vscode.l10n.t('Line {0} is not marked as reviewed.', line + 1));
  await rooms.reviewed.unmark(document.uri, contentHash);
}
