import type { AuditOptions } from '../protocol/audit-worker';
import type { FilterTally } from '../content-filters/filter-tally';
import { riskFor } from '../lineage/risk';
import type { FileAudit } from '../protocol/nouns';
import { NOTHING_BESIDE } from '../provenance/beside';
import { provenanceOf } from '../provenance/compare';
import type { FileEvidence } from '../verdict/file-evidence';
import { expectationOf, findingsOf } from './findings';
import type { RecordTally } from './record-tally';

/** The part of an audit that follows from the records alone. */
export type Conclusion = Pick<FileAudit, 'records' | 'verdict' | 'composition' | 'segments' | 'findings' | 'findingsTotal' | 'problems' | 'problemsTotal' | 'filters' | 'provenance' | 'risk'>;

/** The verdict, composition and findings of what was gathered. */
export function conclude(evidence: FileEvidence, tally: RecordTally, filters: FilterTally, options: AuditOptions): Conclusion {
  const { verdict, composition, channels } = evidence.judge();
  const expectation = expectationOf(options.expectFamilies, evidence.declared.family());
  const provenance = provenanceOf(verdict, evidence.declared.names, options.beside ?? NOTHING_BESIDE);
  const { findings, total } = findingsOf({ verdict, channels, evidence, expectation, provenance, counts: tally.counts, filters }, options);
  const segments = evidence.segments();
  return {
    records: tally.counts, verdict, composition, ...(segments.length ? { segments } : {}), findings, findingsTotal: total, problems: tally.problems, problemsTotal: tally.problemsTotal, filters: filters.counts(), provenance,
    ...(options.studentBase ? { risk: riskFor({ verdict, declared: provenance.declarations.map(({ name }) => name) }, options.studentBase) } : {}),
  };
}
