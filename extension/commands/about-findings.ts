import * as vscode from 'vscode';
import type { Rooms } from './rooms';

/** "What findings mean": the README where it explains the rules. The command link of a diagnostic can carry no address, since a remote window would not know it. */
export async function aboutFindings({ readme }: Rooms): Promise<void> {
  await vscode.commands.executeCommand('markdown.showPreview', readme.with({ fragment: 'findings' }));
}
