import type { SampleScore } from '../../../extension/core/fingerprint/score';
import type { Scorer } from '../../../extension/core/fingerprint/scorer';
import { readCorpus, type CorpusChannel, type CorpusRow } from '../corpus';
import { KIND_OF_SOURCE } from '../text-corpus';

/** A test row with what the product says of it. */
export interface ScoredTestRow { row: Pick<CorpusRow, 'source' | 'model' | 'family' | 'trait' | 'kind'>; kind: string; score: SampleScore }

const BATCH = 256;

/** Scores the test split of one channel through the shipped model files, exactly as the product does. */
export async function scoreTestSplit(scorer: Scorer, channel: CorpusChannel, directory: string): Promise<ScoredTestRow[]> {
  const scored: ScoredTestRow[] = [];
  let batch: CorpusRow[] = [];
  const flush = async () => {
    const scores = await scorer.score(batch.map(row => ({ bytes: Buffer.from(row.completion), prompt: Buffer.from(row.prompt) })));
    batch.forEach(({ source, model, family, trait, kind }, i) => scored.push({ row: { source, model, family, trait, kind }, kind: KIND_OF_SOURCE[source] ?? source, score: scores[i] }));
    batch = [];
  };
  for (const row of readCorpus(channel, directory)) {
    if (row.split !== 'test') continue;
    batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return scored;
}
