import { basename } from 'node:path';
import * as vscode from 'vscode';
import { suppressRule as suppressInConfig } from '../core/curate/config-edit';
import type { SubsetWish } from '../core/protocol/audit-worker';
import { RULES, type RuleId } from '../core/protocol/nouns';
import { folderOf } from '../editor/reviewed';
import { countText } from '../editor/wording';
import type { Progress } from '../worker/client';
import { signalOf } from './audit-file';
import type { Rooms } from './rooms';
import { targetFile } from './target';

/** Rules whose findings are about single records. */
const RECORD_RULES: RuleId[] = ['undertone/departure', 'undertone/content-filter'];
/** Findings that a baseline can hold of one file. */
const MOST_ACCEPTED = 100_000;

const isRule = (value: unknown): value is RuleId => RULES.some(rule => rule === value);

/** Work on a file of the disk in the scoring thread, with progress and cancel. Throws with a message for any other file. */
function onDisk(argument: unknown): vscode.Uri {
  const uri = targetFile(argument);
  if (uri.scheme !== 'file') throw new Error(vscode.l10n.t('{0} is not on a disk that Undertone can read. Save a copy on disk first.', uri.toString()));
  return uri;
}

function withProgress<T>(title: string, work: (signal: AbortSignal, report: (step: Progress) => void) => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => work(signalOf(token), step => { progress.report({ message: vscode.l10n.t('{0} records', countText(step.records)) }); }));
}

/** "Accept findings as baseline": all findings that a file has now are known from here on; an audit shows only what is new. */
export async function acceptFindings({ client, choices, reviewed }: Rooms, argument: unknown): Promise<void> {
  const uri = onDisk(argument), options = await choices.optionsFor(uri, MOST_ACCEPTED);
  const audit = await withProgress(vscode.l10n.t('Undertone: auditing {0}', basename(uri.path)), (signal, report) => client.run((job, worker) => worker.auditFile(job, uri.fsPath, options), signal, report));
  if (audit.incomplete) throw new Error(vscode.l10n.t('{0} was not audited to its end, so nothing was accepted.', basename(uri.path)));
  const added = await reviewed.accept(uri, audit.findings);
  const rest = audit.findingsTotal - audit.findings.length;
  void vscode.window.showInformationMessage(vscode.l10n.t('{0} findings of {1} are in .undertone/baseline.json now ({2} new). Commit that file to share it.', countText(audit.findings.length), basename(uri.path), countText(added)) + (rest > 0 ? ` ${vscode.l10n.t('{0} more are too many to accept.', countText(rest))}` : ''));
}

/** "Suppress rule for this file": adds it to the configuration file, which is opened. Not in Restricted Mode, where that file is not read. */
export async function suppressRule(_: Rooms, argument: unknown, rule: unknown): Promise<void> {
  const uri = onDisk(argument), folder = folderOf(uri);
  const chosen = isRule(rule) ? rule : await vscode.window.showQuickPick(RULES, { title: 'Undertone', placeHolder: vscode.l10n.t('Which findings are not reported of {0}?', basename(uri.path)) });
  if (!isRule(chosen) || folder === undefined) return;
  if (!vscode.workspace.isTrusted) throw new Error(vscode.l10n.t('In Restricted Mode the configuration file is not read. Trust the workspace first.'));
  const config = await suppressInConfig(uri.fsPath, chosen, folder);
  await vscode.window.showTextDocument(vscode.Uri.file(config), { preview: true, preserveFocus: true, viewColumn: vscode.ViewColumn.Beside });
}

/** "Write clean copy" and "Write quarantined records": records without findings, or only those with one, in a new file. */
export const writeCleanCopy = (rooms: Rooms, argument: unknown, rule: unknown): Promise<void> => writeSubset(rooms, argument, rule, 'clean');
export const writeQuarantine = (rooms: Rooms, argument: unknown, rule: unknown): Promise<void> => writeSubset(rooms, argument, rule, 'quarantine');

async function writeSubset({ client, choices, reviewed }: Rooms, argument: unknown, rule: unknown, which: SubsetWish['which']): Promise<void> {
  const uri = onDisk(argument), rules = isRule(rule) ? [rule] : await chooseRules(which);
  const target = rules?.length ? await vscode.window.showSaveDialog({ title: which === 'clean' ? vscode.l10n.t('Write clean copy') : vscode.l10n.t('Write quarantined records'), defaultUri: suggested(uri, which) }) : undefined;
  if (!rules || !target) return;
  const options = await choices.optionsFor(uri, 0);
  // whoever asks for records that pass the filters asks for the filters
  const asking = rules.includes('undertone/content-filter') ? { ...options, filters: options.filters ?? {}, suppress: [] } : { ...options, suppress: [] };
  const { read, kept } = await withProgress(vscode.l10n.t('Undertone: writing {0}', basename(target.path)), (signal, report) =>
    client.run((job, worker) => worker.writeSubset(job, uri.fsPath, asking, { which, rules, path: target.fsPath }, [...reviewed.marksFor(uri).keys()]), signal, report));
  const open = vscode.l10n.t('Open');
  const message = vscode.l10n.t('{0} of {1} records are in {2}. {3} is as it was.', countText(kept), countText(read), basename(target.path), basename(uri.path));
  if (await vscode.window.showInformationMessage(message, open) === open) await vscode.commands.executeCommand('vscode.open', target);
}

async function chooseRules(which: SubsetWish['which']): Promise<RuleId[] | undefined> {
  const labels: Record<string, string> = { 'undertone/departure': vscode.l10n.t('reads like another family than its file'), 'undertone/content-filter': vscode.l10n.t('fails a content filter') };
  const placeHolder = which === 'clean' ? vscode.l10n.t('Which records are left out?') : vscode.l10n.t('Which records are written?');
  const picked = await vscode.window.showQuickPick(RECORD_RULES.map(label => ({ label, description: labels[label], picked: true })), { canPickMany: true, title: 'Undertone', placeHolder });
  return picked?.map(({ label }) => label);
}

const suggested = (uri: vscode.Uri, which: SubsetWish['which']): vscode.Uri => uri.with({ path: uri.path.replace(/(\.(jsonl|ndjson)(\.gz)?)$/i, `.${which}$1`) });
