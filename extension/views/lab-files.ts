import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeAtomically } from '../core/curate/shared-file';

/** Larger than any run that a lab saves. */
const MAX_RUN_BYTES = 64 * 2 ** 20;

/** Where a lab's files go by default: the workspace, or the home folder. */
function defaultUri(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder ? vscode.Uri.joinPath(folder.uri, name) : vscode.Uri.file(path.resolve(process.env.HOME ?? process.env.USERPROFILE ?? '.', name));
}

/** Asks where to save; the dialog asks before a file is replaced. Undefined when the person changed their mind. */
export async function chooseTarget(suggestedName: string): Promise<vscode.Uri | undefined> {
  const extension = path.extname(suggestedName).slice(1);
  return vscode.window.showSaveDialog({ defaultUri: defaultUri(path.basename(suggestedName)), filters: { [extension.toUpperCase()]: [extension] } });
}

/** Asks where to save, and saves text, or a picture given as a `data:` address; a full disk leaves what was there. Undefined when the person changed their mind. */
export async function saveFile(suggestedName: string, content: string): Promise<vscode.Uri | undefined> {
  const uri = await chooseTarget(suggestedName);
  if (!uri) return undefined;
  const picture = /^data:image\/png;base64,/.exec(content);
  await writeAtomically(uri.fsPath, picture ? Buffer.from(content.slice(picture[0].length), 'base64') : content);
  return uri;
}

/** Asks for a file and reads it as text. Rejects with a message where it is too large to be what is looked for. */
export async function openTextFile(title: string, extension: string): Promise<{ name: string; text: string } | undefined> {
  const [uri] = await vscode.window.showOpenDialog({ title, filters: { [extension.toUpperCase()]: [extension] } }) ?? [];
  if (!uri) return undefined;
  if ((await stat(uri.fsPath)).size > MAX_RUN_BYTES) throw new Error(vscode.l10n.t('{0} is too large to be a run of the lab.', uri.fsPath));
  return { name: uri.fsPath, text: await readFile(uri.fsPath, 'utf8') };
}

/** Asks for a folder. */
export async function chooseFolder(title: string): Promise<string | undefined> {
  const [uri] = await vscode.window.showOpenDialog({ title, canSelectFiles: false, canSelectFolders: true }) ?? [];
  return uri?.fsPath;
}
