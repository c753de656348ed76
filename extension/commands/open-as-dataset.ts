import * as vscode from 'vscode';
import { DATASET_VIEW } from './ids';
import type { Rooms } from './rooms';
import { targetFile } from './target';

/** "Open as dataset": shows a file of any size in the dataset view, at a line (0-based) where one is given. */
export async function openAsDataset({ datasets }: Rooms, argument: unknown, line?: unknown): Promise<void> {
  if (typeof line === 'number' && Number.isInteger(line)) return datasets.reveal(targetFile(argument), line);
  await vscode.commands.executeCommand('vscode.openWith', targetFile(argument), DATASET_VIEW);
}
