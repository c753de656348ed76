import type { Evidence } from '../protocol/nouns';
import { BagEvidence } from './bag-evidence';
import { BagSession } from './bag-session';
import { dot, explanation, familyContrast } from './evidence';
import { checkStatistics, type ModelFile } from './model-file';
import { rowOf } from './probabilities';
import type { SampleScore } from './score';
import type { Scorable } from './scorer';
import { TextReader } from './text-bag';
import { likeliestChannel, TEXT_CHANNELS, textScore, textStatisticNames, type TextChannel, type TextMetadata } from './text-model';

/** Scores texts: which channel they are, and within code and reasoning who wrote them. */
export class TextScorer {
  private constructor(readonly metadata: TextMetadata, private readonly session: BagSession, private readonly evidence: BagEvidence, private readonly reader: TextReader) {}

  static async open({ name, bytes, metadata }: ModelFile<TextMetadata>): Promise<TextScorer> {
    for (const { statistics, labels } of Object.values(metadata.channels)) checkStatistics(name, statistics, textStatisticNames(labels.families));
    return new TextScorer(metadata, await BagSession.open(bytes, metadata), new BagEvidence(bytes, metadata), TextReader.from(metadata.vocabulary));
  }

  async score(samples: Scorable[]): Promise<SampleScore[]> {
    const bags = samples.map(sample => this.reader.read(sample.bytes));
    const logits = await this.session.run(bags);
    return samples.map((sample, i) => textScore(bags[i], rowOf(logits, i, samples.length), this.metadata.channels, asTextChannel(sample)));
  }

  /** Evidence under the head of the sample's channel; none for a text of channel `other`. */
  explain(sample: Scorable, family: string): { base: number; evidence: Evidence[] } {
    const bag = this.reader.readPlaces(sample.bytes);
    const logits = this.evidence.logits(bag), channel = asTextChannel(sample) ?? likeliestChannel(logits);
    if (channel === 'other') return { base: 0, evidence: [] };
    const direction = familyContrast(logits[channel], this.session.form.heads[channel], family);
    return explanation(dot(logits[channel], direction), this.evidence.along(bag, channel, direction), bag);
  }

  close(): Promise<void> {
    return this.session.close();
  }
}

const asTextChannel = ({ channel }: Scorable): TextChannel | undefined => TEXT_CHANNELS.find(known => known === channel);

