import type { AuditOptions } from '../protocol/audit-worker';
import type { FileAudit } from '../protocol/nouns';
import type { FileEvidence } from '../verdict/file-evidence';
import { expectationOf, findingsOf } from './findings';
import type { RecordTally } from './record-tally';

/** The part of an audit that follows from the records alone. */
export type Conclusion = Pick<FileAudit, 'records' | 'verdict' | 'composition' | 'findings' | 'findingsTotal' | 'problems' | 'problemsTotal'>;

/** The verdict, composition and findings of what was gathered. */
export function conclude(evidence: FileEvidence, tally: RecordTally, options: AuditOptions): Conclusion {
  const { verdict, composition, channels } = evidence.judge();
  const expectation = expectationOf(options.expectFamilies, evidence.declared.family());
  const { findings, total } = findingsOf(verdict, channels, evidence, expectation, tally.counts, options.maxFindings);
  return { records: tally.counts, verdict, composition, findings, findingsTotal: total, problems: tally.problems, problemsTotal: tally.problemsTotal };
}
