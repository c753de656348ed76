import type { Channel, CompositionPart, FileSegment, RecordRef, Verdict } from '../protocol/nouns';
import type { SampleScore } from '../fingerprint/score';
import type { Channels } from '../fingerprint/scorer';
import { ChannelEvidence } from './channel-evidence';
import { ContaminationBets } from './contamination';
import { Course } from './course';
import { Declared } from './declared';
import { Departures, type Departure } from './departures';
import type { ShiftModel } from '../fingerprint/number-model';
import { judge } from './judge';
import { ShiftEvidence } from './trait-shift';
import { segmentsOf } from './segments';
import { judgeChannel, leadingFamily, type ChannelVerdict } from './judge-channel';

type NamedChannel = keyof Channels;

/** Everything a file's verdict rests on, gathered record by record in constant memory. */
export class FileEvidence {
  readonly declared = new Declared();
  readonly shift: ShiftEvidence;
  other = 0;
  private readonly course = new Course();
  private readonly evidence = new Map<NamedChannel, ChannelEvidence>();
  private readonly departures = new Map<NamedChannel, Departures>();
  private readonly contamination = new Map<NamedChannel, ContaminationBets>();

  /** @param maxDepartures kept per channel and family. */
  constructor(private readonly channels: Channels, shifts: ShiftModel[], private readonly maxDepartures: number) {
    this.shift = new ShiftEvidence(shifts);
  }

  add(ref: RecordRef, score: SampleScore, declared: string | undefined, contentHash: () => string): void {
    this.declared.add(declared);
    this.course.add(ref.record, score);
    if (score.channel === 'other') { this.other++; return; }
    if (score.shifts) this.shift.add(score.shifts);
    this.evidenceOf(score.channel, score).add(score);
    this.contaminationOf(score.channel)?.add(score.contentLogProb);
    this.departuresOf(score.channel).add(ref, score.contentLogProb, score.unfamiliar, contentHash);
  }

  /** The verdict as of now; may be asked at any time. */
  judge(): { verdict: Verdict; composition: CompositionPart[]; channels: ChannelVerdict[] } {
    const channels = [...this.evidence].map(([channel, evidence]) => judgeChannel(channel, evidence, this.channels[channel], this.contamination.get(channel)));
    return { ...judge(channels, this.other), channels };
  }

  /** Where the file changes along its length; empty where it does not. */
  segments(): FileSegment[] {
    return segmentsOf(this.course.bins(), channel => (channel === 'other' ? [] : this.channels[channel].labels.families));
  }

  /** Which family leads each channel so far, and by how much; far cheaper than a verdict. */
  standing(): { channel: Channel; family: string; logOdds: number; needed: number | null }[] {
    return [...this.evidence].map(([channel, evidence]) => ({ channel, ...leadingFamily(evidence, this.channels[channel]) }));
  }

  /** Records that depart from the family that their channel's verdict names. */
  departuresFrom(channels: ChannelVerdict[]): { total: number; strongest: (Departure & { channel: Channel; from: string; errorRate: number })[] } {
    const found = channels.filter(channel => channel.kind === 'teacher' && !channel.enrolled).map(({ channel, family }) => {
      const { total, strongest } = this.departuresOf(channel as NamedChannel).from(family ?? '');
      const errorRate = this.channels[channel as NamedChannel].set.departureErrorRate;
      return { total, strongest: strongest.map(departure => ({ ...departure, channel, from: family ?? '', errorRate })) };
    });
    const strongest = found.flatMap(entry => entry.strongest).sort((a, b) => b.logOdds - a.logOdds).slice(0, this.maxDepartures);
    return { total: found.reduce((sum, entry) => sum + entry.total, 0), strongest };
  }

  private evidenceOf(channel: NamedChannel, score: SampleScore): ChannelEvidence {
    let evidence = this.evidence.get(channel);
    if (!evidence) this.evidence.set(channel, evidence = new ChannelEvidence(score.familyLogProb.length, score.modelLogProb.length, score.statistics.length));
    return evidence;
  }

  private contaminationOf(channel: NamedChannel): ContaminationBets | undefined {
    const { known, labels } = this.channels[channel];
    let bets = this.contamination.get(channel);
    if (!bets && known) this.contamination.set(channel, bets = new ContaminationBets(labels.families, known.likeness));
    return bets;
  }

  private departuresOf(channel: NamedChannel): Departures {
    let departures = this.departures.get(channel);
    if (!departures) this.departures.set(channel, departures = new Departures(this.channels[channel].labels.families, this.channels[channel].set.departureLogOdds, this.maxDepartures));
    return departures;
  }
}
