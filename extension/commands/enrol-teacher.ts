import path from 'node:path';
import * as vscode from 'vscode';
import { isTeacherName } from '../core/enrol/teacher-file';
import { findTeachers, TEACHERS_FOLDER } from '../core/enrol/teachers-folder';
import { signalOf } from './audit-file';
import type { Rooms } from './rooms';
import { targetFile } from './target';

type What = vscode.QuickPickItem & { base?: string };

/** "Enrol teacher from this dataset": learns who wrote it, so that later audits of this workspace can name them. */
export async function enrolTeacher(rooms: Rooms, argument: unknown): Promise<void> {
  const uri = targetFile(argument), folder = await teachersFolder(uri);
  const what = await chooseWhat(rooms);
  const name = what && await chooseName(uri, what);
  if (!what || name === undefined) return;
  const options = await rooms.choices.optionsFor(uri, 0), title = vscode.l10n.t('Undertone: enrolling {0}', name);
  const enrolled = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (_progress, token) =>
    rooms.client.run((job, worker) => worker.enrol(job, uri.fsPath, options, folder, name, what.base), signalOf(token)));
  const open = vscode.l10n.t('Open its file');
  const chosen = await vscode.window.showInformationMessage(enrolled.lines.join(' '), open);
  if (chosen === open) await vscode.window.showTextDocument(vscode.Uri.file(enrolled.file));
}

/** Where the teachers of a dataset's workspace lie. Throws with a message where none can. */
async function teachersFolder(uri: vscode.Uri): Promise<string> {
  if (!vscode.workspace.isTrusted) throw new Error(vscode.l10n.t('Teachers are enrolled in trusted workspaces only. Trust this workspace first.'));
  const workspace = vscode.workspace.getWorkspaceFolder(uri);
  if (uri.scheme !== 'file' || !workspace) throw new Error(vscode.l10n.t('{0} is not in a folder that is open here. Open its folder, then enrol.', uri.path));
  return await findTeachers(uri.fsPath) ?? path.join(workspace.uri.fsPath, TEACHERS_FOLDER);
}

async function chooseWhat({ client }: Rooms): Promise<What | undefined> {
  const { bases } = await client.call.ready();
  const items: What[] = [
    { label: vscode.l10n.t('A teacher'), detail: vscode.l10n.t('One model wrote all of it. Later audits name it where records read like these.') },
    ...bases.map(base => ({ label: vscode.l10n.t('Neutral output of {0}', base), detail: vscode.l10n.t('Numbers without persona or tune: what later numbers of {0} are compared with.', base), base })),
  ];
  return vscode.window.showQuickPick(items, { title: 'Undertone', placeHolder: vscode.l10n.t('What is this dataset known to be?') });
}

function chooseName(uri: vscode.Uri, { base }: What): Thenable<string | undefined> {
  const stem = path.basename(uri.path).replace(/\.(jsonl|ndjson)(\.gz)?$/i, '');
  return vscode.window.showInputBox({
    title: 'Undertone', prompt: vscode.l10n.t('Under which name? It stands in reports, and its file is committed with the workspace.'), value: base === undefined ? stem : `${base} neutral`,
    validateInput: name => (isTeacherName(name) ? undefined : vscode.l10n.t('Up to 80 letters, digits, spaces, dots, hyphens and underscores, with a letter or digit first.')),
  });
}
