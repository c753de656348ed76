import type { ScoredTestRow } from './score-corpus';
import { groupBy } from './forced-choice';

const BINS = 15;
const MIN_ROWS = 3000;

/** Expected calibration error (Naeini 2015; Guo 2017) of the likeliest family's probability. */
export interface Calibration { name: string; rows: number; error: number; bins: { confidence: number; accuracy: number; share: number }[] }

/** Of a whole channel, and of each kind of task with enough rows. `truth` gives -1 for rows without a family to name. */
export function calibration(name: string, rows: ScoredTestRow[], truth: (row: ScoredTestRow) => number): Calibration[] {
  const known = rows.filter(row => truth(row) >= 0 && row.score.familyLogProb.length > 0);
  const large = [...groupBy(known, row => row.row.source)].filter(([, own]) => own.length >= MIN_ROWS);
  return [measure(name, known, truth), ...large.map(([source, own]) => measure(`${name}: ${source}`, own, truth))];
}

function measure(name: string, rows: ScoredTestRow[], truth: (row: ScoredTestRow) => number): Calibration {
  const bins = Array.from({ length: BINS }, () => ({ rows: 0, confidence: 0, right: 0 }));
  for (const row of rows) {
    const top = Math.max(...row.score.familyLogProb), confidence = Math.exp(top);
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))];
    bin.rows++;
    bin.confidence += confidence;
    if (row.score.familyLogProb[truth(row)] === top) bin.right++;
  }
  const error = bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.confidence), 0) / Math.max(1, rows.length);
  return { name, rows: rows.length, error, bins: bins.filter(bin => bin.rows).map(bin => ({ confidence: bin.confidence / bin.rows, accuracy: bin.right / bin.rows, share: bin.rows / rows.length })) };
}
