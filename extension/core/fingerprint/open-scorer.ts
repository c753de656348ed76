import { readModelFile } from './model-file';
import { NumberScorer, type NumberSample } from './number-scorer';
import type { NumbersMetadata, ShiftModel } from './number-model';
import { mayBeNumberSequence } from './number-reader';
import type { SampleScore } from './score';
import type { Channels, Scorable, Scorer } from './scorer';
import type { TextMetadata } from './text-model';
import { TextScorer } from './text-scorer';

/** Loads and checks the models of a folder. Throws ModelProblem naming the file and the remedy. */
export async function openScorer(folder: string): Promise<Scorer> {
  const [numbers, text] = await Promise.all([readModelFile<NumbersMetadata>(folder, 'numbers'), readModelFile<TextMetadata>(folder, 'text')]);
  const version = `${numbers.sha256.slice(0, 8)}.${text.sha256.slice(0, 8)}`;
  return new BothScorer(version, await NumberScorer.open(numbers), await TextScorer.open(text));
}

/** Sends each sample to the model of its channel. */
class BothScorer implements Scorer {
  readonly channels: Channels;
  readonly shifts: ShiftModel[];

  constructor(readonly version: string, private readonly numbers: NumberScorer, private readonly text: TextScorer) {
    this.shifts = numbers.metadata.shifts;
    this.channels = { numbers: numbers.metadata, code: text.metadata.channels.code, reasoning: text.metadata.channels.reasoning };
  }

  async score(samples: Scorable[]): Promise<SampleScore[]> {
    const sequences = samples.map(sample => this.asNumbers(sample));
    const numbers = await this.numbers.score(sequences.filter(sequence => sequence !== undefined));
    const texts = await this.text.score(samples.filter((_, i) => !sequences[i]));
    let n = 0, t = 0;
    return sequences.map(sequence => (sequence ? numbers[n++] : texts[t++]));
  }

  async explain(sample: Scorable, family: string): ReturnType<Scorer['explain']> {
    const sequence = this.asNumbers(sample);
    return sequence ? this.numbers.explain(sequence, family) : this.text.explain(sample, family);
  }

  async close(): Promise<void> {
    await this.numbers.close();
    await this.text.close();
  }

  private asNumbers(sample: Scorable): NumberSample | undefined {
    if (sample.channel === 'numbers') return this.numbers.read(sample, true);
    return sample.channel === undefined && mayBeNumberSequence(sample.bytes) ? this.numbers.read(sample, false) : undefined;
  }
}
