import type { AuditOptions, Explanation } from '../protocol/audit-worker';
import { contentHash } from '../records/content-hash';
import { rawSpanOf } from '../records/json-text';
import { readRecord } from '../records/record-reader';
import type { SampleSelector } from '../records/sample';
import { toScore } from '../fingerprint/score';
import type { Scorer } from '../fingerprint/scorer';
import { whatIf } from './what-if';

/** Most spans that are handed to the editor, strongest first. */
const MAX_SPANS = 200;

/**
 * Why a record scored as it did: the evidence for its likeliest family, as byte ranges of the record's own line.
 * Rejects with the record's problem and remedy when there is nothing to score.
 */
export async function explainRecord(scorer: Scorer, record: Uint8Array, options: AuditOptions): Promise<Explanation> {
  const result = readRecord(record, { record: 1, byteOffset: 0, byteLength: record.byteLength }, options.sample as SampleSelector);
  if (result.kind === 'unreadable') throw new Error(`${result.problem.message} ${result.problem.remedy}`);
  if (result.kind === 'skipped') throw new Error(`Nothing to score in this record: ${result.reason}.`);
  const { sample } = result;
  const [raw] = await scorer.score([sample]);
  const labels = raw.channel === 'other' ? undefined : scorer.channels[raw.channel].labels;
  const score = toScore(raw, labels);
  const base = { score, text: Buffer.from(sample.bytes).toString('utf8'), field: sample.field, contentHash: contentHash(record) };
  if (!labels) return { ...base, against: null, evidence: [] };
  const ranked = [...labels.families].sort((a, b) => score.families[b] - score.families[a]);
  const { evidence } = await scorer.explain(sample, ranked[0]);
  const spans = evidence.sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds)).slice(0, MAX_SPANS).map(({ start, end, logOdds }) => ({
    ...rawSpanOf(record, sample.rawStart, sample.rawEnd, { start: start + sample.partStart, end: end + sample.partStart }), logOdds,
  }));
  const changes = raw.channel === 'numbers' ? await whatIf(scorer, sample, labels.families.indexOf(ranked[0])) : undefined;
  return { ...base, against: ranked[1] ?? null, evidence: spans, errorRate: labels.nameErrorRate, ...(changes ? { whatIf: changes } : {}) };
}
