import { CHANNELS, type Channel, type FileSegment } from '../protocol/nouns';
import { changePoints } from './change-points';
import type { Bin } from './course';

/** Files of one teacher in random order are cut at most at this rate. */
export const SEGMENT_ERROR_RATE = 0.01;
const LEAST_BINS = 8;

/** Parts of a file that look different from what stands before or after them; none where nothing changes. */
export function segmentsOf(bins: readonly Bin[], familiesOf: (channel: Channel) => string[]): FileSegment[] {
  const whole = bins.slice(0, -1).length >= LEAST_BINS ? bins.slice(0, -1) : []; // the last bin may be short, so that its means vary more
  const present = CHANNELS.filter(channel => channel !== 'other' && whole.filter(bin => bin.counts[channel] > 0).length >= LEAST_BINS);
  const rate = SEGMENT_ERROR_RATE / (present.length + 1);
  const mix = partsOf(whole, whole.length ? changePoints(whole.map(shareOfChannels), rate) : [], bins);
  return [...mix.map(part => mixSegment(part)), ...present.flatMap(channel => {
    const own = whole.filter(bin => bin.counts[channel] > 0);
    const cuts = changePoints(own.map(bin => (bin.byChannel[channel]?.logProbability ?? new Float64Array(0)).map(sum => sum / bin.counts[channel])), rate);
    return partsOf(own, cuts, bins).map(part => familySegment(channel, familiesOf(channel), part));
  })];
}

type Part = Bin[];

/** The parts between cuts; the file's last, short bin belongs to the last part. No cut, no part. */
function partsOf(own: readonly Bin[], cuts: number[], all: readonly Bin[]): Part[] {
  if (!cuts.length) return [];
  const parts = [0, ...cuts].map((from, i) => own.slice(from, cuts[i] ?? own.length)), last = all.at(-1);
  if (last && !own.includes(last)) parts[parts.length - 1].push(last);
  return parts;
}

const shareOfChannels = ({ counts }: Bin) => {
  const total = CHANNELS.reduce((sum, channel) => sum + counts[channel], 0);
  return Float64Array.from(CHANNELS, channel => counts[channel] / Math.max(1, total));
};

const place = (part: Part) => ({ first: part[0].first, last: part[part.length - 1].last });

/** A part by its leading channel. */
function mixSegment(part: Part): FileSegment {
  const counts = CHANNELS.map(channel => part.reduce((sum, bin) => sum + bin.counts[channel], 0)), total = counts.reduce((sum, count) => sum + count, 0);
  const leading = counts.indexOf(Math.max(...counts));
  return { ...place(part), channel: CHANNELS[leading], family: null, share: counts[leading] / Math.max(1, total) };
}

/** A part by its leading family, as the verdict on these records alone would have it. */
function familySegment(channel: Channel, families: string[], part: Part): FileSegment {
  const records = part.reduce((sum, bin) => sum + bin.counts[channel], 0);
  const sumOf = (of: 'leads' | 'logProbability') => families.map((_, i) => part.reduce((sum, bin) => sum + (bin.byChannel[channel]?.[of][i] ?? 0), 0));
  const logs = sumOf('logProbability'), leading = logs.indexOf(Math.max(...logs));
  return { ...place(part), channel, family: families[leading], share: sumOf('leads')[leading] / Math.max(1, records) };
}
