import type { Evidence } from '../core/protocol/nouns';
import { utf16Columns } from './columns';

/** A span of evidence in UTF-16 columns of its line. */
export interface EvidenceColumns { start: number; end: number; logOdds: number }

/** Spans weaker than this share of the strongest say little to a person. */
const WEAKEST_SHARE = 0.2;

/** The spans worth showing, strongest first, at most `limit`; empty and out-of-line spans are left out. */
export function strongestEvidence(line: string, evidence: readonly Evidence[], limit: number): EvidenceColumns[] {
  const sorted = [...evidence].sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds));
  const floor = Math.abs(sorted[0]?.logOdds ?? 0) * WEAKEST_SHARE;
  const strong = sorted.filter(span => Math.abs(span.logOdds) >= floor && span.logOdds !== 0).slice(0, limit);
  const columns = utf16Columns(line, strong.flatMap(span => [span.start, span.end]));
  return strong
    .map((span, index) => ({ start: columns[2 * index], end: columns[2 * index + 1], logOdds: span.logOdds }))
    .filter(span => span.end > span.start);
}
