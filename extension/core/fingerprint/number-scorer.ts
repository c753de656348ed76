import type { Evidence } from '../protocol/nouns';
import { BagEvidence } from './bag-evidence';
import { BagSession, type FeatureBag, type Logits } from './bag-session';
import { dot, explanation, familyContrast } from './evidence';
import { checkStatistics, type ModelFile } from './model-file';
import { numberFeatures, promptSeeds, type NumberFeatures } from './number-features';
import { numberMeasures } from './number-measures';
import { numberStatisticNames, numberStatistics, unfamiliarity, type NumbersMetadata } from './number-model';
import { isNumberSequence, readNumbers, withoutRestated, type NumberSequence } from './number-reader';
import { logSoftmax, rowOf, sumFamilies } from './probabilities';
import type { SampleScore } from './score';
import type { Scorable } from './scorer';

const NO_MEASURES = new Float32Array(0);

/** A sample read as a number sequence. */
export interface NumberSample { sequence: NumberSequence; features: NumberFeatures }

/** Scores number sequences under two views: as written, and the integers alone; the latter leads every verdict. */
export class NumberScorer {
  private constructor(readonly metadata: NumbersMetadata, private readonly session: BagSession, private readonly evidence: BagEvidence) {}

  static async open({ name, bytes, metadata }: ModelFile<NumbersMetadata>): Promise<NumberScorer> {
    checkStatistics(name, metadata.statistics, numberStatisticNames(metadata.labels.models));
    return new NumberScorer(metadata, await BagSession.open(bytes, metadata), new BagEvidence(bytes, metadata));
  }

  /** Reads a sample; undefined when it is no number sequence, unless `force`. */
  read({ bytes, prompt }: Scorable, force: boolean): NumberSample | undefined {
    const read = readNumbers(bytes);
    if (!force && !isNumberSequence(read)) return undefined;
    const seeds = promptSeeds(prompt, readNumbers(prompt));
    const sequence = withoutRestated(read, seeds);
    return { sequence, features: numberFeatures(bytes, sequence, seeds) };
  }

  async score(samples: NumberSample[]): Promise<SampleScore[]> {
    const logits = await this.session.run(samples.map(({ features }) => bagOf(features)));
    return samples.map((sample, i) => this.toScore(sample, rowOf(logits, i, samples.length)));
  }

  async explain({ features }: NumberSample, family: string): Promise<{ base: number; evidence: Evidence[] }> {
    const bag = bagOf(features);
    const logits = (await this.session.run([bag])).numbers;
    const direction = familyContrast(logits, this.session.form.heads.numbers, family);
    return explanation(dot(logits, direction), this.evidence.along(bag, 'numbers', direction), features);
  }

  close(): Promise<void> {
    return this.session.close();
  }

  private toScore({ sequence }: NumberSample, logits: Logits): SampleScore {
    const { numbers: written, integers } = logits;
    const { labels, unfamiliar } = this.metadata;
    const modelLogProb = logSoftmax(written), contentModelLogProb = logSoftmax(integers), families = (logProbabilities: Float32Array) => sumFamilies(logProbabilities, labels.familyOfModel, labels.families.length);
    const statistics = numberStatistics(numberMeasures(sequence), integers);
    return {
      channel: 'numbers', modelLogProb, familyLogProb: families(modelLogProb), contentLogProb: families(contentModelLogProb), contentModelLogProb,
      unfamiliar: sequence.tokens.length ? unfamiliarity(unfamiliar, statistics) : 1, statistics,
      shifts: Float32Array.from(this.metadata.shifts, ({ integers: { head } }) => logits[head][1] - logits[head][0]),
    };
  }
}

const bagOf = ({ ids, weights }: NumberFeatures): FeatureBag => ({ ids, weights, dense: NO_MEASURES });
