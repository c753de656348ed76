import * as vscode from 'vscode';
import { strongestEvidence } from '../editor/evidence';
import { sampleRange } from '../editor/places';
import type { Rooms } from './rooms';
import { targetLine } from './target';

/** Columns shown to the right of the place, so that it does not stick to the window's edge. */
const CONTEXT_COLUMNS = 60;
/** The editor closes a hover when it scrolls, so it has to come to rest first. */
const SCROLL_SETTLES_MS = 150;

/** "Explain this record": marks its evidence in the line, goes to the strongest of it and opens its hover. */
export async function explainRecord({ annotations, explanations, decorations }: Rooms, argument: unknown, lineArgument: unknown): Promise<void> {
  const { document, line } = targetLine(argument, lineArgument);
  const run = annotations.get(document);
  await run?.settled();
  const scored = run?.table.lines[line]?.scored;
  if (!scored) throw new Error(run?.problem ?? vscode.l10n.t('Line {0} of {1} holds no record.', line + 1, document.uri.path));
  const explanation = await explanations.explain(document, line);
  if (!explanation) throw new Error(vscode.l10n.t('Line {0} was not scored: {1}', line + 1, scored.error ?? scored.skipped ?? ''));
  const range = sampleRange(document, line, scored);
  const [strongest] = strongestEvidence(document.lineAt(line).text, explanation.evidence, 1);
  const editor = await vscode.window.showTextDocument(document);
  const cursor = editor.selection.active;
  const place = range.contains(cursor) ? cursor : new vscode.Position(line, strongest?.start ?? range.start.character);
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(new vscode.Range(place, place.translate(0, CONTEXT_COLUMNS)), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  decorations.pin(document, line);
  await new Promise(resolve => setTimeout(resolve, SCROLL_SETTLES_MS));
  await vscode.commands.executeCommand('editor.action.showHover');
}
