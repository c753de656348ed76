import { discoveriesAmong } from '../verdict/discoveries';
import type { FileAudit, Finding } from '../protocol/nouns';

/** The stable form of `undertone audit --format json` (extension/cli/schemas/audit.schema.json). */
export function auditJson(audits: FileAudit[]): object {
  return { files: audits.map(fileJson), ...(audits.length > 1 ? { discoveries: discoveriesAmong(audits) } : {}) };
}

function fileJson({ path, records, verdict, findings, findingsTotal, composition, segments, modelVersion, incomplete, settledEarly, problemsTotal, risk, provenance, filters, known }: FileAudit): object {
  const { total, scored, unreadable, skipped, byChannel, byField, skippedBy } = records;
  const { kind, family, model, logOdds, errorRate, reasons, enrolled } = verdict;
  return {
    path, records: { total, scored, unreadable, skipped, byChannel, byField, skippedBy },
    verdict: { kind, family, model, logOdds, errorRate, reasons, enrolled },
    findings: findingsTotal, composition, segments, problems: problemsTotal, modelVersion, incomplete, settledEarly,
    risk, provenance, filters, known, listedFindings: findings.map(findingJson),
  };
}

/** A finding with its place in bytes, its score and its error rate; no record text. */
const findingJson = ({ rule, message, logOdds, errorRate, record, contentHash }: Finding): object => ({ rule, message, logOdds, errorRate, ...record, contentHash });
