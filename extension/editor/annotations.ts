import * as vscode from 'vscode';
import type { AuditClient } from '../worker/client';
import type { Audits } from './audits';
import type { Choices } from './choices';
import { DocumentRun } from './document-run';
import type { Reviewed } from './reviewed';
import { annotationSettings, SECTION } from './settings';

/** Schemes of documents that a person works on; `git:` and its like are other views of the same text. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs'];

/** The documents that are annotated, for providers. */
export const SELECTOR: vscode.DocumentSelector = SCHEMES.map(scheme => ({ scheme, language: 'jsonl' }));

const isAnnotated = (document: vscode.TextDocument): boolean =>
  document.languageId === 'jsonl' && SCHEMES.includes(document.uri.scheme) && annotationSettings(document.uri).enabled;

/** Keeps every open JSONL document scored; what shows the results listens here. */
export class Annotations implements vscode.Disposable {
  private readonly runs = new Map<vscode.TextDocument, DocumentRun>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly closed = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscriptions: vscode.Disposable[];
  /** Fires when a document's scores, verdict or findings changed. */
  readonly onDidChange = this.changed.event;
  /** Fires when a document is no longer annotated. */
  readonly onDidClose = this.closed.event;

  /** `complain` gets the message when a document cannot be scored. */
  constructor(private readonly client: AuditClient, private readonly choices: Choices, private readonly reviewed: Reviewed, private readonly audits: Audits,
    private readonly complain: (message: string) => void) {
    // of a folder that is made together with its files, only the folder may be told
    const configs = vscode.workspace.createFileSystemWatcher('**/{.undertone,.undertone/config.json,.undertone/teachers,.undertone/teachers/*.json,undertone.json}');
    const restart = () => this.restart();
    const { workspace } = vscode;
    this.subscriptions = [
      configs, configs.onDidChange(restart), configs.onDidCreate(restart), configs.onDidDelete(restart),
      workspace.onDidOpenTextDocument(document => this.open(document)),
      workspace.onDidCloseTextDocument(document => this.close(document)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => this.runs.get(document)?.edit(contentChanges)),
      workspace.onDidChangeConfiguration(event => { if (event.affectsConfiguration(SECTION)) this.configure(); }),
      workspace.onDidGrantWorkspaceTrust(restart),
      choices.onDidChange(uri => this.restart(uri)),
      reviewed.onDidChange(() => this.runs.forEach((_, document) => this.changed.fire(document))),
    ];
    workspace.textDocuments.forEach(document => this.open(document));
  }

  /** The scores of a document, or undefined when it is not annotated. */
  get(document: vscode.TextDocument): DocumentRun | undefined {
    return this.runs.get(document);
  }

  /** All annotated documents. */
  get all(): Iterable<DocumentRun> { return this.runs.values(); }

  dispose(): void {
    this.subscriptions.forEach(subscription => subscription.dispose());
    this.runs.forEach(run => run.dispose());
    this.changed.dispose();
    this.closed.dispose();
  }

  private open(document: vscode.TextDocument): void {
    if (this.runs.has(document) || !isAnnotated(document)) return;
    this.runs.set(document, new DocumentRun(document, {
      client: this.client,
      // reviewed findings are hidden, so room is left for those behind them
      options: uri => this.choices.optionsFor(uri, annotationSettings(uri).maximum + this.reviewed.marksFor(uri).size),
      delayMs: uri => annotationSettings(uri).delayMs,
      failed: this.complain,
      changed: changed => this.publish(changed),
    }));
  }

  private publish(document: vscode.TextDocument): void {
    const run = this.runs.get(document);
    if (run?.audit && !run.busy && this.audits.get(document.uri) !== run.audit) this.audits.set(document.uri, run.audit);
    this.changed.fire(document);
  }

  private close(document: vscode.TextDocument): void {
    this.runs.get(document)?.dispose();
    if (this.runs.delete(document)) this.closed.fire(document.uri);
  }

  private restart(uri?: vscode.Uri): void {
    this.runs.forEach((run, document) => { if (!uri || document.uri.toString() === uri.toString()) run.restart(); });
  }

  private configure(): void {
    this.runs.forEach((_, document) => { if (!isAnnotated(document)) this.close(document); });
    this.restart();
    vscode.workspace.textDocuments.forEach(document => this.open(document));
  }
}
