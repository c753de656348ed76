import * as vscode from 'vscode';
import type { FileAudit, VerdictKind } from '../core/protocol/nouns';
import { headline } from '../core/verdict/words';
import type { Audits } from './audits';

const KEY = 'undertone.history';
const MAX_FILES = 200, MAX_RUNS = 10;
/** While somebody types, the audit of a document is new every moment; within this time the newest one counts. */
const ONE_RUN_MS = 10 * 60_000;

/** What is remembered of an audit; no record and no path of one. */
export interface PastAudit {
  /** ISO 8601, UTC. */
  at: string;
  kind: VerdictKind;
  headline: string;
  records: number;
  findings: number;
  modelVersion: string;
  incomplete: boolean;
}

type Runs = Record<string, PastAudit[]>;

const summaryOf = (audit: FileAudit, at: Date): PastAudit => ({
  at: at.toISOString(), kind: audit.verdict.kind, headline: headline(audit.verdict), records: audit.records.total, findings: audit.findingsTotal,
  modelVersion: audit.modelVersion, incomplete: audit.incomplete,
});

/** The audits of this workspace, kept in its state: newest first, per file; they follow a file when the editor renames it. */
export class History implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  /** Fires when an audit came in or was forgotten. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: vscode.Memento, audits: Audits) {
    this.subscriptions = [
      audits.onDidChange(uri => { const audit = audits.get(uri); if (audit && uri.scheme !== 'untitled') void this.add(uri, audit); }),
      vscode.workspace.onDidRenameFiles(({ files }) => { void this.rename(files); }),
    ];
  }

  /** Audited files, the latest audit first. */
  get files(): vscode.Uri[] {
    return Object.entries(this.runs).sort(([, [a]], [, [b]]) => (a.at < b.at ? 1 : -1)).map(([key]) => vscode.Uri.parse(key));
  }

  /** The audits of a file, newest first. */
  of(uri: vscode.Uri): readonly PastAudit[] {
    return this.runs[uri.toString()] ?? [];
  }

  /** Forgets a file's audits, or all. */
  async forget(uri?: vscode.Uri): Promise<void> {
    const runs = { ...this.runs };
    if (uri) delete runs[uri.toString()];
    await this.save(uri ? runs : {});
  }

  dispose(): void {
    this.subscriptions.forEach(each => { each.dispose(); });
    this.changed.dispose();
  }

  private get runs(): Runs { return this.state.get<Runs>(KEY, {}); }

  private async add(uri: vscode.Uri, audit: FileAudit, now = new Date()): Promise<void> {
    const key = uri.toString(), [last, ...earlier] = this.of(uri);
    const isSameRun = last !== undefined && now.getTime() - Date.parse(last.at) < ONE_RUN_MS;
    const own = [summaryOf(audit, now), ...(isSameRun || !last ? [] : [last]), ...earlier].slice(0, MAX_RUNS);
    const others = Object.entries(this.runs).filter(([other]) => other !== key).sort(([, [a]], [, [b]]) => (a.at < b.at ? 1 : -1)).slice(0, MAX_FILES - 1);
    await this.save({ [key]: own, ...Object.fromEntries(others) });
  }

  private async rename(files: readonly { oldUri: vscode.Uri; newUri: vscode.Uri }[]): Promise<void> {
    const runs = { ...this.runs };
    for (const { oldUri, newUri } of files) {
      const own = runs[oldUri.toString()];
      if (!own) continue;
      delete runs[oldUri.toString()];
      runs[newUri.toString()] = own;
    }
    await this.save(runs);
  }

  private async save(runs: Runs): Promise<void> {
    await this.state.update(KEY, runs);
    this.changed.fire();
  }
}
