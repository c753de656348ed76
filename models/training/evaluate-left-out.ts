/** `npm run evaluate:left-out [-- --channel numbers|text]`: trains without sources, models, kinds of task and makers in turn, and judges files of what was left out. */
import { parseArgs } from 'node:util';
import { corpusDirectory, hasCorpus } from './corpus';
import { percent } from './evaluation/markdown';
import { saveExtra } from './evaluation/extra';
import { evaluateLeftOut as evaluateText, LEFT_OUT_ROUNDS, type LeftOutResult } from './evaluate-text';
import { evaluateLeftOut as evaluateNumbers } from './numbers-left-out';

const SEED = 1;
const { values } = parseArgs({ options: { channel: { type: 'string' } } });

function leftOutNumbers(corpus: string): void {
  const lines = evaluateNumbers(corpus, SEED, console.log);
  saveExtra({
    title: 'Left out of training, numbers',
    text: 'A light model (one training row in three, integers alone) never saw the source or model; files of 50 held-out records each are judged as the product judges. `right` is the family, `model` the very model. Measured on validation prompts (`npm run evaluate:left-out -- --channel numbers`).',
    head: ['left out', 'files of', 'right', 'model', 'wrong', 'withheld'],
    rows: lines.map(({ left, name, group, right, model, wrong, withheld }) => [`${left} ${name}`, group, percent(right), percent(model), percent(wrong), percent(withheld)]),
  });
}

async function leftOutText(corpus: string): Promise<void> {
  const results: LeftOutResult[] = [];
  for (const round of LEFT_OUT_ROUNDS) results.push(...await evaluateText(corpus, round, SEED, console.log));
  const share = (count: number, { sets }: LeftOutResult): string => percent(count / sets);
  saveExtra({
    title: 'Left out of training, code and reasoning',
    text: 'Each round trains without some kinds of task and makers; sets of 50 test records are judged as the product judges (`npm run evaluate:left-out -- --channel text`).',
    head: ['channel', 'left out', 'what', 'sets', 'right', 'wrong', 'withheld'],
    rows: results.map(result => [result.channel, result.left, result.name, String(result.sets), share(result.right, result), share(result.wrong, result), share(result.withheld, result)]),
  });
}

async function main(): Promise<void> {
  const corpus = corpusDirectory();
  if (!hasCorpus(corpus)) throw new Error(`No corpus at ${corpus}. Set UNDERTONE_CORPUS to its folder.`);
  if (values.channel !== 'text') leftOutNumbers(corpus);
  if (values.channel !== 'numbers') await leftOutText(corpus);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
