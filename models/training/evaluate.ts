/** `npm run evaluate`: what the shipped models do on held-out problems and prompts; prints the tables and writes metrics and card. */
import { writeFileSync } from 'node:fs';
import { openScorer } from '../../extension/core/fingerprint/open-scorer';
import type { Scorer } from '../../extension/core/fingerprint/scorer';
import { corpusDirectory, hasCorpus, type CorpusChannel } from './corpus';
import { calibration } from './evaluation/calibration';
import { forcedChoice, type View } from './evaluation/forced-choice';
import { metricsMarkdown, type Metrics } from './evaluation/markdown';
import { negativeRates } from './evaluation/negatives';
import { scoreTestSplit, type ScoredTestRow } from './evaluation/score-corpus';
import { naming, verdicts } from './evaluation/verdicts';
import { writeCard } from './evaluation/card';

const CHANNELS: CorpusChannel[] = ['numbers', 'code', 'reasoning'];
const FILE_SIZES = [20, 50, 100];
const SEED = 1;

async function main(): Promise<void> {
  const corpus = corpusDirectory();
  if (!hasCorpus(corpus)) throw new Error(`No corpus at ${corpus}. Set UNDERTONE_CORPUS to its folder.`);
  const scorer = await openScorer('models');
  const metrics: Metrics = { modelVersion: scorer.version, forced: [], verdicts: [], naming: [], calibration: [], negatives: [] };
  for (const channel of CHANNELS) await evaluateChannel(scorer, channel, corpus, metrics);
  metrics.negatives = await negativeRates(scorer, corpus, SEED);
  await scorer.close();
  writeFileSync('models/metrics.json', `${JSON.stringify(metrics, null, 1)}\n`);
  writeCard(metrics);
  console.log(metricsMarkdown(metrics));
}

async function evaluateChannel(scorer: Scorer, channel: CorpusChannel, corpus: string, metrics: Metrics): Promise<void> {
  const rows = await scoreTestSplit(scorer, channel, corpus);
  const { families, models } = scorer.channels[channel].labels;
  const family = viewOf(channel, families, row => row.score.familyLogProb, row => row.row.family);
  metrics.forced.push({ title: `Families, ${channel}`, lines: forcedChoice(rows, family) });
  if (channel === 'numbers') metrics.forced.push(...numberViews(families, models).map(({ title, view }) => ({ title, lines: forcedChoice(rows.map(row => ({ ...row, kind: 'all sources' })), view) })));
  metrics.verdicts.push({ channel, lines: FILE_SIZES.flatMap(size => verdicts(scorer, rows, size)) });
  metrics.naming.push({ channel, lines: naming(scorer.channels, rows) });
  metrics.calibration.push(...calibration(channel, rows, family.truth));
}

/** A row that was read as another channel says nothing here: all names alike. */
function viewOf(channel: CorpusChannel, names: string[], values: (row: ScoredTestRow) => Float32Array, truth: (row: ScoredTestRow) => string): View {
  const nothing = new Float32Array(names.length);
  return { values: row => (row.score.channel === channel ? values(row) : nothing), truth: row => names.indexOf(truth(row)) };
}

/** Numbers are judged by models, too, and by the integers alone. */
function numberViews(families: string[], models: string[]): { title: string; view: View }[] {
  return [
    { title: `Models, numbers as written (${models.length})`, view: viewOf('numbers', models, row => row.score.modelLogProb, row => row.row.model) },
    { title: 'Families, integers only', view: viewOf('numbers', families, row => row.score.contentLogProb, row => row.row.family) },
  ];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
