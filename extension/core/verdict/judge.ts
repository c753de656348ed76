import type { Channel, CompositionPart, Verdict } from '../protocol/nouns';
import { MIN_RECORDS, type ChannelVerdict } from './judge-channel';

/** A channel with a smaller share of the records than this says nothing about the file: some records are always misread. */
const MIN_CHANNEL_SHARE = 0.1;

/** One verdict for a file from its channels'. `other` is the number of readable records that belong to no channel. */
export function judge(channels: ChannelVerdict[], other: number): { verdict: Verdict; composition: CompositionPart[] } {
  const total = channels.reduce((sum, channel) => sum + channel.records, other);
  const weighty = channels.filter(channel => channel.records >= MIN_CHANNEL_SHARE * total).sort((a, b) => b.records - a.records);
  const composition = [...weighty.flatMap(channel => channel.composition), ...otherPart(other, total)];
  return { verdict: combine(weighty, other, total), composition };
}

function combine(channels: ChannelVerdict[], other: number, total: number): Verdict {
  const reasons = channels.flatMap(channel => channel.reasons);
  if (total === 0) return plain('insufficient', ['No record could be scored.']);
  if (other > total / 2) return plain(total < MIN_RECORDS ? 'insufficient' : 'unfamiliar', [`${other} of ${total} records are neither number sequences, code nor reasoning.`, ...reasons]);
  const decided = channels.filter(channel => channel.kind === 'teacher');
  const families = new Set(decided.map(channel => channel.family));
  const mixed = channels.find(channel => channel.kind === 'mixed');
  if (mixed || families.size > 1) {
    return { ...plain('mixed', reasons), logOdds: Math.max(...channels.map(channel => channel.logOdds)), errorRate: mixed?.errorRate ?? sum(decided.map(channel => channel.errorRate)) };
  }
  const main = channels[0];
  if (!main) return plain('insufficient', ['The records are spread too thinly over the channels.']);
  if (main.kind === 'unfamiliar' || !decided.length) return { ...plain(main.kind, reasons), logOdds: main.logOdds };
  const best = decided[0];
  return { kind: 'teacher', family: best.family, model: best.model, logOdds: best.logOdds, errorRate: best.errorRate, reasons, ...(best.enrolled ? { enrolled: true } : {}) };
}

const plain = (kind: Verdict['kind'], reasons: string[]): Verdict => ({ kind, family: null, model: null, logOdds: 0, errorRate: 1, reasons });
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

function otherPart(other: number, total: number): CompositionPart[] {
  if (other < MIN_CHANNEL_SHARE * total || total === 0) return [];
  const channel: Channel = 'other';
  return [{ channel, kind: 'unfamiliar', family: null, share: 1, low: 1, high: 1 }];
}
