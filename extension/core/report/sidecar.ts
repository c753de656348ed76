import type { ScoredRecord } from '../audit/audit-file';
import type { Scorer } from '../fingerprint/scorer';
import type { FileAudit } from '../protocol/nouns';
import { contentHash } from '../records/content-hash';

const rounded = (value: number) => Math.round(value * 1e6) / 1e6;

/**
 * One record as a line of the sidecar file (extension/cli/schemas/sidecar.schema.json): where it lies, how it scored, with which error rate and models, and
 * which content filters it fails. Holds no record text.
 */
export function sidecarLine(file: string, { result, score, failed }: ScoredRecord, scorer: Pick<Scorer, 'version' | 'channels'>): string {
  if (result.kind === 'unreadable') return line({ file, ...result.ref, error: result.problem.message });
  if (result.kind === 'skipped' || !score) return line({ file, ...(result.kind === 'sample' ? result.sample.ref : result.ref), skipped: result.kind === 'skipped' ? result.reason : '' });
  const { sample } = result, { channel, families, unfamiliar, named, model } = score;
  const errorRate = named === null || channel === 'other' ? null : scorer.channels[channel].labels.nameErrorRate;
  return line({
    file, ...sample.ref, contentHash: contentHash(sample.record), field: sample.field, channel, named, model, errorRate,
    families: Object.fromEntries(Object.entries(families).map(([family, probability]) => [family, rounded(probability)])), unfamiliar: rounded(unfamiliar),
    ...(failed?.length ? { failsFilters: failed } : {}), ...(sample.declared === undefined ? {} : { declared: sample.declared }), modelVersion: scorer.version,
  });
}

/** The last line for a file whose audit was stopped; so that nobody takes what is there for all. */
export const sidecarEnd = ({ path, records, incomplete }: FileAudit): string => (incomplete ? line({ file: path, incomplete: true, records: records.total }) : '');

const line = (value: object) => `${JSON.stringify(value)}\n`;
