/** `npm run evaluate`: what the shipped models do on held-out problems and prompts; prints the tables and writes metrics and card. */
import { writeFileSync } from 'node:fs';
import { openScorer } from '../../extension/core/fingerprint/open-scorer';
import type { Scorer } from '../../extension/core/fingerprint/scorer';
import { corpusDirectory, hasCorpus, type CorpusChannel } from './corpus';
import { calibration } from './evaluation/calibration';
import { forcedChoice, type View } from './evaluation/forced-choice';
import { metricsMarkdown, type Metrics } from './evaluation/markdown';
import { negativeRates } from './evaluation/negatives';
import { scoreTestSplit } from './evaluation/score-corpus';
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
  const nothing = new Float32Array(families.length);
  const family: View = { values: ({ score }) => (score.channel === channel ? score.familyLogProb : nothing), truth: ({ row }) => families.indexOf(row.family) };
  metrics.forced.push({ title: `Families, ${channel}`, lines: forcedChoice(rows, family) });
  if (channel === 'numbers') metrics.forced.push(...numberViews(families, models).map(({ title, view }) => ({ title, lines: forcedChoice(rows.map(row => ({ ...row, kind: 'all sources' })), view) })));
  metrics.verdicts.push({ channel, lines: FILE_SIZES.flatMap(size => verdicts(scorer, rows, size)) });
  metrics.naming.push({ channel, lines: naming(scorer.channels, rows) });
  metrics.calibration.push(...calibration(channel, rows, family.truth));
}

/** Numbers are judged by models, too, and by the integers alone. */
function numberViews(families: string[], models: string[]): { title: string; view: View }[] {
  return [
    { title: `Models, numbers as written (${models.length})`, view: { values: ({ score }) => score.modelLogProb, truth: ({ row }) => models.indexOf(row.model) } },
    { title: 'Families, integers only', view: { values: ({ score }) => score.contentLogProb, truth: ({ row }) => families.indexOf(row.family) } },
  ];
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
