import * as vscode from 'vscode';
import { sampleRange } from '../editor/places';
import type { Rooms } from './rooms';
import { targetLine } from './target';

/** "Explain this record": marks its evidence in the line and opens its hover. */
export async function explainRecord({ annotations, decorations }: Rooms, argument: unknown, lineArgument: unknown): Promise<void> {
  const { document, line } = targetLine(argument, lineArgument);
  const run = annotations.get(document);
  await run?.settled();
  const scored = run?.table.lines[line]?.scored;
  if (!scored) throw new Error(run?.problem ?? vscode.l10n.t('Line {0} of {1} holds no record.', line + 1, document.uri.path));
  const editor = await vscode.window.showTextDocument(document, { preserveFocus: false });
  const { start, end } = sampleRange(document, line, scored);
  const cursor = editor.selection.active;
  const place = cursor.isAfterOrEqual(start) && cursor.isBeforeOrEqual(end) ? cursor : start;
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  decorations.pin(document, line);
  await vscode.commands.executeCommand('editor.action.showHover');
}
