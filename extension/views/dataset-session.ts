import * as vscode from 'vscode';
import type { AuditOptions, LineScore } from '../core/protocol/audit-worker';
import type { DatasetEvents, DatasetHost, DatasetInfo, RecordExplanation } from '../core/protocol/dataset-view';
import type { ScoreBatch } from '../core/protocol/score-batch';
import { serve } from '../core/protocol/rpc';
import type { Audits } from '../editor/audits';
import type { Choices } from '../editor/choices';
import type { Reviewed } from '../editor/reviewed';
import { annotationSettings } from '../editor/settings';
import type { AuditClient, Progress } from '../worker/client';
import type { DatasetDocument } from './dataset-document';
import { exportSelection } from './dataset-export';
import { DatasetMarks } from './dataset-marks';
import type { RecordDocuments } from './record-documents';

/** What the dataset view works with; one of each per window. */
export interface DatasetServices { client: AuditClient; audits: Audits; choices: Choices; records: RecordDocuments; reviewed: Reviewed; complain: (message: string) => void }

/** The host's end of one dataset page: reading goes to the data thread, scoring to the scoring thread. */
export class DatasetSession implements DatasetHost, vscode.Disposable {
  // Hard-private: whatever is a plain own function could be called over the wire.
  readonly #document: DatasetDocument;
  readonly #services: DatasetServices;
  readonly #emit: (event: string, data: unknown) => void;
  readonly #subscriptions: vscode.Disposable[];
  readonly #marks: DatasetMarks;
  #auditing: AbortController | undefined;
  #reveal: number | undefined;
  #isReady = false;

  constructor(document: DatasetDocument, webview: vscode.Webview, services: DatasetServices) {
    this.#document = document;
    this.#services = services;
    this.#subscriptions = [];
    this.#marks = new DatasetMarks(document, services.reviewed, () => { this.#emit('marks', null); }, services.complain);
    this.#emit = serve<DatasetHost>({
      post: message => { void webview.postMessage(message); },
      listen: handler => { this.#subscriptions.push(webview.onDidReceiveMessage(handler)); },
    }, this);
    this.#subscriptions.push(
      this.#marks,
      document.onEvent(({ event, data }) => { this.#emit(event, data); }),
      services.audits.onDidChange(uri => { if (uri.toString() === document.uri.toString()) this.#tellAudit(); }));
  }

  ready = async (): Promise<DatasetInfo> => {
    const { uri } = this.#document;
    if (uri.scheme !== 'file') throw new Error(vscode.l10n.t('{0} is not on a disk that Undertone can read. Save a copy on disk and open that.', uri.toString()));
    const info = await this.#document.open();
    this.#isReady = true;
    await this.#marks.tell();
    if (this.#reveal !== undefined) setImmediate(() => { this.showRecord(this.#reveal ?? 0); });
    return { ...info, audit: this.#services.audits.get(uri) ?? null, isAuditing: this.#auditing !== undefined };
  };

  rows: DatasetHost['rows'] = positions => this.#document.thread.call.rows(positions);
  record: DatasetHost['record'] = position => this.#document.thread.call.record(position);
  find: DatasetHost['find'] = query => this.#document.thread.call.find(query);
  scoreOverview: DatasetHost['scoreOverview'] = (buckets, expected) => this.#document.thread.call.scoreOverview(buckets, expected);
  select: DatasetHost['select'] = selection => this.#document.thread.call.select(selection);
  profile: DatasetHost['profile'] = () => this.#document.thread.call.profile();
  group: DatasetHost['group'] = (field, where) => this.#document.thread.call.group(field, where);
  cancel: DatasetHost['cancel'] = () => this.#document.thread.call.cancel();

  scores = async (positions: number[]): Promise<(LineScore | null)[]> => {
    const lines = await this.#document.thread.call.lines(positions);
    const scored = positions.map((position, i) => ({ record: position + 1, line: lines[i] })).filter(each => each.line !== null);
    const options = await this.#options();
    const results = await this.#services.client.run((job, worker) => worker.scoreLines(job, scored.map(each => each.record), scored.map(each => each.line ?? ''), options, false));
    const byRecord = new Map(results.map(result => [result.record, result]));
    return positions.map(position => byRecord.get(position + 1) ?? null);
  };

  explain = async (position: number): Promise<RecordExplanation> => {
    const [line] = await this.#document.thread.call.lines([position]);
    if (line === null) throw new Error(vscode.l10n.t('Record {0} is too long to be explained here. Score the file from the command line instead.', position + 1));
    const { score, against, field, evidence, errorRate, whatIf } = await this.#services.client.call.explainLine(line, await this.#options());
    return { score, against, field, errorRate, whatIf, evidence: await this.#document.thread.call.placeEvidence(position, field, evidence) };
  };

  audit = async (): Promise<void> => {
    if (this.#auditing) return;
    const controller = this.#auditing = new AbortController();
    this.#runAudit(controller.signal)
      .catch((error: unknown) => { this.#emit('auditFailed', { message: error instanceof Error ? error.message : String(error) }); })
      .finally(() => { this.#auditing = undefined; });
  };

  cancelAudit = async (): Promise<void> => { this.#auditing?.abort(); };

  revealInEditor = async (position: number): Promise<void> => {
    const { uri, isPlain } = this.#document;
    if (!isPlain) {
      return this.#services.records.show(uri, await this.#document.thread.call.record(position));
    }
    const selection = new vscode.Range(position, 0, position, 0);
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { selection, viewColumn: vscode.ViewColumn.Beside });
  };

  reload = async (): Promise<void> => { this.#document.reload(); };

  page: DatasetHost['page'] = (position, start) => this.#document.thread.call.page(position, start);

  copyText: DatasetHost['copyText'] = async (position, path) => { await vscode.env.clipboard.writeText(await this.#document.thread.call.text(position, path)); };

  toggleReviewed: DatasetHost['toggleReviewed'] = position => this.#marks.toggleReviewed(position);

  editTags: DatasetHost['editTags'] = position => this.#marks.editTags(position);

  exportSelection: DatasetHost['exportSelection'] = selection => exportSelection(this.#document, selection);

  copy = async (text: string): Promise<void> => { await vscode.env.clipboard.writeText(text); };

  /** Selects a record in the page, at once or as soon as the page is there. Not callable from the page: a prototype method. */
  showRecord(position: number): void {
    this.#reveal = this.#isReady ? undefined : position;
    if (this.#isReady) this.#emit('reveal', { position });
  }

  dispose(): void {
    this.#auditing?.abort();
    this.#subscriptions.forEach(each => { each.dispose(); });
  }

  /** The result reaches every page of this file through the shared audits. */
  async #runAudit(signal: AbortSignal): Promise<void> {
    const { uri } = this.#document;
    const options = await this.#options();
    const onProgress = ({ records, recordsPerSecond, bytes, sizeBytes }: Progress) => {
      const progress: DatasetEvents['progress'] = { records, recordsPerSecond, bytes, sizeBytes };
      this.#emit('progress', progress);
    };
    let isFirst = true;
    const onScores = (batch: ScoreBatch) => {
      this.#services.audits.addScores(uri, batch, isFirst);
      isFirst = false;
    };
    const audit = await this.#services.client.run((job, worker) => worker.auditFile(job, uri.fsPath, options, true), signal, onProgress, onScores);
    this.#services.audits.set(uri, audit);
  }

  #options(): Promise<AuditOptions> {
    const { uri } = this.#document;
    return this.#services.choices.optionsFor(uri, annotationSettings(uri).maximum);
  }

  #tellAudit(): void {
    const audit = this.#services.audits.get(this.#document.uri);
    if (audit) this.#emit('audit', audit);
  }
}
