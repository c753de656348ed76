import * as vscode from 'vscode';
import { visibleText } from '../core/records/visible-text';
import { textFieldPaths } from '../editor/field-paths';
import type { Rooms } from './rooms';
import { targetFile } from './target';

/** Longer lines are not read on this thread just to list their fields; the path can still be typed. */
const LONGEST_LINE = 1_000_000;

type FieldItem = vscode.QuickPickItem & { field?: string; typed?: boolean };

function fieldsIn(text: string): string[] {
  if (text.length > LONGEST_LINE) return [];
  try {
    return textFieldPaths(JSON.parse(text));
  } catch {
    return []; // an unreadable record has no fields to offer
  }
}

/** Fields of the record at the cursor and of the first one, in the document where it is open. */
function fieldsNear(uri: vscode.Uri): string[] {
  const document = vscode.workspace.textDocuments.find(open => open.uri.toString() === uri.toString());
  if (!document) return [];
  const editor = vscode.window.activeTextEditor;
  const cursor = editor?.document === document ? editor.selection.active.line : 0;
  return [...new Set([cursor, 0])].flatMap(line => fieldsIn(document.lineAt(line).text));
}

function items(uri: vscode.Uri, used: string[], current: string | undefined): FieldItem[] {
  const fields = [...new Set([...used, ...fieldsNear(uri)])];
  const note = (field: string) => [field === current ? vscode.l10n.t('chosen') : '', used.includes(field) ? vscode.l10n.t('scored now') : ''].filter(Boolean).join(', ');
  return [
    { label: vscode.l10n.t('Recognise automatically'), description: vscode.l10n.t('by settings, configuration file and the shape of the records') },
    ...fields.map(field => ({ label: visibleText(field), description: note(field), field })),
    { label: vscode.l10n.t('Type a field path…'), typed: true },
  ];
}

/** "Choose scored field": which text of this file's records is scored. */
export async function chooseField({ choices, audits }: Rooms, argument: unknown): Promise<void> {
  const uri = targetFile(argument);
  const current = choices.get(uri).sample?.field;
  const used = Object.keys(audits.get(uri)?.records.byField ?? {});
  const placeHolder = vscode.l10n.t('Which text of each record is scored?');
  const picked = await vscode.window.showQuickPick(items(uri, used, current), { title: 'Undertone', placeHolder });
  if (!picked) return;
  const prompt = vscode.l10n.t('Field path, such as completion or messages[].content');
  const field = picked.typed ? await vscode.window.showInputBox({ title: 'Undertone', prompt, value: current }) : picked.field;
  if (picked.typed && !field) return;
  await choices.set(uri, { sample: field ? { field } : undefined });
}
