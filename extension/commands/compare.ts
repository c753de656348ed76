import { basename } from 'node:path';
import * as vscode from 'vscode';
import { signalOf } from './audit-file';
import type { Rooms } from './rooms';
import { activeFile, isDataset, linkedUri } from './target';

const MAX_FILES = 1000;

/** "Compare with reference dataset": two files selected in the Explorer, or a chosen reference for this one; without a dataset at hand both are chosen. Shows what differs. */
export async function compare(rooms: Rooms, argument: unknown, selected: unknown): Promise<void> {
  const pair = selectedPair(argument, selected);
  const candidate = pair?.candidate ?? datasetAtHand(argument) ?? await chooseDataset(vscode.l10n.t('Which dataset is to be judged?'));
  const reference = pair?.reference ?? (candidate && await chooseDataset(vscode.l10n.t('Which dataset of known origin is {0} compared with?', basename(candidate.path)), candidate));
  if (!candidate || !reference) return;
  for (const { scheme, path } of [candidate, reference]) if (scheme !== 'file') throw new Error(vscode.l10n.t('{0} is not on a disk that Undertone can read. Save a copy on disk and compare that.', path));
  const side = async (uri: vscode.Uri) => ({ path: uri.fsPath, options: await rooms.choices.optionsFor(uri, 0) });
  const sides = [await side(candidate), await side(reference)] as const;
  const title = vscode.l10n.t('Undertone: comparing {0} with {1}', basename(candidate.path), basename(reference.path));
  const comparison = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
    const signal = signalOf(token);
    const report = ({ bytes }: { bytes: number }) => { progress.report({ message: vscode.l10n.t('{0} MB read', Math.round(bytes / 1e6)) }); };
    return rooms.client.run((job, worker) => worker.compare(job, ...sides), signal, report).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      return undefined;
    });
  });
  if (comparison) await rooms.reports.showComparison(candidate, reference, comparison);
}

/** Two datasets selected together; the one that the menu was opened on is the candidate. */
function selectedPair(argument: unknown, selected: unknown): { candidate: vscode.Uri; reference: vscode.Uri } | undefined {
  if (!(argument instanceof vscode.Uri) || !Array.isArray(selected)) return undefined;
  const others = selected.filter((uri: unknown): uri is vscode.Uri => uri instanceof vscode.Uri && uri.toString() !== argument.toString());
  return others.length === 1 ? { candidate: argument, reference: others[0] } : undefined;
}

function datasetAtHand(argument: unknown): vscode.Uri | undefined {
  const uri = linkedUri(argument) ?? activeFile();
  return uri && isDataset(uri) ? uri : undefined;
}

type Choice = vscode.QuickPickItem & { uri?: vscode.Uri };

/** The files beside one that lies outside the workspace. */
async function besideOf(uri: vscode.Uri | undefined): Promise<vscode.Uri[]> {
  if (!uri || vscode.workspace.getWorkspaceFolder(uri)) return [];
  const folder = vscode.Uri.joinPath(uri, '..');
  return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => vscode.Uri.joinPath(folder, name));
}

/** A dataset of the workspace, one beside the other, or any file; not the one that it is compared with. */
async function chooseDataset(placeHolder: string, other?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const inWorkspace = await vscode.workspace.findFiles('**/*.{jsonl,ndjson,jsonl.gz,ndjson.gz}', undefined, MAX_FILES);
  const found = [...inWorkspace, ...await besideOf(other)].filter(uri => uri.toString() !== other?.toString() && isDataset(uri));
  const elsewhere: Choice = { label: vscode.l10n.t('Choose a file…') };
  const items = found.sort((a, b) => (a.path < b.path ? -1 : 1)).map((uri): Choice => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const chosen = await vscode.window.showQuickPick([...items, elsewhere], { title: 'Undertone', placeHolder });
  if (!chosen) return undefined;
  return chosen.uri ?? (await vscode.window.showOpenDialog({ title: placeHolder, defaultUri: other, filters: { JSONL: ['jsonl', 'ndjson', 'gz'] } }))?.[0];
}
