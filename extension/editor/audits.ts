import * as vscode from 'vscode';
import type { FileAudit } from '../core/protocol/nouns';
import type { ScoreBatch } from '../core/protocol/score-batch';

/** Most records of one file whose scores are kept for a view that is opened later. */
const MAX_KEPT_RECORDS = 4_000_000;

/** The latest audit of each file, shared by text editor, dataset view, report and status bar. */
export class Audits implements vscode.Disposable {
  private readonly audits = new Map<string, FileAudit>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  /** Fires with the file whose audit is new. */
  readonly onDidChange = this.changed.event;
  private readonly scores = new Map<string, { batches: ScoreBatch[]; records: number }>();
  private readonly scored = new vscode.EventEmitter<{ uri: vscode.Uri; batch: ScoreBatch; isFirst: boolean }>();
  /** Fires with the scores of some records while an audit runs. */
  readonly onDidScore = this.scored.event;

  /** The latest audit of a file in this window, or undefined. */
  get(uri: vscode.Uri): FileAudit | undefined {
    return this.audits.get(uri.toString());
  }

  /** Keeps an audit as the file's latest. */
  set(uri: vscode.Uri, audit: FileAudit): void {
    this.audits.set(uri.toString(), audit);
    this.changed.fire(uri);
  }

  /** Takes scores of single records; the first batch of an audit replaces what was there. */
  addScores(uri: vscode.Uri, batch: ScoreBatch, isFirst: boolean): void {
    const key = uri.toString();
    const kept = isFirst ? { batches: [], records: 0 } : this.scores.get(key);
    if (kept) this.scores.set(key, kept);
    kept?.batches.push(batch);
    if (kept && (kept.records += batch.records.length) > MAX_KEPT_RECORDS) this.scores.delete(key);
    this.scored.fire({ uri, batch, isFirst });
  }

  /** The scores of the latest audit from disk, in order; none where there was none or the file is too long. */
  scoresOf(uri: vscode.Uri): readonly ScoreBatch[] {
    return this.scores.get(uri.toString())?.batches ?? [];
  }

  dispose(): void {
    this.scored.dispose();
    this.changed.dispose();
  }
}
