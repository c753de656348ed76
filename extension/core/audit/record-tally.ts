import { CHANNELS, type Channel, type Problem, type RecordCounts } from '../protocol/nouns';
import { fieldPattern } from '../records/field-path';
import type { RecordResult } from '../records/sample';

/** Problems kept for display; the rest are counted. */
const MAX_PROBLEMS = 1000;

/** Counts what became of each line, so that an audit can always say what it scored and what it left out, and why. */
export class RecordTally {
  readonly counts: RecordCounts = {
    total: 0, scored: 0, unreadable: 0, skipped: 0,
    byChannel: Object.fromEntries(CHANNELS.map(channel => [channel, 0])) as Record<Channel, number>, byField: {}, skippedBy: {},
  };
  readonly problems: Problem[] = [];
  problemsTotal = 0;

  read(result: RecordResult): void {
    this.counts.total++;
    if (result.kind === 'unreadable') this.counts.unreadable++;
    if (result.kind === 'skipped') {
      this.counts.skipped++;
      increment(this.counts.skippedBy, result.reason);
    }
    if (result.kind !== 'skipped' && result.problem) this.report(result.problem);
  }

  scored(channel: Channel, field: string): void {
    this.counts.scored++;
    this.counts.byChannel[channel]++;
    increment(this.counts.byField, fieldPattern(field));
  }

  report(problem: Problem): void {
    this.problemsTotal++;
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
  }
}

/** Most different fields or reasons that are told apart; a hostile file could invent millions. */
const MAX_KEYS = 100;

function increment(counts: Record<string, number>, key: string): void {
  const known = Object.hasOwn(counts, key) || Object.keys(counts).length < MAX_KEYS ? key : '(others)';
  if (Object.hasOwn(counts, known)) counts[known]++;
  else Object.defineProperty(counts, known, { value: 1, enumerable: true, writable: true, configurable: true }); // even a field named __proto__
}
