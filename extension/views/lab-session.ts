import * as vscode from 'vscode';
import { DATASET_VIEW } from '../commands/ids';
import { readRun, writeRun } from '../core/lab/run-file';
import { LIMITS, PRESET_CARDS } from '../core/lab/settings';
import { CONDITION_INFO } from '../core/lab/words';
import type { Detection, LabInfo, LabPlan, LabReport, LabRun, Lesson, MnistLabHost, MnistWorker, OneStep } from '../core/protocol/mnist-lab';
import { serve } from '../core/protocol/rpc';
import { chooseFolder, openTextFile, saveFile } from './lab-files';
import { LabSteering } from './lab-steering';

/** Noise images of an export; each gives two records. */
const EXPORTED_IMAGES = 1000;

/** The host's end of the MNIST lab's page. It keeps the run, so that a page that was hidden comes back with all of it. */
export class MnistLabSession implements MnistLabHost, vscode.Disposable {
  // Hard-private: whatever is a plain own function could be called over the wire.
  readonly #steering: LabSteering<MnistWorker>;
  readonly #emit: (event: string, data: unknown) => void;
  readonly #listening: vscode.Disposable[] = [];
  #run: LabRun | null = null;
  #isTraining = false;

  /** `entry` is the script of the lab's process. */
  constructor(webview: vscode.Webview, entry: string) {
    this.#emit = serve<MnistLabHost>({
      post: message => { void webview.postMessage(message); },
      listen: handler => { this.#listening.push(webview.onDidReceiveMessage(handler)); },
    }, this);
    this.#steering = new LabSteering(entry, 'mnist', vscode.l10n.t('MNIST lab'), (event, data) => { this.#hear(event, data); });
  }

  ready = async (): Promise<LabInfo> => ({ presets: PRESET_CARDS, conditions: CONDITION_INFO, limits: LIMITS, run: this.#run, status: this.#steering.status });

  start = async (plan: LabPlan): Promise<void> => {
    this.#isTraining = true;
    this.#steering.follow(this.#steering.call.start(plan));
  };

  detect = async (plan: LabPlan): Promise<void> => {
    this.#isTraining = false;
    this.#steering.follow(this.#steering.call.detect(plan));
  };

  pause: MnistLabHost['pause'] = () => this.#steering.call.pause();
  resume: MnistLabHost['resume'] = () => this.#steering.call.resume();
  step: MnistLabHost['step'] = () => this.#steering.call.step();
  stop: MnistLabHost['stop'] = () => this.#steering.stop();
  read: MnistLabHost['read'] = pixels => this.#steering.call.read(pixels);

  reset = async (): Promise<void> => {
    this.#run = null;
    this.#steering.reset();
  };

  save = async (suggestedName: string, content: string): Promise<string | null> => (await saveFile(suggestedName, content))?.fsPath ?? null;

  shareRun = async (): Promise<string | null> => {
    if (!this.#run) throw new Error(vscode.l10n.t('There is no run to share yet.'));
    return this.save(`mnist-lab-${this.#run.plan.preset}.json`, writeRun(this.#run));
  };

  exportRecords = async (): Promise<string | null> => {
    const uri = await saveFile('distillation-records.jsonl', await this.#steering.call.records(EXPORTED_IMAGES));
    if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, DATASET_VIEW, vscode.ViewColumn.Beside);
    return uri?.fsPath ?? null;
  };

  openRun = async (): Promise<LabRun | null> => {
    const file = await openTextFile(vscode.l10n.t('Open a shared run'), 'json');
    if (!file) return null;
    const run = readRun(file.text, file.name);
    this.#steering.reset('done');
    return this.#run = run;
  };

  chooseData = async (): ReturnType<MnistLabHost['chooseData']> => {
    const folder = await chooseFolder(vscode.l10n.t('A folder with the four MNIST files'));
    if (folder === undefined) return null;
    return { folder, description: await this.#steering.call.checkData(folder) };
  };

  dispose(): void {
    this.#steering.dispose();
    this.#listening.forEach(each => { each.dispose(); });
  }

  #hear(event: string, data: unknown): void {
    if (event === 'begun') this.#run = data as LabRun;
    if (this.#run) {
      if (event === 'report') this.#run.reports.push(data as LabReport);
      if (event === 'lesson') this.#run.lesson = data as Lesson;
      if (event === 'step') this.#run.steps.push(data as OneStep);
      if (event === 'detection') this.#run.detection = data as Detection;
      if (event === 'status' && this.#isTraining) this.#run.isComplete = this.#steering.status.state === 'done';
    }
    this.#emit(event, data);
  }
}
