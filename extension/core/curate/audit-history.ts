import type { FileAudit, VerdictKind } from '../protocol/nouns';
import { headline } from '../verdict/words';

const MAX_FILES = 200, MAX_RUNS = 10;
/** While somebody types, the audit of a document is new every moment; within this time the newest one counts. */
const ONE_RUN_MS = 10 * 60_000;

/** What is remembered of an audit; nothing of any record. */
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

/** Audits by the file's key, each file's newest first. */
export type AuditHistory = Readonly<Record<string, readonly PastAudit[]>>;

/** The history with one more audit; the files and audits longest ago give way. */
export function withAudit(history: AuditHistory, key: string, audit: FileAudit, now: Date): AuditHistory {
  const [last, ...earlier] = history[key] ?? [];
  const isSameRun = last !== undefined && Math.abs(now.getTime() - Date.parse(last.at)) < ONE_RUN_MS; // a clock that was set back must not make one sitting of two
  const own = [summaryOf(audit, now), ...(isSameRun || !last ? [] : [last]), ...earlier].slice(0, MAX_RUNS);
  const others = byLatest(history).filter(other => other !== key).slice(0, MAX_FILES - 1);
  return { [key]: own, ...Object.fromEntries(others.map(other => [other, history[other]])) };
}

/** The keys of the files, the latest audit first. */
export function byLatest(history: AuditHistory): string[] {
  return Object.entries(history).sort(([, [a]], [, [b]]) => (a.at < b.at ? 1 : -1)).map(([key]) => key);
}

/** The history with a file's audits under another key, or with none of them. */
export function withMoved(history: AuditHistory, key: string, newKey?: string): AuditHistory {
  const { [key]: own, ...others } = history;
  return own && newKey !== undefined ? { ...others, [newKey]: own } : others;
}

const summaryOf = (audit: FileAudit, at: Date): PastAudit => ({
  at: at.toISOString(), kind: audit.verdict.kind, headline: headline(audit.verdict), records: audit.records.total, findings: audit.findingsTotal,
  modelVersion: audit.modelVersion, incomplete: audit.incomplete,
});
