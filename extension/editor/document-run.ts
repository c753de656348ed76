import * as vscode from 'vscode';
import type { AuditOptions } from '../core/protocol/audit-worker';
import type { FileAudit } from '../core/protocol/nouns';
import type { AuditClient } from '../worker/client';
import { lineChange, LineTable } from './line-table';
import type { Slot } from './line-table';
import { contentHashes, scoreUnscored } from './scoring';

/** Batches of a large document come fast; what shows progress is told this often. */
const PROGRESS_EVERY_MS = 250;

/** What scoring a document needs from around it. */
export interface RunContext {
  client: AuditClient;
  options(uri: vscode.Uri): Promise<AuditOptions>;
  delayMs(uri: vscode.Uri): number;
  /** A run failed; the document keeps what it had. */
  failed(message: string): void;
  /** Something of the document's state changed. */
  changed(document: vscode.TextDocument): void;
}

const isSameSample = (a: AuditOptions, b: AuditOptions): boolean => JSON.stringify([a.sample, a.filters]) === JSON.stringify([b.sample, b.filters]);

/** Keeps one document scored and judged: now, and after every edit. */
export class DocumentRun implements vscode.Disposable {
  readonly table: LineTable;
  /** Latest verdict and findings; `judged[record - 1]` is the line of a finding's record. */
  audit: FileAudit | undefined;
  judged: readonly Slot[] = [];
  /** Options of the latest run. */
  options: AuditOptions | undefined;
  busy = false;
  /** Why the latest run failed. */
  problem: string | undefined;
  private stop = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private generation: number;
  private toldAt = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(readonly document: vscode.TextDocument, private readonly context: RunContext) {
    this.table = new LineTable(document.lineCount);
    this.generation = context.client.generation;
    this.start();
  }

  /** Takes over an edit and scores what it touched once typing pauses. */
  edit(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    if (changes.length === 0) return;
    this.table.apply(changes.map(({ range, text }) => lineChange(range.start.line, range.end.line, text)));
    if (this.table.lineCount !== this.document.lineCount) this.table.reset(this.document.lineCount);
    this.cancel();
    this.timer = setTimeout(() => this.start(), this.context.delayMs(this.document.uri));
  }

  /** Judges anew, because settings, choices or the configuration changed; what is scored by another choice of text is scored again. */
  restart(): void {
    this.cancel();
    this.start();
  }

  /** Resolves when the document is scored and judged as it stands, at once when the run was cancelled or failed. */
  async settled(): Promise<void> {
    if (this.timer) { this.cancel(); this.start(); }
    await this.running;
  }

  /** Stops scoring; what is done stays. */
  cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.stop.abort();
  }

  dispose(): void {
    this.cancel();
    if (this.audit) void this.context.client.closeLines(this.document.uri.fsPath);
  }

  private start(): void {
    this.timer = undefined;
    this.stop = new AbortController();
    this.running = this.run(this.stop.signal);
  }

  private async run(signal: AbortSignal): Promise<void> {
    this.busy = true;
    this.context.changed(this.document);
    try {
      await this.score(signal);
      if (!signal.aborted) this.problem = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.problem = error instanceof Error ? error.message : String(error);
      this.context.failed(this.problem);
      // a crashed thread is started again once; when that one crashes too, asking for it throws and the number stays
      if (this.generation !== this.context.client.generation) this.restart();
    } finally {
      if (!signal.aborted) { this.busy = false; this.context.changed(this.document); }
    }
  }

  private async score(signal: AbortSignal): Promise<void> {
    const { client } = this.context;
    if (this.generation !== client.generation) this.table.reset(this.document.lineCount);
    this.generation = client.generation;
    const options = await this.context.options(this.document.uri);
    if (signal.aborted) return;
    if (this.options && !isSameSample(this.options, options)) this.table.reset(this.document.lineCount);
    this.options = options;
    await scoreUnscored(this.table, line => this.document.lineAt(line).text,
      (records, lines) => client.run((job, worker) => worker.scoreLines(job, records, lines, options), signal), options,
      { signal, first: () => this.firstVisible(), onBatch: () => this.tell() });
    if (signal.aborted) return;
    const judged = this.table.lines;
    const { audit } = await client.call.judgeLines(this.document.uri.fsPath, contentHashes(this.table), options);
    if (!signal.aborted) [this.audit, this.judged] = [audit, judged];
  }

  private firstVisible(): number {
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document === this.document);
    return editor?.visibleRanges[0]?.start.line ?? 0;
  }

  private tell(): void {
    if (performance.now() - this.toldAt < PROGRESS_EVERY_MS) return;
    this.toldAt = performance.now();
    this.context.changed(this.document);
  }
}
