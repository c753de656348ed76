import * as vscode from 'vscode';
import type { Rooms } from './rooms';

const open = async (page: vscode.Uri): Promise<void> => { await vscode.commands.executeCommand('markdown.showPreview', page); };

/** "How to read a verdict": the page on what is claimed, with which error rate, and what can be done about it. */
export const readVerdict = ({ guide }: Rooms): Promise<void> => open(guide);

/** "What findings mean": that page where it explains the rules. The command link of a diagnostic can carry no address, since a remote window would not know it. */
export const aboutFindings = ({ guide }: Rooms): Promise<void> => open(guide.with({ fragment: 'findings' }));
