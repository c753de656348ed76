/** Recipe of the text model: its weights, what known teachers look like to it, and what strangers do. */
import type { BagWeights } from '../../extension/core/fingerprint/bag-model';
import type { TextMetadata } from '../../extension/core/fingerprint/text-model';
import { strangerRounds } from './strangers';
import { textRows, type KeepRow } from './text-corpus';
import { describeText } from './text-describe';
import { collectTexts, fitText } from './text-fit';

/** A trained text model and what it says of itself. */
export interface TrainedText { weights: BagWeights; metadata: TextMetadata }

/** Trains on the corpus's code and reasoning and on the negatives, and again without some makers in turn to learn what strangers look like: some ten minutes on one core; deterministic given the seed and node_modules. */
export async function trainText(corpus: string, seed: number, log: (line: string) => void, keep: KeepRow = () => true): Promise<TrainedText> {
  const data = collectTexts(corpus, ['train'], seed, keep), heldOut = [...textRows(corpus, ['validation'], seed, keep)];
  const { weights, vocabulary } = fitText(data, seed, log);
  const strangers = strangerRounds(data, heldOut, seed, log).map(({ draws }) => draws);
  return { weights, metadata: describeText(weights, vocabulary, heldOut, strangers, seed, log) };
}
