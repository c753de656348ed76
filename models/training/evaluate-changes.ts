/** `npm run evaluate:changes`: what rewriting code and reasoning, and diluting files, does to accuracy and verdicts. */
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { SampleScore } from '../../extension/core/fingerprint/score';
import type { Scorer } from '../../extension/core/fingerprint/scorer';
import type { NamedTextChannel } from '../../extension/core/fingerprint/text-model';
import { bestModels } from '../../extension/core/verdict/best-model';
import { LOG_FLOOR } from '../../extension/core/verdict/channel-evidence';
import { corpusDirectory, hasCorpus, readCorpus, type CorpusRow } from './corpus';
import { saveExtra } from './evaluation/extra';
import { openProduct } from './evaluation/open-product';
import { groupBy, mean } from './evaluation/forced-choice';
import { percent } from './evaluation/markdown';
import { verdictFamily } from './evaluation/verdicts';
import { drawn } from './drawn';
import { TEXT_CHANGES } from './text-changes';
import { KIND_OF_SOURCE } from './text-corpus';

const SEED = 1;
const SIZE = 50;
const SETS_PER_GROUP = 3;
const BATCH = 256;
const DILUTIONS = [0.1, 0.25, 0.5];

/** Test rows of one model and kind of task, as many as one file needs. */
interface Group { kind: string; family: string; rows: CorpusRow[] }
interface ScoredGroup { kind: string; family: string; scores: SampleScore[] }

function groupsOf(channel: NamedTextChannel, corpus: string, families: string[]): Group[] {
  const rows = [...readCorpus(channel, corpus)].filter(row => row.split === 'test' && families.includes(row.family));
  return [...groupBy(rows, row => `${row.source} ${row.model}`).values()].filter(own => own.length >= SIZE)
    .map(own => ({ kind: KIND_OF_SOURCE[own[0].source] ?? own[0].source, family: own[0].family, rows: drawn(own.length, Math.min(own.length, 2 * SIZE), randomFrom(SEED)).map(i => own[i]) }));
}

async function scored(scorer: Scorer, channel: NamedTextChannel, groups: Group[], change: (text: string) => string): Promise<ScoredGroup[]> {
  const samples = groups.flatMap(({ rows }) => rows.map(row => ({ bytes: Buffer.from(change(row.completion)), prompt: new Uint8Array(0), channel })));
  const scores: SampleScore[] = [];
  for (let first = 0; first < samples.length; first += BATCH) scores.push(...await scorer.score(samples.slice(first, first + BATCH)));
  let next = 0;
  return groups.map(({ kind, family, rows }) => ({ kind, family, scores: scores.slice(next, next += rows.length) }));
}

/** Shares of files named rightly and wrongly, and of single records and sets of 20 whose likeliest family is right; kinds of task weigh alike. */
function measure(scorer: Scorer, channel: NamedTextChannel, groups: ScoredGroup[]): string[] {
  const { labels } = scorer.channels[channel], random = randomFrom(SEED);
  const leader = (values: ArrayLike<number>) => Array.from(values).indexOf(Math.max(...Array.from(values)));
  const lines = groups.map(({ kind, family, scores }) => {
    const own = labels.families.indexOf(family), sets = (size: number) => Array.from({ length: SETS_PER_GROUP }, () => drawn(scores.length, size, random).map(i => scores[i]));
    const verdicts = sets(SIZE).map(set => verdictFamily(scorer, set));
    const sums = sets(20).map(set => labels.models.map((_, m) => set.reduce((sum, score) => sum + Math.max(LOG_FLOOR, score.modelLogProb[m]), 0)));
    return {
      kind, one: mean(scores.map(score => Number(leader(score.familyLogProb) === own))), twenty: mean(sums.map(sum => Number(leader(bestModels(sum, labels.familyOfModel, labels.families.length)) === own))),
      right: mean(verdicts.map(verdict => Number(verdict === family))), wrong: mean(verdicts.map(verdict => Number(verdict !== null && verdict !== family))),
    };
  });
  const kinds = [...groupBy(lines, ({ kind }) => kind).values()];
  return (['one', 'twenty', 'right', 'wrong'] as const).map(key => percent(mean(kinds.map(own => mean(own.map(line => line[key]))))));
}

/** Groups in which a share of the scores comes from another family's group of the same kind of task. */
function diluted(groups: ScoredGroup[], share: number): ScoredGroup[] {
  const random = randomFrom(SEED), pick = <T>(items: T[]): T => items[Math.floor(random() * items.length)];
  return groups.flatMap(group => {
    const others = groups.filter(({ kind, family }) => kind === group.kind && family !== group.family);
    if (!others.length) return [];
    const { scores: foreign } = pick(others);
    return [{ ...group, scores: group.scores.map(score => (random() < share ? pick(foreign) : score)) }];
  });
}

async function main(): Promise<void> {
  const corpus = corpusDirectory();
  if (!hasCorpus(corpus)) throw new Error(`No corpus at ${corpus}. Set UNDERTONE_CORPUS to its folder.`);
  const scorer = await openProduct(), rows: string[][] = [];
  for (const channel of ['code', 'reasoning'] as const) {
    const groups = groupsOf(channel, corpus, scorer.channels[channel].labels.families);
    const clean = await scored(scorer, channel, groups, text => text);
    rows.push([channel, 'as it is', ...measure(scorer, channel, clean)]);
    for (const [name, change] of Object.entries(TEXT_CHANGES[channel])) rows.push([channel, name, ...measure(scorer, channel, await scored(scorer, channel, groups, change))]);
    for (const share of DILUTIONS) rows.push([channel, `${100 * share} % from another family`, ...measure(scorer, channel, diluted(clean, share))]);
  }
  await scorer.close();
  saveExtra({
    title: 'Changed code and reasoning', head: ['channel', 'change', 'family right, k = 1', 'k = 20', 'files named right', 'files named wrong'], rows,
    text: `Test records are rewritten, or a share of a file is replaced by another family's records of the same kind of task. Families and models weigh alike within a kind, kinds alike; files of ${SIZE} (\`npm run evaluate:changes\`).`,
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
