import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../commands/ids';
import { isDataset } from '../commands/target';
import { offersLargeFiles } from '../editor/settings';

/** VS Code keeps text documents above this size from extensions. */
const SYNC_LIMIT_BYTES = 50 * 1024 * 1024;

/** Offers the dataset view, once per file and without a dialog, for files that the text editor keeps from extensions. */
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
    if (this.offered.has(key) || !offersLargeFiles(uri) || (await stat(uri.fsPath)).size <= SYNC_LIMIT_BYTES || this.offered.has(key)) return;
    this.offered.add(key);
    const open = vscode.l10n.t('Open as dataset');
    const text = vscode.l10n.t('{0} is larger than 50 MB, which VS Code keeps from extensions: it cannot be annotated here. The dataset view shows files of any size.', basename(uri.path));
    if (await vscode.window.showInformationMessage(text, open) === open) await vscode.commands.executeCommand(COMMANDS.openAsDataset, uri);
  }
}
