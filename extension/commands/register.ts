import * as vscode from 'vscode';
import { acceptFindings, suppressRule, writeCleanCopy, writeQuarantine } from './act-on-findings';
import { auditFile } from './audit-file';
import { auditFolder, auditWorkspace } from './audit-folder';
import { chooseField } from './choose-field';
import { compare } from './compare';
import { enrolTeacher } from './enrol-teacher';
import { explainRecord } from './explain-record';
import { aboutFindings, readVerdict } from './guide';
import { COMMANDS } from './ids';
import type { CommandId } from './ids';
import { manageTeachers } from './manage-teachers';
import { openAsDataset } from './open-as-dataset';
import { openLab } from './open-lab';
import { openSample } from './open-sample';
import { markReviewed, unmarkReviewed } from './review';
import type { Command, Rooms } from './rooms';
import { saveReport } from './save-report';
import { setExpectedFamilies } from './set-expected-families';
import { showModelCard } from './show-model-card';
import { showReport } from './show-report';
import { linkedUri } from './target';

/** Every contributed command; a missing one does not compile. */
const handlers: Record<CommandId, Command> = {
  [COMMANDS.auditFile]: auditFile,
  [COMMANDS.auditFolder]: auditFolder,
  [COMMANDS.auditWorkspace]: auditWorkspace,
  [COMMANDS.compare]: compare,
  [COMMANDS.explainRecord]: explainRecord,
  [COMMANDS.showReport]: showReport,
  [COMMANDS.saveReport]: saveReport,
  [COMMANDS.openAsDataset]: openAsDataset,
  [COMMANDS.setExpectedFamilies]: setExpectedFamilies,
  [COMMANDS.chooseField]: chooseField,
  [COMMANDS.markReviewed]: markReviewed,
  [COMMANDS.unmarkReviewed]: unmarkReviewed,
  [COMMANDS.acceptFindings]: acceptFindings,
  [COMMANDS.suppressRule]: suppressRule,
  [COMMANDS.writeCleanCopy]: writeCleanCopy,
  [COMMANDS.writeQuarantine]: writeQuarantine,
  [COMMANDS.forgetAudit]: ({ history }, node) => history.forget(linkedUri(node)),
  [COMMANDS.forgetAudits]: ({ history }) => history.forget(),
  [COMMANDS.openSample]: openSample,
  [COMMANDS.readVerdict]: readVerdict,
  [COMMANDS.aboutFindings]: aboutFindings,
  [COMMANDS.enrolTeacher]: enrolTeacher,
  [COMMANDS.manageTeachers]: manageTeachers,
  [COMMANDS.openLab]: openLab,
  [COMMANDS.openLanguageLab]: ({ labs }) => labs.show('language'),
  [COMMANDS.showModelCard]: showModelCard,
  [COMMANDS.showLog]: ({ log }) => log.show(),
};

/** Shows an error once, with a way to the log. */
export async function showError(log: vscode.LogOutputChannel, error: unknown): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  log.error(message);
  const showLog = vscode.l10n.t('Show log');
  if (await vscode.window.showErrorMessage(message, showLog) === showLog) log.show();
}

/** Registers all commands; what one throws becomes an error message. */
export function registerCommands(rooms: Rooms): vscode.Disposable[] {
  return Object.entries(handlers).map(([id, command]) => vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      await command(rooms, ...args);
    } catch (error) {
      void showError(rooms.log, error);
    }
  }));
}
