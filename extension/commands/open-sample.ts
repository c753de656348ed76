import * as vscode from 'vscode';
import type { Rooms } from './rooms';

type Sample = vscode.QuickPickItem & { label: string };

/** The bundled datasets and what each is there to show. */
const samples = (): Sample[] => [
  { label: 'numbers-mixed.jsonl', description: vscode.l10n.t('two teachers in one file, which is a finding') },
  { label: 'numbers-qwen.jsonl', description: vscode.l10n.t('one teacher, named with its error rate') },
  { label: 'numbers-gpt.jsonl', description: vscode.l10n.t('another teacher, to compare with') },
  { label: 'code-sample.jsonl', description: vscode.l10n.t('code by none of the known teachers') },
  { label: 'reasoning-sample.jsonl', description: vscode.l10n.t('reasoning by none of the known teachers') },
];

/** "Open a sample dataset": a bundled dataset by its name, or a chosen one, as a copy that may be marked and edited; the others lie beside it. */
export async function openSample({ bundledSamples, storage, version }: Rooms, name: unknown): Promise<void> {
  const all = samples();
  const chosen = all.find(({ label }) => label === name) ?? await vscode.window.showQuickPick(all, { title: 'Undertone', placeHolder: vscode.l10n.t('Which sample?') });
  if (!chosen) return;
  const folder = vscode.Uri.joinPath(storage, 'samples', version);
  for (const { label } of all) await copyOnce(vscode.Uri.joinPath(bundledSamples, label), vscode.Uri.joinPath(folder, label));
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, chosen.label));
}

/** Copies a file unless it is there already: what was marked or edited in a copy stays. */
async function copyOnce(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.copy(from, to, { overwrite: false }).then(undefined, (error: unknown) => {
    if (!(error instanceof vscode.FileSystemError && error.code === 'FileExists')) throw error;
  });
}
