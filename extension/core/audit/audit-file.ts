import type { EvidencePoint } from '../protocol/dataset-view';
import type { ContentFilterId, FileAudit, Score } from '../protocol/nouns';
import type { AuditOptions } from '../protocol/audit-worker';
import type { ByteSource } from '../bytes/source';
import { ReadProblem } from '../bytes/read-problem';
import { FilterTally } from '../content-filters/filter-tally';
import { contentHash } from '../records/content-hash';
import { BLANK_LINE } from '../records/record-parser';
import { readRecords } from '../records/record-reader';
import type { RecordResult, Sample, SampleSelector } from '../records/sample';
import { toScore, type ChannelLabels, type SampleScore } from '../fingerprint/score';
import type { Scorer } from '../fingerprint/scorer';
import { FileEvidence } from '../verdict/file-evidence';
import { Settlement } from '../verdict/settled';
import { conclude } from './conclude';
import { NOT_SAMPLED } from './even-sample';
import { RecordTally } from './record-tally';

/** One line of the file with its score and the content filters that it fails, in file order; `score` is null for what could not be scored. */
export interface ScoredRecord { result: RecordResult; score: Score | null; failed?: ContentFilterId[] }

/** Least distance of two points of the evidence, in records. */
const POINT_RECORDS = 8;

/** What happens during an audit, in order: batches and progress while reading, `done` once at the end. */
export type AuditEvent =
  | { kind: 'batch'; records: ScoredRecord[]; evidence: EvidencePoint[] }
  | { kind: 'progress'; records: number; bytes: number; sizeBytes: number | undefined; recordsPerSecond: number }
  | { kind: 'done'; audit: FileAudit };

/** Where an audit reads, what with, and how; `signal` stops it at the next batch, and `done` then says `incomplete`. `isSampled` leaves lines out unscored, and says so. */
export interface AuditRun { source: ByteSource; scorer: Scorer; options: AuditOptions; signal?: AbortSignal; isSampled?: (record: number) => boolean }

/** Audits one file, streaming. A file that breaks off or vanishes midway ends the run with a problem; what was read stays judged. */
export async function* auditFile({ source, scorer, options, signal, isSampled }: AuditRun): AsyncGenerator<AuditEvent> {
  const startedMs = performance.now();
  const ledger: Ledger = {
    tally: new RecordTally(), evidence: new FileEvidence(scorer.channels, scorer.shifts, options.maxFindings), filters: new FilterTally(options.filters, options.maxFindings),
    points: [], isPointDue: pointsAlong(),
  };
  const { tally, evidence, filters } = ledger;
  for (const problem of scorer.problems ?? []) tally.report(problem);
  for (const message of options.beside?.problems ?? []) tally.report({ code: 'unreadable', message, remedy: 'Correct or remove that file.' });
  const settlement = options.untilSettled ? new Settlement() : undefined;
  let bytes = 0, incomplete = false, settledEarly = false;
  try {
    for await (const batch of readRecords(source, options.sample as SampleSelector, { signal })) {
      bytes = batch.bytesRead;
      yield { kind: 'batch', records: await scoreBatch(isSampled ? sampled(batch.results, isSampled) : batch.results, scorer, ledger), evidence: ledger.points.splice(0) };
      const records = tally.counts.total;
      yield { kind: 'progress', records, bytes, sizeBytes: source.sizeBytes, recordsPerSecond: records / Math.max(0.001, (performance.now() - startedMs) / 1000) };
      const { scored } = tally.counts;
      if (settlement?.isDue(scored) && settlement.look(scored, evidence.judge().verdict)) {
        settledEarly = true;
        break;
      }
    }
  } catch (error) {
    incomplete = true;
    if (error instanceof ReadProblem) tally.report(error.problem);
    else if (!signal?.aborted) throw error;
  }
  yield { kind: 'done', audit: { ...conclude(evidence, tally, filters, options), path: source.name, modelVersion: scorer.version, bytesRead: bytes, elapsedMs: performance.now() - startedMs, incomplete, ...(settledEarly ? { settledEarly } : {}) } };
}

/** Says at how many records a point of the evidence is due: often at first, then at every fiftieth part more. */
function pointsAlong(): (records: number) => boolean {
  let next = 0;
  return records => {
    if (records < next) return false;
    next = records + Math.max(POINT_RECORDS, records / 50);
    return true;
  };
}

/** What an audit gathers, record by record. */
interface Ledger { tally: RecordTally; evidence: FileEvidence; filters: FilterTally; points: EvidencePoint[]; isPointDue: (records: number) => boolean }

/** A blank line is no record: it has no score and counts nowhere. */
const isRecord = (result: RecordResult) => result.kind !== 'skipped' || result.reason !== BLANK_LINE;

/** The same records with those out of the sample as skipped ones. */
const sampled = (results: RecordResult[], isSampled: (record: number) => boolean) => results.map((result): RecordResult => (
  result.kind === 'sample' && !isSampled(result.sample.ref.record) ? { kind: 'skipped', ref: result.sample.ref, reason: NOT_SAMPLED } : result));

async function scoreBatch(results: RecordResult[], scorer: Scorer, ledger: Ledger): Promise<ScoredRecord[]> {
  const samples = results.flatMap(result => (result.kind === 'sample' ? [result.sample] : []));
  const scores = await scorer.score(samples);
  let next = 0;
  return results.filter(isRecord).map(result => {
    ledger.tally.read(result);
    if (result.kind !== 'sample') return { result, score: null };
    const score = scores[next++], failed = take(result.sample, score, ledger);
    return new Scored(result, score, score.channel === 'other' ? undefined : scorer.channels[score.channel].labels, failed);
  });
}

/** Shapes a score when somebody asks for it: most audits only add scores up. */
class Scored implements ScoredRecord {
  private shaped: Score | undefined;

  constructor(readonly result: RecordResult, private readonly raw: SampleScore, private readonly labels: ChannelLabels | undefined, readonly failed: ContentFilterId[]) {}

  get score(): Score { return this.shaped ??= toScore(this.raw, this.labels); }
}

/** Takes a record in, and says which content filters it fails. */
function take(sample: Sample, score: SampleScore, { tally, evidence, filters, points, isPointDue }: Ledger): ContentFilterId[] {
  const hash = () => contentHash(sample.record);
  tally.scored(score.channel, sample.field);
  evidence.add(sample.ref, score, sample.declared, hash);
  if (isPointDue(tally.counts.scored)) points.push(...evidence.standing().map(point => ({ record: sample.ref.record, ...point })));
  return filters.check(sample, score.channel, hash).failed;
}
