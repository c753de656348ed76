/** `npm run evaluate`: what the shipped models do on held-out problems and prompts; prints the tables and writes metrics and card. */
import type { ChannelLabels, SampleScore } from '../../extension/core/fingerprint/score';
import type { Scorer } from '../../extension/core/fingerprint/scorer';
import { corpusDirectory, hasCorpus, type CorpusChannel } from './corpus';
import { calibration } from './evaluation/calibration';
import { confusion } from './evaluation/confusion';
import { forcedChoice, type View } from './evaluation/forced-choice';
import { metricsMarkdown, type Metrics } from './evaluation/markdown';
import { openProduct } from './evaluation/open-product';
import { negativeRates } from './evaluation/negatives';
import { scoreTestSplit, type ScoredTestRow } from './evaluation/score-corpus';
import { naming, verdicts } from './evaluation/verdicts';
import { savedExtras, saveMetrics } from './evaluation/extra';

const CHANNELS: CorpusChannel[] = ['numbers', 'code', 'reasoning'];
const FILE_SIZES = [20, 50, 100];
const SEED = 1;

async function main(): Promise<void> {
  const corpus = corpusDirectory();
  if (!hasCorpus(corpus)) throw new Error(`No corpus at ${corpus}. Set UNDERTONE_CORPUS to its folder.`);
  const scorer = await openProduct();
  const metrics: Metrics = { modelVersion: scorer.version, forced: [], confusion: [], verdicts: [], naming: [], calibration: [], negatives: [], extras: savedExtras() };
  for (const channel of CHANNELS) await evaluateChannel(scorer, channel, corpus, metrics);
  metrics.negatives = await negativeRates(scorer, corpus, SEED);
  await scorer.close();
  saveMetrics(metrics);
  console.log(metricsMarkdown(metrics));
}

async function evaluateChannel(scorer: Scorer, channel: CorpusChannel, corpus: string, metrics: Metrics): Promise<void> {
  const rows = await scoreTestSplit(scorer, channel, corpus);
  const { labels } = scorer.channels[channel];
  const family = familyView(channel, labels);
  metrics.forced.push({ title: `Families, ${channel}`, lines: forcedChoice(rows, family) });
  metrics.confusion.push(confusion(channel, labels.families, rows, family));
  if (channel === 'numbers') metrics.forced.push(...numberViews(labels).map(({ title, view }) => ({ title, lines: forcedChoice(rows.map(row => ({ ...row, kind: 'all sources' })), view) })));
  metrics.verdicts.push({ channel, lines: FILE_SIZES.flatMap(size => verdicts(scorer, rows, size)) });
  metrics.naming.push({ channel, lines: naming(scorer.channels, rows) });
  metrics.calibration.push(...calibration(channel, rows, family.truth));
}

/** Values of a row for names; a row that was read as another channel says nothing: all names alike. */
function valuesOf(channel: CorpusChannel, names: string[], values: (score: SampleScore) => Float32Array): (row: ScoredTestRow) => Float32Array {
  const nothing = new Float32Array(names.length);
  return ({ score }) => (score.channel === channel ? values(score) : nothing);
}

function familyView(channel: CorpusChannel, { families, models, familyOfModel }: ChannelLabels): View {
  const single = valuesOf(channel, families, score => score.familyLogProb);
  return { single, models: valuesOf(channel, models, score => score.modelLogProb), nameOf: familyOfModel, truth: ({ row }) => families.indexOf(row.family) };
}

/** Numbers are judged by models, too, and by the integers alone. */
function numberViews({ families, models, familyOfModel }: ChannelLabels): { title: string; view: View }[] {
  const written = valuesOf('numbers', models, score => score.modelLogProb);
  const integers = { single: valuesOf('numbers', families, score => score.contentLogProb), models: valuesOf('numbers', models, score => score.contentModelLogProb) };
  return [
    { title: `Models, numbers as written (${models.length})`, view: { single: written, models: written, nameOf: models.map((_, i) => i), truth: ({ row }) => models.indexOf(row.model) } },
    { title: 'Families, integers only', view: { ...integers, nameOf: familyOfModel, truth: ({ row }) => families.indexOf(row.family) } },
  ];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
