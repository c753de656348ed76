import { toScore } from '../../../extension/core/fingerprint/score';
import type { Scorer } from '../../../extension/core/fingerprint/scorer';
import { negativeTexts } from '../negatives';
import { groupBy } from './forced-choice';
import { verdictFamily } from './verdicts';

/** How often texts that no teacher wrote are named, one by one and as a file. */
export interface NegativeRate { kind: string; texts: number; named: number; other: number; fileNamed: string | null }

/** The held-out part of the negatives (other packages and prompts than training saw), per kind. */
export async function negativeRates(scorer: Scorer, corpus: string, seed: number): Promise<NegativeRate[]> {
  const texts = [...negativeTexts('node_modules', corpus, seed)].filter(({ split }) => split === 'test');
  const rates: NegativeRate[] = [];
  for (const [kind, own] of groupBy(texts, ({ kind }) => kind)) {
    const scores = await scorer.score(own.map(({ text }) => ({ bytes: Buffer.from(text), prompt: new Uint8Array(0) })));
    const named = scores.filter(score => score.channel !== 'other' && toScore(score, scorer.channels[score.channel].labels).named !== null);
    rates.push({ kind, texts: own.length, named: named.length / own.length, other: scores.filter(score => score.channel === 'other').length / own.length, fileNamed: verdictFamily(scorer, scores) });
  }
  return rates;
}
