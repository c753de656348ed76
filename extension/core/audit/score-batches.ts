import type { EvidencePoint, Threshold } from '../protocol/dataset-view';
import { CHANNELS, type Score } from '../protocol/nouns';
import { ScoreCode, type ScoreBatch } from '../protocol/score-batch';
import type { ScoredRecord } from './audit-file';

/** From this probability on a single record is called unfamiliar. */
const UNFAMILIAR = 0.5;

/** Turns the batches of one audit into columns; family codes stay the same from batch to batch. */
export class ScoreBatches {
  private readonly families: string[] = [];

  /** @param thresholds of the model that scores. */
  constructor(private readonly thresholds: Threshold[] = []) {}

  /** The records of one batch as columns. */
  columns(batch: readonly ScoredRecord[], evidence: EvidencePoint[] = []): ScoreBatch {
    const records = new Uint32Array(batch.length), codes = new Uint8Array(batch.length), scores = new Uint8Array(batch.length), channels = new Uint8Array(batch.length);
    batch.forEach(({ result, score }, i) => {
      records[i] = (result.kind === 'sample' ? result.sample.ref : result.ref).record;
      codes[i] = score ? this.codeOf(score) : result.kind === 'unreadable' ? ScoreCode.unreadable : ScoreCode.skipped;
      scores[i] = score ? Math.round(Math.max(0, ...Object.values(score.families)) * 255) : 0;
      channels[i] = CHANNELS.indexOf(score?.channel ?? 'other');
    });
    return { records, codes, scores, channels, families: [...this.families], evidence, thresholds: this.thresholds };
  }

  private codeOf({ channel, named, unfamiliar }: Score): number {
    if (channel === 'other') return ScoreCode.unattributed;
    if (named === null) return unfamiliar > UNFAMILIAR ? ScoreCode.unfamiliar : ScoreCode.undecided;
    const known = this.families.indexOf(named);
    return ScoreCode.firstFamily + (known >= 0 ? known : this.families.push(named) - 1);
  }
}
