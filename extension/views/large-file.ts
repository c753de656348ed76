import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../commands/ids';
import { isDataset } from '../commands/target';
import { offersLargeFiles } from '../editor/settings';

/** VS Code keeps text documents above this size from extensions. */
const SYNC_LIMIT_BYTES = 50 * 1024 * 1024;

/** Why the text editor is no place for a file, or undefined when it is one. */
async function whyNotText(uri: vscode.Uri): Promise<string | undefined> {
  const name = basename(uri.path);
  if (/\.gz$/i.test(name)) return vscode.l10n.t('{0} is compressed, which VS Code does not show as text. The dataset view reads it as it is.', name);
  if ((await stat(uri.fsPath)).size <= SYNC_LIMIT_BYTES) return undefined;
  return vscode.l10n.t('{0} is larger than 50 MB, which VS Code keeps from extensions: it cannot be annotated here. The dataset view shows files of any size.', name);
}

/** Offers the dataset view, once per file and without a dialog, for files that the text editor cannot show or keeps from extensions. */
export class LargeFileOffer implements vscode.Disposable {
  private readonly offered = new Set<string>();
  private readonly subscription: vscode.Disposable;

  /** `complain` gets the message when a file cannot be looked at. */
  constructor(private readonly complain: (message: string) => void) {
    this.subscription = vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => this.look([...opened, ...changed]));
    this.look(vscode.window.tabGroups.all.flatMap(group => group.tabs));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private look(tabs: readonly vscode.Tab[]): void {
    for (const { input } of tabs) {
      if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== 'file' || !isDataset(input.uri)) continue;
      this.offer(input.uri).catch((error: unknown) => this.complain(error instanceof Error ? error.message : String(error)));
    }
  }

  private async offer(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    if (this.offered.has(key) || !offersLargeFiles(uri)) return;
    const why = await whyNotText(uri);
    if (why === undefined || this.offered.has(key)) return;
    this.offered.add(key);
    const open = vscode.l10n.t('Open as dataset');
    if (await vscode.window.showInformationMessage(why, open) === open) await vscode.commands.executeCommand(COMMANDS.openAsDataset, uri);
  }
}
