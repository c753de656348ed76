import type { ScoreGroup, ScoreStrip } from '../protocol/dataset-view';
import { ScoreCode, type ScoreBatch } from '../protocol/score-batch';

const LABELS: Record<number, string> = {
  [ScoreCode.unreadable]: 'unreadable', [ScoreCode.skipped]: 'skipped', [ScoreCode.undecided]: 'not enough evidence',
  [ScoreCode.unfamiliar]: 'unfamiliar', [ScoreCode.unattributed]: 'other text',
};

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
  /** Positions below this may have a score. */
  length = 0;

  /** Takes the scores of some records. */
  add({ records, codes, scores, families }: ScoreBatch): void {
    this.families = families;
    const last = records.length > 0 ? records[records.length - 1] : 0;
    if (last > this.codes.length) [this.codes, this.levels] = [grown(this.codes, last), grown(this.levels, last)];
    records.forEach((record, i) => { this.codes[record - 1] = codes[i]; this.levels[record - 1] = scores[i]; });
    this.length = Math.max(this.length, last);
  }

  /** The groups that have records, families first, largest first. */
  groups(): ScoreGroup[] {
    const counts = new Array<number>(256).fill(0);
    for (let i = 0; i < this.length; i++) counts[this.codes[i]]++;
    const label = (code: number) => LABELS[code] ?? this.families[code - ScoreCode.firstFamily] ?? '';
    return counts.map((count, code) => ({ code, label: label(code), count, isFamily: code >= ScoreCode.firstFamily }))
      .filter(({ code, count }) => count > 0 && code !== ScoreCode.none)
      .sort((a, b) => Number(b.isFamily) - Number(a.isFamily) || b.count - a.count);
  }

  /** For equal stretches of `total` lines: which share of the records names another family than `expected`, and which is unfamiliar. */
  strip(buckets: number, total: number, expected: string | null): ScoreStrip {
    const own = ScoreCode.firstFamily + this.families.indexOf(expected ?? '');
    const other = new Array<number>(buckets).fill(0), unfamiliar = new Array<number>(buckets).fill(0), scored = new Array<number>(buckets).fill(0);
    for (let i = 0; i < Math.min(this.length, total); i++) {
      const code = this.codes[i];
      if (code < ScoreCode.undecided) continue;
      const bucket = Math.floor(i / total * buckets);
      scored[bucket]++;
      if (code === ScoreCode.unfamiliar) unfamiliar[bucket]++;
      else if (expected !== null && code >= ScoreCode.firstFamily && code !== own) other[bucket]++;
    }
    const share = (counts: number[]) => counts.map((count, i) => count / Math.max(1, scored[i]));
    return { other: share(other), unfamiliar: share(unfamiliar) };
  }

  /** The group of a position. */
  codeAt(position: number): number { return position < this.length ? this.codes[position] : ScoreCode.none; }

  /** The score of a position, 0..255. */
  levelAt(position: number): number { return position < this.length ? this.levels[position] : 0; }
}
