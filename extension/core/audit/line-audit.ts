import type { AuditOptions, LineScore } from '../protocol/audit-worker';
import type { FileAudit, RecordRef, Score } from '../protocol/nouns';
import { ContentFilters, type FilterResult } from '../content-filters/content-filters';
import { FilterTally } from '../content-filters/filter-tally';
import { contentHash } from '../records/content-hash';
import { RecordParser } from '../records/record-parser';
import type { RecordResult, SampleSelector } from '../records/sample';
import { toScore, type SampleScore } from '../fingerprint/score';
import type { Scorer } from '../fingerprint/scorer';
import { FileEvidence } from '../verdict/file-evidence';
import { conclude } from './conclude';
import { RecordTally } from './record-tally';

const BATCH = 64;
const NOTHING: Score = { channel: 'other', families: {}, unfamiliar: 1, named: null, model: null };

interface ScoredLine { result: RecordResult; score: SampleScore | null; field: string; filtered: FilterResult | null }

/** Lines that no document mentions any more are kept up to this many, so that an undo costs nothing. */
const SPARE_LINES = 20_000;

/** Scores and judges the lines of documents that are being edited: lines are known by their content hash, so moving one costs nothing. */
export class LineAudit {
  private readonly known = new Map<string, ScoredLine>();
  private readonly mentioned = new Map<string, Set<string>>();

  constructor(private readonly scorer: Scorer) {}

  /** Scores lines in order; stops early, with what is done, once `isStopped` says so. With `isKept` they can be judged later. */
  async score(records: number[], lines: string[], options: AuditOptions, isStopped: () => boolean, isKept = true): Promise<LineScore[]> {
    const scored: LineScore[] = [];
    for (let first = 0; first < lines.length && !isStopped(); first += BATCH) {
      scored.push(...await this.scoreBatch(records.slice(first, first + BATCH), lines.slice(first, first + BATCH), options, isKept));
      await new Promise(resolve => setImmediate(resolve)); // lets a cancel message in
    }
    return scored;
  }

  /** The verdict on a document whose lines have these hashes ('' = blank); `hashes[i]` belongs to line i + 1. `scorer`: with teachers enrolled beside its own. */
  judge(path: string, hashes: string[], options: AuditOptions, scorer: Scorer = this.scorer): FileAudit {
    const startedMs = performance.now();
    const tally = new RecordTally(), evidence = new FileEvidence(scorer.channels, scorer.shifts, options.maxFindings);
    for (const problem of scorer.problems ?? []) tally.report(problem);
    const filters = new FilterTally(options.filters, options.maxFindings);
    hashes.forEach((hash, i) => {
      const line = this.known.get(keyOf(hash, options));
      if (line) count(line, i + 1, hash, { tally, evidence, filters });
    });
    this.mentioned.set(path, new Set(hashes.map(hash => keyOf(hash, options))));
    this.forget();
    return { ...conclude(evidence, tally, filters, options), path, modelVersion: this.scorer.version, bytesRead: 0, elapsedMs: performance.now() - startedMs, incomplete: false };
  }

  /** A document was closed: its lines are spare from now on. */
  close(path: string): void {
    if (this.mentioned.delete(path)) this.forget();
  }

  private forget(): void {
    const inUse = [...this.mentioned.values()].reduce((sum, keys) => sum + keys.size, 0);
    const documents = [...this.mentioned.values()];
    for (const key of this.known.keys()) { // oldest first: the newest may belong to a document that is still being scored
      if (this.known.size <= inUse + SPARE_LINES) return;
      if (!documents.some(keys => keys.has(key))) this.known.delete(key);
    }
  }

  private async scoreBatch(records: number[], lines: string[], options: AuditOptions, isKept: boolean): Promise<LineScore[]> {
    const parser = new RecordParser(options.sample as SampleSelector);
    const results = lines.map((text, i) => {
      const bytes = Buffer.from(text);
      const ref: RecordRef = { record: records[i], byteOffset: 0, byteLength: bytes.byteLength };
      return { hash: contentHash(bytes), result: parser.parse(bytes, ref) };
    });
    const samples = results.flatMap(({ result }) => (result.kind === 'sample' ? [result.sample] : []));
    const scores = await this.scorer.score(samples), filters = new ContentFilters(options.filters ?? {});
    let next = 0;
    return results.map(({ hash, result }, i) => {
      const score = result.kind === 'sample' ? scores[next++] : null;
      if (isKept) this.remember(keyOf(hash, options), result, score, result.kind === 'sample' && score ? filters.check(result.sample, score.channel) : null);
      return this.toLineScore(records[i], hash, result, score);
    });
  }

  private remember(key: string, result: RecordResult, score: SampleScore | null, filtered: FilterResult | null): void {
    const light: RecordResult = result.kind === 'sample' ? { ...result, sample: { ...result.sample, bytes: NO_BYTES, prompt: NO_BYTES, record: NO_BYTES } } : result;
    this.known.set(key, { result: light, score, filtered, field: result.kind === 'sample' ? result.sample.field : '' });
  }

  private toLineScore(record: number, hash: string, result: RecordResult, score: SampleScore | null): LineScore {
    const base = { record, contentHash: hash, rawStart: 0, rawEnd: 0, field: '' };
    if (result.kind === 'unreadable') return { ...NOTHING, ...base, error: `${result.problem.message} ${result.problem.remedy}` };
    if (result.kind === 'skipped' || !score) return { ...NOTHING, ...base, skipped: result.kind === 'skipped' ? result.reason : '' };
    const { rawStart, rawEnd, field } = result.sample;
    const labels = score.channel === 'other' ? undefined : this.scorer.channels[score.channel].labels;
    return { ...toScore(score, labels), ...base, rawStart, rawEnd, field };
  }
}

/** The same line scored by another field, or filtered by other rules, is another score. */
const keyOf = (hash: string, { sample, filters }: AuditOptions) => `${hash} ${sample.field ?? ''} ${sample.prompt ?? ''} ${sample.channel ?? ''} ${sample.part ?? ''} ${filters ? JSON.stringify(filters) : ''}`;

const NO_BYTES = new Uint8Array(0);

function count({ result, score, field, filtered }: ScoredLine, record: number, hash: string, { tally, evidence, filters }: { tally: RecordTally; evidence: FileEvidence; filters: FilterTally }): void {
  const problemAt = <T extends { record?: number }>(problem: T): T => ({ ...problem, record });
  tally.read(result.kind === 'unreadable' ? { ...result, problem: problemAt(result.problem) } : result);
  if (result.kind !== 'sample' || !score) return;
  tally.scored(score.channel, field);
  evidence.add({ ...result.sample.ref, record }, score, result.sample.declared, () => hash);
  if (filtered) filters.add(filtered, { ...result.sample.ref, record }, () => hash);
}
