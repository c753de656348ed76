import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { FileAudit } from '../core/protocol/nouns';
import type { ScoreBatch } from '../core/protocol/score-batch';
import { annotationSettings } from '../editor/settings';
import { countText } from '../editor/wording';
import type { Progress } from '../worker/client';
import type { Rooms } from './rooms';
import { targetFile } from './target';

const percentOf = ({ bytes, sizeBytes }: Progress): number => sizeBytes ? Math.min(100, 100 * bytes / sizeBytes) : 0;

/** An abort signal that fires when the person cancels. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Audits a file as it is on disk, with progress and cancel. */
async function auditOnDisk({ client, choices, reviewed, audits }: Rooms, uri: vscode.Uri): Promise<FileAudit> {
  const options = await choices.optionsFor(uri, annotationSettings(uri).maximum + reviewed.marksFor(uri).size);
  const title = vscode.l10n.t('Undertone: auditing {0}', basename(uri.path));
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (progress, token) => {
    let shown = 0;
    const report = (step: Progress) => {
      const message = vscode.l10n.t('{0} records, {1} records/s', countText(step.records), countText(Math.round(step.recordsPerSecond)));
      progress.report({ message, increment: percentOf(step) - shown });
      shown = percentOf(step);
    };
    let isFirst = true;
    const keep = (batch: ScoreBatch) => {
      audits.addScores(uri, batch, isFirst);
      isFirst = false;
    };
    return client.run((job, worker) => worker.auditFile(job, uri.fsPath, options, true), signalOf(token), report, keep);
  });
}

/** The audit of a document with changes that are not on disk, from the scores that the editor keeps. */
async function auditOpen({ annotations }: Rooms, document: vscode.TextDocument): Promise<FileAudit> {
  const run = annotations.get(document);
  await run?.settled();
  if (!run?.audit) throw new Error(run?.problem ?? vscode.l10n.t('{0} has changes that are not on disk. Save it first.', document.uri.path));
  return run.audit;
}

/** Audits a file and keeps the result. Rejects with a message when it cannot be read; resolves with what is done when cancelled. */
export async function audit(rooms: Rooms, uri: vscode.Uri): Promise<FileAudit> {
  const document = vscode.workspace.textDocuments.find(open => open.uri.toString() === uri.toString());
  const isOnDisk = uri.scheme === 'file' && !document?.isDirty;
  if (!isOnDisk && !document) throw new Error(vscode.l10n.t('{0} is not on a disk that Undertone can read. Save a copy on disk and audit that.', uri.toString()));
  const result = isOnDisk || !document ? await auditOnDisk(rooms, uri) : await auditOpen(rooms, document);
  rooms.audits.set(uri, result);
  return result;
}

/** "Audit this file": audits and shows the report. */
export async function auditFile(rooms: Rooms, argument: unknown): Promise<void> {
  const uri = targetFile(argument);
  const { records, problems: [problem] } = await audit(rooms, uri);
  if (records.total === 0 && problem) throw new Error(`${uri.fsPath}: ${problem.message} ${problem.remedy}`);
  await rooms.reports.show(uri);
}
