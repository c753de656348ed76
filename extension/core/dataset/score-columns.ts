import { printLiteral } from '../filter/print';
import type { EvidencePoint, ScoreGroup, ScoreOverview, ScoreStrip, Threshold } from '../protocol/dataset-view';
import { CHANNELS, type Channel } from '../protocol/nouns';
import { ScoreCode, type ScoreBatch } from '../protocol/score-batch';
import type { RecordFacts } from './line-record';

/** What a group is called, and its word in the filter language. */
const WITHHELD: Record<number, { label: string; word: string }> = {
  [ScoreCode.unreadable]: { label: 'unreadable', word: 'unreadable' }, [ScoreCode.skipped]: { label: 'skipped', word: 'skipped' },
  [ScoreCode.undecided]: { label: 'not enough evidence', word: 'undecided' }, [ScoreCode.unfamiliar]: { label: 'unfamiliar', word: 'unfamiliar' },
  [ScoreCode.unattributed]: { label: 'other text', word: 'other' },
};

/** The upper two bits of a code hold the channel. */
const CHANNEL_SHIFT = 6;
const CODE_MASK = (1 << CHANNEL_SHIFT) - 1;
const HISTOGRAM_STEPS = 20;
/** Most points that are kept of the evidence; then every other one goes. */
const MAX_POINTS = 1024;

const grown = (old: Uint8Array, length: number): Uint8Array => {
  const bytes = new Uint8Array(Math.max(length, old.length * 2));
  bytes.set(old);
  return bytes;
};

/** The scores of a whole file by position: two bytes a record, filled while the audit runs. */
export class ScoreColumns {
  private codes: Uint8Array = new Uint8Array(0);
  private levels: Uint8Array = new Uint8Array(0);
  private families: string[] = [];
  private evidence: EvidencePoint[] = [];
  private thresholds: Threshold[] = [];
  private everyBatch = 1;
  private batches = 0;
  /** Positions below this may have a score. */
  length = 0;

  /** Takes the scores of some records. */
  add({ records, codes, scores, channels, families, evidence, thresholds }: ScoreBatch): void {
    [this.families, this.thresholds] = [families, thresholds];
    const last = records.length > 0 ? records[records.length - 1] : 0;
    if (last > this.codes.length) [this.codes, this.levels] = [grown(this.codes, last), grown(this.levels, last)];
    records.forEach((record, i) => { this.codes[record - 1] = Math.min(codes[i], CODE_MASK) | channels[i] << CHANNEL_SHIFT; this.levels[record - 1] = scores[i]; });
    this.length = Math.max(this.length, last);
    if (this.batches++ % this.everyBatch === 0) this.evidence.push(...evidence);
    if (this.evidence.length > MAX_POINTS) this.thinOut();
  }

  /** The groups that have records, families first, largest first. */
  groups(): ScoreGroup[] {
    const counts = new Array<number>(CODE_MASK + 1).fill(0);
    for (let i = 0; i < this.length; i++) counts[this.codes[i] & CODE_MASK]++;
    return counts.map((count, code) => ({ code, count })).filter(({ code, count }) => count > 0 && code !== ScoreCode.none)
      .map(({ code, count }) => ({ label: WITHHELD[code]?.label ?? this.wordOf(code), count, isFamily: code >= ScoreCode.firstFamily, term: `teacher = ${printLiteral({ kind: 'string', text: this.wordOf(code) })}` }))
      .sort((a, b) => Number(b.isFamily) - Number(a.isFamily) || b.count - a.count);
  }

  /** For equal stretches of `total` lines: which share of the records names another family than `expected`, and which is unfamiliar. */
  strip(buckets: number, total: number, expected: string | null): ScoreStrip {
    const own = ScoreCode.firstFamily + this.families.indexOf(expected ?? '');
    const other = new Array<number>(buckets).fill(0), unfamiliar = new Array<number>(buckets).fill(0), scored = new Array<number>(buckets).fill(0);
    for (let i = 0; i < Math.min(this.length, total); i++) {
      const code = this.codeAt(i);
      if (code < ScoreCode.undecided) continue;
      const bucket = Math.floor(i / total * buckets);
      scored[bucket]++;
      if (code === ScoreCode.unfamiliar) unfamiliar[bucket]++;
      else if (expected !== null && code >= ScoreCode.firstFamily && code !== own) other[bucket]++;
    }
    const share = (counts: number[]) => counts.map((count, i) => count / Math.max(1, scored[i]));
    return { other: share(other), unfamiliar: share(unfamiliar) };
  }

  /** Everything that the page draws of the scores. */
  overview(buckets: number, total: number, expected: string | null): ScoreOverview {
    return { groups: this.groups(), strip: this.strip(buckets, total, expected), histogram: this.histogram(), evidence: this.evidence, thresholds: this.thresholds };
  }

  /** The group of a position. */
  codeAt(position: number): number { return position < this.length ? this.codes[position] & CODE_MASK : ScoreCode.none; }

  /** The score of a position, 0..255. */
  levelAt(position: number): number { return position < this.length ? this.levels[position] : 0; }

  /** The channel of a position, as an index into `CHANNELS`. */
  channelIndexAt(position: number): number { return position < this.length ? this.codes[position] >> CHANNEL_SHIFT : 0; }

  /** What the filter language can ask of a position; nothing where it has no score. */
  factsAt(position: number): RecordFacts {
    const code = this.codeAt(position);
    if (code === ScoreCode.none) return {};
    if (code < ScoreCode.undecided) return { teacher: this.wordOf(code) };
    return { teacher: this.wordOf(code), channel: CHANNELS[this.channelIndexAt(position)], score: code === ScoreCode.unattributed ? undefined : this.levels[position] / 255 };
  }


  private wordOf(code: number): string { return WITHHELD[code]?.word ?? this.families[code - ScoreCode.firstFamily] ?? ''; }

  private histogram(): ScoreOverview['histogram'] {
    const named = new Array<number>(HISTOGRAM_STEPS).fill(0), withheld = new Array<number>(HISTOGRAM_STEPS).fill(0);
    for (let i = 0; i < this.length; i++) {
      const code = this.codeAt(i);
      if (code < ScoreCode.undecided || code === ScoreCode.unattributed) continue;
      (code >= ScoreCode.firstFamily ? named : withheld)[Math.min(HISTOGRAM_STEPS - 1, Math.floor(this.levels[i] / 255 * HISTOGRAM_STEPS))]++;
    }
    return { named, withheld };
  }

  private thinOut(): void {
    const seen = new Map<Channel, number>();
    this.evidence = this.evidence.filter(({ channel }) => {
      const nth = seen.get(channel) ?? 0;
      seen.set(channel, nth + 1);
      return nth % 2 === 0;
    });
    this.everyBatch *= 2;
  }
}
