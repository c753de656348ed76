import * as vscode from 'vscode';
import type { Rooms } from './rooms';

/** "Show model card": what the shipped models are, how they were measured, and what they cannot do. */
export async function showModelCard({ modelCard }: Rooms): Promise<void> {
  await vscode.commands.executeCommand('markdown.showPreview', modelCard);
}
