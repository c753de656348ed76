import path from 'node:path';
import * as vscode from 'vscode';
import { readTeachers, TEACHERS_FOLDER } from '../core/enrol/teachers-folder';
import { teacherLines } from '../core/enrol/words';
import { COMMANDS } from './ids';

type Entry = vscode.QuickPickItem & { file?: string; lines: string[] };
type Act = vscode.QuickPickItem & { run: () => Thenable<unknown> };

/** "Manage enrolled teachers": what is known of each, its file, and its removal. */
export async function manageTeachers(): Promise<void> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(folder => folder.uri.scheme === 'file');
  const entries = (await Promise.all(folders.map(folder => entriesOf(path.join(folder.uri.fsPath, TEACHERS_FOLDER))))).flat();
  if (!entries.length) return noTeachers();
  const entry = await vscode.window.showQuickPick(entries, { title: 'Undertone', placeHolder: vscode.l10n.t('Enrolled teachers of this workspace'), matchOnDetail: true });
  if (!entry) return;
  const act = await vscode.window.showQuickPick(actsFor(entry), { title: 'Undertone', placeHolder: entry.label });
  await act?.run();
}

async function noTeachers(): Promise<void> {
  const enrol = vscode.l10n.t('Enrol from the open dataset');
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('No teachers are enrolled in this workspace.'), enrol);
  if (chosen === enrol) await vscode.commands.executeCommand(COMMANDS.enrolTeacher);
}

async function entriesOf(folder: string): Promise<Entry[]> {
  const { teachers, problems } = await readTeachers(folder);
  return [
    ...teachers.map(({ file, teacher }): Entry => {
      const lines = teacherLines(teacher);
      return { label: teacher.name, description: teacher.channel, detail: lines[0], file, lines };
    }),
    ...problems.map(({ message, remedy }): Entry => ({ label: `$(warning) ${message}`, detail: remedy, lines: [message, remedy] })),
  ];
}

function actsFor({ label, file, lines }: Entry): Act[] {
  const show: Act = { label: vscode.l10n.t('Show what was measured'), run: () => vscode.window.showInformationMessage(label, { modal: true, detail: lines.join('\n') }) };
  if (file === undefined) return [show];
  const uri = vscode.Uri.file(file);
  return [show, { label: vscode.l10n.t('Open its file'), run: () => vscode.window.showTextDocument(uri) }, { label: vscode.l10n.t('Remove'), run: () => remove(label, uri) }];
}

async function remove(name: string, uri: vscode.Uri): Promise<void> {
  const yes = vscode.l10n.t('Remove');
  const detail = vscode.l10n.t('Audits will no longer name it. The file goes to the bin where there is one.');
  if (await vscode.window.showWarningMessage(vscode.l10n.t('Remove the enrolled teacher {0}?', name), { modal: true, detail }, yes) !== yes) return;
  await vscode.workspace.fs.delete(uri, { useTrash: true }).then(undefined, () => vscode.workspace.fs.delete(uri));
}
