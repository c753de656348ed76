/** `npm run evaluate:left-out [-- --channel numbers|text] [--round N]`: trains without sources, models, kinds of task and makers in turn, and judges files of what was left out. Texts go round by round; each is saved. */
import { parseArgs } from 'node:util';
import { corpusDirectory, hasCorpus } from './corpus';
import { percent } from './evaluation/markdown';
import { savedExtras, saveExtra } from './evaluation/extra';
import { groupBy } from './evaluation/forced-choice';
import { evaluateLeftOut as evaluateText, LEFT_OUT_ROUNDS, type LeftOutResult } from './evaluate-text';
import { evaluateLeftOut as evaluateNumbers } from './numbers-left-out';

const SEED = 1;
const { values } = parseArgs({ options: { channel: { type: 'string' }, round: { type: 'string' } } });

function leftOutNumbers(corpus: string): void {
  const lines = evaluateNumbers(corpus, SEED, console.log);
  saveExtra({
    title: 'Left out of training, numbers',
    text: 'A light model (one training row in three, integers alone) never saw the source or model; files of 50 held-out records each are judged as the product judges. `right` is the family, `model` the very model. Measured on validation prompts (`npm run evaluate:left-out -- --channel numbers`).',
    head: ['left out', 'files of', 'right', 'model', 'wrong', 'withheld'],
    rows: lines.map(({ left, name, group, right, model, wrong, withheld }) => [`${left} ${name}`, group, percent(right), percent(model), percent(wrong), percent(withheld)]),
  });
}

const TEXT_TITLE = 'Left out of training, code and reasoning';

/** One round, or all; other rounds' rows stay as they were measured. */
async function leftOutText(corpus: string, only: string | undefined): Promise<void> {
  for (const [number, round] of LEFT_OUT_ROUNDS.entries()) {
    if (only !== undefined && number !== Number(only)) continue;
    const rows = rowsOf(String(number), (await evaluateText(corpus, round, SEED, console.log)).filter(({ left }) => left !== 'nothing'));
    const others = savedExtras().find(({ title }) => title === TEXT_TITLE)?.rows.filter(([saved]) => saved !== String(number)) ?? [];
    saveExtra({
      title: TEXT_TITLE,
      text: `Each round trains without some kinds of task and makers, for fewer epochs than the shipped model; sets of test records, none twice in a set, are judged as the product judges: named right / named wrong, in percent, by size of set. Makers are named by family; the rest was withheld (\`npm run evaluate:left-out -- --channel text\`; rounds 0 to ${LEFT_OUT_ROUNDS.length - 1}).`,
      head: ['round', 'channel', 'left out', 'what', 'sets', '20', '50', '100'], rows: [...others, ...rows].sort((a, b) => (a.join() < b.join() ? -1 : 1)),
    });
  }
}

function rowsOf(round: string, results: LeftOutResult[]): string[][] {
  const whole = (count: number, sets: number) => String(Math.round(100 * count / sets));
  return [...groupBy(results, ({ channel, left, name }) => `${channel}|${left}|${name}`).values()].map(own => {
    const cell = (size: number) => own.filter(result => result.size === size).map(({ right, wrong, sets }) => `${whole(right, sets)} / ${whole(wrong, sets)}`)[0] ?? '';
    return [round, own[0].channel, own[0].left, own[0].name, String(own.reduce((sum, { sets }) => sum + sets, 0)), cell(20), cell(50), cell(100)];
  });
}

async function main(): Promise<void> {
  const corpus = corpusDirectory();
  if (!hasCorpus(corpus)) throw new Error(`No corpus at ${corpus}. Set UNDERTONE_CORPUS to its folder.`);
  if (values.channel !== 'text') leftOutNumbers(corpus);
  if (values.channel !== 'numbers') await leftOutText(corpus, values.round);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
