import { discoveriesAmong } from '../verdict/discoveries';
import type { FileAudit } from '../protocol/nouns';

/** The stable form of `undertone audit --format json` (extension/cli/schemas/audit.schema.json). */
export function auditJson(audits: FileAudit[]): object {
  return { files: audits.map(fileJson), ...(audits.length > 1 ? { discoveries: discoveriesAmong(audits) } : {}) };
}

function fileJson({ path, records, verdict, findingsTotal, composition, segments, modelVersion, incomplete, problemsTotal, risk, provenance, filters, known }: FileAudit): object {
  const { total, scored, unreadable, skipped, byChannel, byField, skippedBy } = records;
  const { kind, family, model, logOdds, errorRate, reasons, enrolled } = verdict;
  return {
    path, records: { total, scored, unreadable, skipped, byChannel, byField, skippedBy },
    verdict: { kind, family, model, logOdds, errorRate, reasons, enrolled },
    findings: findingsTotal, composition, segments, problems: problemsTotal, modelVersion, incomplete,
    risk, provenance, filters, known,
  };
}
