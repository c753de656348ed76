import path from 'node:path';
import * as vscode from 'vscode';
import type { Selection } from '../core/protocol/dataset-view';
import type { DatasetDocument } from './dataset-document';

/** Asks where to, and copies what a selection keeps there; null when the person thought better of it. Nothing is overwritten. */
export async function exportSelection({ uri, thread }: DatasetDocument, selection: Selection): Promise<{ path: string; kept: number } | null> {
  const { dir, name } = path.parse(uri.fsPath.replace(/\.gz$/i, ''));
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export the filtered records to a new file'), defaultUri: vscode.Uri.file(path.join(dir, `${name}.filtered.jsonl`)), filters: { JSONL: ['jsonl', 'ndjson', 'gz'] },
  });
  if (!target) return null;
  const { kept } = await thread.call.exportSubset(selection, target.fsPath);
  return { path: target.fsPath, kept };
}
