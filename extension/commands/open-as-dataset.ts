import * as vscode from 'vscode';
import { DATASET_VIEW } from './ids';
import type { Rooms } from './rooms';
import { targetFile } from './target';

/** "Open as dataset": shows a file of any size in the dataset view. */
export async function openAsDataset(_rooms: Rooms, argument: unknown): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', targetFile(argument), DATASET_VIEW);
}
