import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { corpusDirectory } from '../corpus';
import { metricsMarkdown, table, verdictSummary, type Metrics } from './markdown';

const CARD = 'models/CARD.md', README = 'README.md';
const BEGIN = '<!-- accuracy: written by npm run evaluate -->', END = '<!-- /accuracy -->';

interface ManifestFile { path: string; rows: number; upstream: string; commit: string; licence?: string }

/** Writes the model card, and the accuracy table of the README between its marks. */
export function writeCard(metrics: Metrics): void {
  writeFileSync(CARD, card(metrics));
  const readme = readFileSync(README, 'utf8'), begin = readme.indexOf(BEGIN), end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${README} has lost the marks of its accuracy table: ${BEGIN} ... ${END}`);
  writeFileSync(README, `${readme.slice(0, begin + BEGIN.length)}\n${verdictSummary(metrics)}\n${readme.slice(end)}`);
}

function card(metrics: Metrics): string {
  return `# Model card

Models ${metrics.modelVersion}: \`numbers.onnx\` (number sequences) and \`text.onnx\` (code, reasoning, and whether a text is either).
Both are linear models over hashed features in a small table (CONTRACT.md); they read text, know nothing of meaning, and run on one CPU thread.
Trained by \`npm run train\`; this page is written by \`npm run evaluate\` from held-out problems and prompts.

## What they are for

Judging whose output a *set* of records resembles. One record rarely proves anything. A verdict names a family only when held-out sets
with as much evidence were right at the stated rate, and refuses when the set's statistics lie outside what training saw.
For texts the rule is learned for each kind of task: sets of known models, and sets of makers that a model trained without them sees for the first time.
Where the two cannot be told apart (short function bodies, as in HumanEval and EvoCodeBench), nobody is named, although the likeliest name is mostly right.

## What they cannot do

- Name a model that training did not see, or a known model under another prompt template, decoding or language. Such files should read "unfamiliar"; \`node --import tsx test/acceptance/run.ts\` trains without one source and prints what its files get.
- Tell which persona or trait was active: only that numbers differ from a base's neutral output.
- Detect misaligned reasoning: not supported, there is no data for it.
- Tell people from machines in general: the human texts come from a few sources.
- Withstand somebody who rewrites the data to deceive them.

${metricsMarkdown(metrics).replaceAll('### ', '## ')}

## Training data

Other people's text; none of it is in this repository. Splits are by problem or prompt. Negatives come from those packages under \`node_modules\` that models/training/negative-packages.json lists (negatives.ts has the kinds of file), so that another package changes nothing.

Tried for better names of single short programs, on validation problems and without gain: pooling and balance by source, family or model; more dimensions; full-rank classifiers; longer training; n-grams of token shapes; and the candidates of a record's kind of task only. Full-rank and low-rank classifiers stop at the same accuracy, so it is the data that ends there.

${manifest()}
`;
}

function manifest(): string {
  const { files } = JSON.parse(readFileSync(path.join(corpusDirectory(), 'MANIFEST.json'), 'utf8')) as { files: ManifestFile[] };
  return table(['upstream', 'commit', 'licence', 'rows'], files.map(({ upstream, commit, licence, rows }) => [upstream, commit, licence ?? 'none stated', String(rows)]));
}
