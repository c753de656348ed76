import { basename } from 'node:path';
import * as vscode from 'vscode';
import { annotationSettings } from '../editor/settings';
import { countText, plural } from '../editor/wording';
import type { Progress } from '../worker/client';
import { signalOf } from './audit-file';
import type { Rooms } from './rooms';
import { linkedUri } from './target';

const DATASETS = '**/*.{jsonl,ndjson,jsonl.gz,ndjson.gz}';
const MAX_FILES = 10_000;

/** What came of auditing many files. */
interface Outcome { audited: number; withFindings: number; failures: string[] }

/** "Audit folder": every dataset below a folder, in its own or else in a chosen one. */
export async function auditFolder(rooms: Rooms, argument: unknown): Promise<void> {
  const folder = linkedUri(argument) ?? (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, title: vscode.l10n.t('Audit folder') }))?.[0];
  if (folder) await auditAll(rooms, await vscode.workspace.findFiles(new vscode.RelativePattern(folder, DATASETS), undefined, MAX_FILES), basename(folder.path));
}

/** "Audit workspace": every dataset in it that is not excluded from the explorer. */
export async function auditWorkspace(rooms: Rooms): Promise<void> {
  if (!vscode.workspace.workspaceFolders) throw new Error(vscode.l10n.t('Open a folder first, or audit a single file.'));
  await auditAll(rooms, await vscode.workspace.findFiles(DATASETS, undefined, MAX_FILES), vscode.workspace.name ?? '');
}

async function auditAll(rooms: Rooms, found: vscode.Uri[], name: string): Promise<void> {
  const files = found.filter(uri => uri.scheme === 'file').sort((a, b) => (a.path < b.path ? -1 : 1));
  if (files.length === 0) throw new Error(vscode.l10n.t('{0} holds no dataset: no file that ends with .jsonl or .ndjson, compressed or not.', name));
  const title = vscode.l10n.t('Undertone: auditing {0}', name);
  const outcome = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => auditEach(rooms, files, signalOf(token), (message, increment) => { progress.report({ message, increment }); }));
  await rooms.tree.reveal(files[0]);
  if (outcome.failures.length > 0) throw new Error(vscode.l10n.t('{0} of {1} could not be audited. {2}', outcome.failures.length, plural(files.length, 'file'), outcome.failures.slice(0, 3).join(' ')));
  void vscode.window.setStatusBarMessage(vscode.l10n.t('Undertone: {0} audited, {1} with findings', plural(outcome.audited, 'file'), countText(outcome.withFindings)), 10_000);
}

/** One file after the other; a file that cannot be read does not stop the others. */
async function auditEach({ client, choices, reviewed, audits, log }: Rooms, files: vscode.Uri[], signal: AbortSignal, report: (message: string, increment: number) => void): Promise<Outcome> {
  const outcome: Outcome = { audited: 0, withFindings: 0, failures: [] };
  for (const [i, uri] of files.entries()) {
    if (signal.aborted) break;
    const tell = (step?: Progress) => { report(vscode.l10n.t('{0} of {1}: {2}, {3} records', i + 1, files.length, basename(uri.path), countText(step?.records ?? 0)), step ? 0 : 100 / files.length); };
    tell();
    try {
      const options = await choices.optionsFor(uri, annotationSettings(uri).maximum + reviewed.marksFor(uri).size);
      const audit = await client.run((job, worker) => worker.auditFile(job, uri.fsPath, options), signal, tell);
      audits.set(uri, audit);
      outcome.audited++;
      if (audit.findingsTotal > 0) outcome.withFindings++;
    } catch (error) {
      outcome.failures.push(error instanceof Error ? error.message : String(error));
      log.error(outcome.failures.at(-1) ?? '');
    }
  }
  return outcome;
}
