import { join } from 'node:path';
import * as vscode from 'vscode';
import { registerCommands, showError } from './commands/register';
import { Annotations, SELECTOR } from './editor/annotations';
import { Audits } from './editor/audits';
import { Choices } from './editor/choices';
import { FindingActions } from './editor/code-actions';
import { VerdictLens } from './editor/code-lens';
import { Decorations } from './editor/decorations';
import { Diagnostics } from './editor/diagnostics';
import { Explanations } from './editor/explanations';
import { History } from './editor/history';
import { RecordHover } from './editor/hover';
import { Reviewed } from './editor/reviewed';
import { translateWith } from './core/protocol/translate';
import { AuditBadges } from './views/audit-badges';
import { AuditsTree } from './views/audits-tree';
import { registerDatasetEditor } from './views/dataset-editor';
import { LabPanels } from './views/lab-panel';
import { MnistLabSession } from './views/lab-session';
import { LanguageLabSession } from './views/language-lab-session';
import { LargeFileOffer } from './views/large-file';
import { Reports } from './views/report';
import { StatusBar } from './views/status-bar';
import { AuditTasks, TASK_TYPE } from './views/task-provider';
import { AuditClient } from './worker/client';

let client: AuditClient | undefined;

/** What commands open that came with the extension, and where they may write. */
const filesOf = ({ extensionUri, globalStorageUri }: vscode.ExtensionContext) => {
  const at = (...names: string[]) => vscode.Uri.joinPath(extensionUri, ...names);
  return { guide: at('extension/docs/verdict.md'), modelCard: at('dist/models/CARD.md'), bundledSamples: at('dist/samples'), storage: globalStorageUri };
};

/** Composes the rooms; work begins when a dataset is open or a command runs. */
export function activate(context: vscode.ExtensionContext): void {
  const began = performance.now();
  translateWith((text, ...values) => vscode.l10n.t(text, ...values));
  const log = vscode.window.createOutputChannel('Undertone', { log: true });
  const complain = (message: string) => { void showError(log, message); };
  client = new AuditClient(join(context.extensionPath, 'dist', 'worker.js'), complain);
  const audits = new Audits();
  const choices = new Choices(context.workspaceState);
  const reviewed = new Reviewed(complain);
  const annotations = new Annotations(client, choices, reviewed, audits, message => log.error(message));
  const explanations = new Explanations(client, annotations);
  const decorations = new Decorations(annotations, explanations, reviewed, message => log.error(message));
  const history = new History(context.workspaceState, audits);
  const tree = new AuditsTree(audits, history, reviewed);
  const reports = new Reports(audits, reviewed);
  const datasets = registerDatasetEditor(context, { client, audits, choices, reviewed, complain });
  const labs = new LabPanels(vscode.Uri.joinPath(context.extensionUri, 'dist'), {
    mnist: { title: vscode.l10n.t('MNIST lab'), page: 'lab', serve: webview => new MnistLabSession(webview, join(context.extensionPath, 'dist', 'lab-worker.js')) },
    language: { title: vscode.l10n.t('Language lab'), page: 'language-lab', serve: webview => new LanguageLabSession(webview, join(context.extensionPath, 'dist', 'lab-worker.js')) },
  });
  const lens = new VerdictLens(annotations, reviewed);
  const { languages } = vscode;
  context.subscriptions.push(
    log, audits, choices, reviewed, annotations, decorations, history, tree, reports, lens, labs,
    new Diagnostics(annotations, reviewed),
    new AuditBadges(audits, reviewed),
    vscode.tasks.registerTaskProvider(TASK_TYPE, new AuditTasks(join(context.extensionPath, 'dist', 'cli.js'))),
    new StatusBar(annotations, audits),
    new LargeFileOffer(message => log.warn(message)),
    languages.registerHoverProvider(SELECTOR, new RecordHover(annotations, explanations, reviewed)),
    languages.registerCodeLensProvider(SELECTOR, lens),
    languages.registerCodeActionsProvider(SELECTOR, new FindingActions(annotations, reviewed), FindingActions.metadata),
    ...registerCommands({ client, annotations, audits, choices, reviewed, explanations, decorations, history, tree, reports, datasets, labs, ...filesOf(context), version: String(context.extension.packageJSON.version), log }),
  );
  log.info(`activated in ${(performance.now() - began).toFixed(1)} ms`);
}

/** Lets the scoring thread finish its chunk and end. */
export async function deactivate(): Promise<void> {
  await client?.dispose();
}
