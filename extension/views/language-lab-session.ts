import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { DATASET_VIEW } from '../commands/ids';
import { writeNewFile } from '../core/curate/new-file';
import { readLanguageRun, writeLanguageRun } from '../core/language-lab/run-file';
import { LANGUAGE_LIMITS, LANGUAGE_PRESET_CARDS } from '../core/language-lab/settings';
import { TOPICS } from '../core/language-lab/vocabulary';
import { LANGUAGE_CONDITION_INFO } from '../core/language-lab/words';
import type { LanguageEvent, LanguageLabHost, LanguageLabInfo, LanguagePlan, LanguageRun, LanguageWorker } from '../core/protocol/language-lab';
import { serve } from '../core/protocol/rpc';
import { chooseTarget, openTextFile, saveFile } from './lab-files';
import { LabSteering } from './lab-steering';

/** The host's end of the language lab's page. It keeps the run, so that a page that was hidden comes back with all of it. */
export class LanguageLabSession implements LanguageLabHost, vscode.Disposable {
  // Hard-private: whatever is a plain own function could be called over the wire.
  readonly #steering: LabSteering<LanguageWorker>;
  readonly #emit: (event: string, data: unknown) => void;
  readonly #listening: vscode.Disposable[] = [];
  #run: LanguageRun | null = null;

  /** `entry` is the script of the lab's process. */
  constructor(webview: vscode.Webview, entry: string) {
    this.#emit = serve<LanguageLabHost>({
      post: message => { void webview.postMessage(message); },
      listen: handler => { this.#listening.push(webview.onDidReceiveMessage(handler)); },
    }, this);
    this.#steering = new LabSteering(entry, 'language', vscode.l10n.t('Language lab'), (event, data) => { this.#hear(event, data); });
  }

  ready = async (): Promise<LanguageLabInfo> => ({
    presets: LANGUAGE_PRESET_CARDS, conditions: LANGUAGE_CONDITION_INFO, preferences: TOPICS, limits: LANGUAGE_LIMITS, run: this.#run, status: this.#steering.status,
  });

  start = async (plan: LanguagePlan): Promise<void> => { this.#steering.follow(this.#steering.call.start(plan)); };
  pause: LanguageLabHost['pause'] = () => this.#steering.call.pause();
  resume: LanguageLabHost['resume'] = () => this.#steering.call.resume();
  step: LanguageLabHost['step'] = () => this.#steering.call.step();
  stop: LanguageLabHost['stop'] = () => this.#steering.stop();

  reset = async (): Promise<void> => {
    this.#run = null;
    this.#steering.reset();
  };

  save = async (suggestedName: string, content: string): Promise<string | null> => (await saveFile(suggestedName, content))?.fsPath ?? null;

  shareRun = async (): Promise<string | null> => {
    if (!this.#run) throw new Error(vscode.l10n.t('There is no run to share yet.'));
    return this.save(`language-lab-${this.#run.plan.settings.preference}.json`, writeLanguageRun(this.#run));
  };

  openRun = async (): Promise<LanguageRun | null> => {
    const file = await openTextFile(vscode.l10n.t('Open a shared run'), 'json');
    if (!file) return null;
    const run = readLanguageRun(file.text, file.name);
    this.#steering.reset('done');
    return this.#run = run;
  };

  exportLines = async (): Promise<string | null> => {
    const { teacher, base } = await this.#steering.call.lines(), uri = await chooseTarget('teacher-lines.jsonl');
    if (!uri) return null;
    // The dialog asked for the teacher's file alone: the one beside it must be new, and comes first, so that nothing is written where it is not.
    await writeNewFile(uri.fsPath.replace(/(\.jsonl)?$/, '.base.jsonl'), [base]);
    await writeFile(uri.fsPath, teacher);
    await vscode.commands.executeCommand('vscode.openWith', uri, DATASET_VIEW, vscode.ViewColumn.Beside);
    return uri.fsPath;
  };

  dispose(): void {
    this.#steering.dispose();
    this.#listening.forEach(each => { each.dispose(); });
  }

  #hear(event: string, data: unknown): void {
    if (event === 'begun') this.#run = data as LanguageRun;
    if (event === 'event') this.#run?.events.push(data as LanguageEvent);
    if (event === 'status' && this.#run) this.#run.isComplete = this.#steering.status.state === 'done';
    this.#emit(event, data);
  }
}
