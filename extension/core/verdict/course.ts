import { CHANNELS, type Channel } from '../protocol/nouns';
import type { SampleScore } from '../fingerprint/score';
import { BLOCK_RECORDS } from './block-reservoir';
import { LOG_FLOOR } from './channel-evidence';

/** Neighbouring records in few numbers: how many of each channel, and per family the sum of floored log-probabilities and how often it is the likeliest. */
export interface Bin { first: number; last: number; counts: Record<Channel, number>; byChannel: Partial<Record<Channel, { leads: Float64Array; logProbability: Float64Array }>> }

const MOST_BINS = 512;

/** How a file goes from its beginning to its end, in constant memory: bins of neighbours, which grow as the file does. */
export class Course {
  private readonly kept: Bin[] = [];
  private binRecords = BLOCK_RECORDS;
  private filled = 0;

  add(record: number, score: SampleScore): void {
    if (this.kept.length === 0 || this.filled === this.binRecords) this.begin(record);
    this.filled++;
    const bin = this.kept[this.kept.length - 1], { channel, contentLogProb } = score;
    bin.last = record;
    bin.counts[channel]++;
    const { leads, logProbability } = bin.byChannel[channel] ??= { leads: new Float64Array(contentLogProb.length), logProbability: new Float64Array(contentLogProb.length) };
    let leader = 0;
    for (let i = 0; i < contentLogProb.length; i++) {
      if (contentLogProb[i] > contentLogProb[leader]) leader = i;
      logProbability[i] += Math.max(contentLogProb[i], LOG_FLOOR);
    }
    if (contentLogProb.length > 0) leads[leader]++;
  }

  /** Bins in order; the last one may hold fewer records. */
  bins(): readonly Bin[] { return this.kept; }

  private begin(record: number): void {
    if (this.kept.length === MOST_BINS) this.halve();
    this.kept.push({ first: record, last: record, counts: Object.fromEntries(CHANNELS.map(channel => [channel, 0])) as Bin['counts'], byChannel: {} });
    this.filled = 0;
  }

  /** Joins bins two by two. */
  private halve(): void {
    for (let i = 0; i < MOST_BINS / 2; i++) this.kept[i] = joined(this.kept[2 * i], this.kept[2 * i + 1]);
    this.kept.length = MOST_BINS / 2;
    this.binRecords *= 2;
  }
}

function joined(a: Bin, b: Bin): Bin {
  const bin: Bin = { first: a.first, last: b.last, counts: { ...a.counts }, byChannel: { ...a.byChannel } };
  for (const channel of CHANNELS) {
    bin.counts[channel] += b.counts[channel];
    const [mine, theirs] = [a.byChannel[channel], b.byChannel[channel]];
    if (mine && theirs) for (const of of ['leads', 'logProbability'] as const) mine[of].forEach((_, i) => { mine[of][i] += theirs[of][i]; });
    else if (theirs) bin.byChannel[channel] = theirs;
  }
  return bin;
}
