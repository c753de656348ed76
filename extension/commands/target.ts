import * as vscode from 'vscode';

/** Whether a file's name says that it is a dataset that Undertone reads. */
export const isDataset = (uri: vscode.Uri): boolean => /\.(jsonl|ndjson)(\.gz)?$/i.test(uri.path);

const fileOf = ({ input }: vscode.Tab): vscode.Uri | undefined =>
  (input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined);

/** The file of the active editor: a text document, or what a custom editor or an unsynchronised text tab shows. Where another kind of page is in front, such as the walkthrough, the only dataset that is open. */
export function activeFile(): vscode.Uri | undefined {
  const { activeTabGroup, all } = vscode.window.tabGroups, { activeTab } = activeTabGroup;
  const active = (activeTab && fileOf(activeTab)) ?? vscode.window.activeTextEditor?.document.uri;
  if (active) return active;
  const open = new Map(all.flatMap(group => group.tabs).map(fileOf).filter(uri => uri !== undefined).filter(isDataset).map(uri => [uri.toString(), uri]));
  return open.size === 1 ? [...open.values()][0] : undefined;
}

/** The file that a command is for: the one it was given by a menu or link, else the active one. Throws with a message when there is none. */
export function targetFile(argument: unknown): vscode.Uri {
  const uri = linkedUri(argument) ?? activeFile();
  if (!uri) throw new Error(vscode.l10n.t('Open a JSONL file first, or run the command from the Explorer.'));
  return uri;
}

/** The file or folder that a menu, an entry of the tree of audits or a link names; links in hovers carry their arguments as JSON. */
export function linkedUri(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('uri' in argument && argument.uri instanceof vscode.Uri) return argument.uri;
  return 'scheme' in argument && 'path' in argument ? vscode.Uri.from(argument as vscode.Uri) : undefined;
}

/** A document and a 0-based line in it: those that a command was given, else the cursor's. Throws with a message when there are none. */
export function targetLine(argument: unknown, line: unknown): { document: vscode.TextDocument; line: number } {
  const uri = targetFile(argument);
  const editor = vscode.window.activeTextEditor;
  const document = vscode.workspace.textDocuments.find(open => open.uri.toString() === uri.toString());
  if (!document) throw new Error(vscode.l10n.t('{0} is not open in the text editor. Open it there to work on single records.', uri.path));
  if (typeof line === 'number') return { document, line };
  return { document, line: editor?.document === document ? editor.selection.active.line : 0 };
}
