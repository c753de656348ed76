/** `npm run evaluate:baseline`: what a plain linear model makes of the same texts, and what more kinds of task in training are worth to it. */
import type { SampleScore } from '../../extension/core/fingerprint/score';
import type { NamedTextChannel } from '../../extension/core/fingerprint/text-model';
import { corpusDirectory, hasCorpus, readCorpus, seededRandom, stableHash, type Split } from './corpus';
import { saveExtra } from './evaluation/extra';
import { forcedChoice, mean, type ForcedChoice } from './evaluation/forced-choice';
import type { ScoredTestRow } from './evaluation/score-corpus';
import { fitBaseline, type Baseline } from './linear-baseline';
import { isNamed, KIND_OF_SOURCE, subsetOf, TextCollector, withoutSourceMarks, type TextCorpus } from './text-corpus';
import { modelName } from './text-labels';

const SEED = 1;
/** Training texts of the curve, the same number whatever the number of kinds; and as many more to compare with. */
const CURVE_ROWS = 6000;
const KIND_COUNTS = [1, 2, 4, 6];
const DRAWS = 1;
const PROBLEM_SHARES = [1 / 8, 1 / 4, 1 / 2, 1];

/** One channel's texts of a split; ZeroEval's benchmarks are kinds of their own where `byTask`. */
function collect(channel: NamedTextChannel, corpus: string, split: Split, byTask: boolean): TextCorpus {
  const collector = new TextCollector();
  for (const row of readCorpus(channel, corpus)) {
    const kind = KIND_OF_SOURCE[row.source] ?? row.source, task = row.source === 'openai/grade-school-math' ? 'gsm' : row.task;
    if (row.split !== split || !isNamed(row)) continue;
    collector.add({ channel, kind: byTask && kind === 'ZeroEval' ? task : kind, problem: row.id, family: row.family, model: modelName(row.model), spelling: row.model, split }, withoutSourceMarks(row.completion));
  }
  return collector.result();
}

const labelsOf = ({ documents }: TextCorpus, families: string[]) => Int32Array.from(documents, ({ family }) => families.indexOf(family));

function accuracies(test: TextCorpus, families: string[], baseline: Baseline): ForcedChoice[] {
  const rows = test.documents.map(({ family, spelling, kind }, d): ScoredTestRow => ({ kind, row: { source: '', model: spelling, family, trait: '', kind: '' }, score: { familyLogProb: baseline(test, d) } as unknown as SampleScore }));
  const logProb = ({ score }: ScoredTestRow) => score.familyLogProb;
  return forcedChoice(rows, { single: logProb, models: logProb, nameOf: families.map((_, i) => i), truth: ({ row }) => families.indexOf(row.family) });
}

function compared(channel: NamedTextChannel, corpus: string): string[][] {
  const train = collect(channel, corpus, 'train', false), families = [...new Set(train.documents.map(({ family }) => family))].sort();
  const lines = accuracies(collect(channel, corpus, 'test', false), families, fitBaseline(train, labelsOf(train, families), families.length, SEED));
  return lines.map(({ kind, rows, accuracy }) => [channel, kind, String(rows), ...[1, 20].map(size => (Number.isFinite(accuracy[size]) ? accuracy[size].toFixed(2) : ''))]);
}

/** Balanced accuracy of single held-out records by the share of the training problems that the linear model saw: whether more of the same would help. */
function learningCurve(channel: NamedTextChannel, corpus: string): string[][] {
  const train = collect(channel, corpus, 'train', false), test = collect(channel, corpus, 'validation', false), families = [...new Set(train.documents.map(({ family }) => family))].sort();
  const columns = PROBLEM_SHARES.map(share => {
    const data = subsetOf(train, ({ problem }) => stableHash(problem) % 1000 < 1000 * share);
    return new Map(accuracies(test, families, fitBaseline(data, labelsOf(data, families), families.length, SEED)).map(({ kind, accuracy }) => [kind, accuracy[1]]));
  });
  return [...columns[0].keys()].map(kind => [channel, kind, ...columns.map(column => (column.get(kind) ?? NaN).toFixed(2))]);
}

/** A draw of about `rows` texts of the given kinds, kinds alike as far as they go. */
function thinned(corpus: TextCorpus, kinds: string[], rows: number, random: () => number): TextCorpus {
  const counts = new Map(kinds.map(kind => [kind, corpus.documents.filter(document => document.kind === kind).length]));
  return subsetOf(corpus, ({ kind }) => random() < rows / kinds.length / (counts.get(kind) ?? Infinity));
}

/** Balanced accuracy on each kind when training saw `count` others. */
function curve(train: TextCorpus, test: TextCorpus, count: number, rows: number): number {
  const kinds = [...new Set(train.documents.map(({ kind }) => kind))], random = seededRandom(SEED);
  return mean(kinds.flatMap(unseen => Array.from({ length: DRAWS }, () => {
    const others = kinds.filter(kind => kind !== unseen).map(kind => ({ kind, key: random() })).sort((a, b) => a.key - b.key).slice(0, count).map(({ kind }) => kind);
    const data = thinned(train, others, rows, random), families = [...new Set(data.documents.map(({ family }) => family))].sort();
    const own = subsetOf(test, ({ kind, family }) => kind === unseen && families.includes(family));
    return own.documents.length ? accuracies(own, families, fitBaseline(data, labelsOf(data, families), families.length, SEED))[0].accuracy[1] : [];
  })).flat());
}

function main(): void {
  const corpus = corpusDirectory();
  if (!hasCorpus(corpus)) throw new Error(`No corpus at ${corpus}. Set UNDERTONE_CORPUS to its folder.`);
  saveExtra({
    title: 'A plain linear model on the same texts',
    text: 'Full-rank logistic regression on hashed token 1-3-grams, families weighing alike, trained and tested on the same rows as ours: balanced accuracy of single records and of sets of 20 (`npm run evaluate:baseline`). What both miss is not in the words.',
    head: ['channel', 'kind', 'rows', 'k = 1', 'k = 20'], rows: [...compared('code', corpus), ...compared('reasoning', corpus)],
  });
  saveExtra({
    title: 'Learning curve, code and reasoning', text: 'The same linear model by the share of the training problems that it saw: balanced accuracy of single validation records (`npm run evaluate:baseline`).',
    head: ['channel', 'kind', ...PROBLEM_SHARES.map(share => `${100 * share} %`)], rows: [...learningCurve('code', corpus), ...learningCurve('reasoning', corpus)],
  });
  const train = collect('reasoning', corpus, 'train', true), test = collect('reasoning', corpus, 'validation', true);
  saveExtra({
    title: 'More kinds of task or more texts',
    text: `The same linear model on a kind of reasoning task that it never saw (each in turn, validation problems, ${DRAWS} draw of kinds each; families that it saw): balanced accuracy of single records, by the number of other kinds and of texts in training (\`npm run evaluate:baseline\`).`,
    head: ['kinds in training', `${CURVE_ROWS} texts`, `${2 * CURVE_ROWS} texts`], rows: KIND_COUNTS.map(count => [String(count), ...[1, 2].map(times => curve(train, test, count, times * CURVE_ROWS).toFixed(3))]),
  });
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
