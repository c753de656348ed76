/** Makers that a model never saw, seen through models that were trained without them: what strangers' sets look like. */
import type { BagWeights } from '../../extension/core/fingerprint/bag-model';
import { TextReader, type TextVocabulary } from '../../extension/core/fingerprint/text-bag';
import { fitText } from './text-fit';
import { subsetOf, type TextCorpus, type TextRow } from './text-corpus';
import { drawChannel, scoreHeldOut, type ChannelDraws } from './text-describe';

/** Makers that are left out in turn, every one once; families that resemble each other go together. */
export const STRANGERS = [
  ['claude', 'grok', 'yi', 'glm'], ['gemini', 'gemma', 'phi'], ['kimi', 'exaone', 'reka', 'llama'], ['gpt', 'openai-o', 'gpt-oss', 'cohere'], ['mistral', 'qwen'], ['deepseek', 'human'],
];

/** Epochs of a model that serves no other purpose: its sets look like those of the shipped one. */
export const ROUND_EPOCHS = 3;

/** One model without some makers, and held-out sets as it sees them. */
export interface StrangerRound { families: string[]; weights: BagWeights; vocabulary: TextVocabulary; draws: ChannelDraws }

/** Trains without each group of makers that the data has; draws held-out sets of everybody. */
export function strangerRounds(data: TextCorpus, heldOut: TextRow[], seed: number, log: (line: string) => void): StrangerRound[] {
  const present = new Set(data.documents.map(({ family }) => family));
  return STRANGERS.map(families => families.filter(family => present.has(family))).filter(families => families.length).map(families => {
    log(`text: without ${families.join(', ')}`);
    const { weights, vocabulary } = fitText(subsetOf(data, ({ family }) => !families.includes(family)), seed, log, ROUND_EPOCHS);
    const { scored, labels } = scoreHeldOut(weights, TextReader.from(vocabulary), heldOut);
    return { families, weights, vocabulary, draws: { code: drawChannel('code', scored, labels.code, seed), reasoning: drawChannel('reasoning', scored, labels.reasoning, seed) } };
  });
}
