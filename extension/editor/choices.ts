import * as vscode from 'vscode';
import type { FileChoice } from '../core/curate/config';
import { mergeChoices } from '../core/curate/config';
import { findChoice } from '../core/curate/config-file';
import { findTeachers } from '../core/enrol/teachers-folder';
import type { AuditOptions } from '../core/protocol/audit-worker';
import { NOTHING_BESIDE, readBeside } from '../core/provenance/beside';
import { settingsChoice } from './settings';

const KEY = 'undertone.fileChoices';

/** What a person chose for single files, kept in the workspace's state; it follows a file when the editor renames it. */
export class Choices implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly renames: vscode.Disposable;
  /** Fires with the file whose choice changed. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: vscode.Memento) {
    this.renames = vscode.workspace.onDidRenameFiles(({ files }) => this.rename(files));
  }

  /** The choice for a file, empty when there is none. */
  get(uri: vscode.Uri): FileChoice {
    return this.all()[uri.toString()] ?? {};
  }

  /** Adds to the choice for a file; a key set to undefined is forgotten. */
  async set(uri: vscode.Uri, choice: FileChoice): Promise<void> {
    await this.state.update(KEY, { ...this.all(), [uri.toString()]: { ...this.get(uri), ...choice } });
    this.changed.fire(uri);
  }

  /** What an audit of a file needs: settings, then the nearest config file, then the person's choice. Rejects with `ConfigProblem`. */
  async optionsFor(uri: vscode.Uri, maxFindings: number): Promise<AuditOptions> {
    // in Restricted Mode a workspace cannot vouch for its own data
    const isTrusted = uri.scheme === 'file' && vscode.workspace.isTrusted;
    const config = isTrusted ? (await findChoice(uri.fsPath)).choice : {}, teachers = isTrusted ? await findTeachers(uri.fsPath) : undefined;
    const merged = mergeChoices([settingsChoice(uri), config, this.get(uri)]);
    return { sample: {}, expectFamilies: [], ...merged, maxFindings, teachers, beside: uri.scheme === 'file' ? await readBeside(uri.fsPath) : NOTHING_BESIDE };
  }

  dispose(): void {
    this.renames.dispose();
    this.changed.dispose();
  }

  private all(): Record<string, FileChoice> {
    return this.state.get(KEY, {});
  }

  private async rename(files: readonly { oldUri: vscode.Uri; newUri: vscode.Uri }[]): Promise<void> {
    const all = { ...this.all() };
    for (const { oldUri, newUri } of files) {
      const choice = all[oldUri.toString()];
      if (!choice) continue;
      delete all[oldUri.toString()];
      all[newUri.toString()] = choice;
      this.changed.fire(newUri);
    }
    await this.state.update(KEY, all);
  }
}
