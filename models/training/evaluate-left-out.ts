/** `npm run evaluate:left-out [-- --channel numbers|text]`: trains without sources, models, kinds of task and makers in turn, and judges files of what was left out. */
import { parseArgs } from 'node:util';
import { corpusDirectory, hasCorpus } from './corpus';
import { percent } from './evaluation/markdown';
import { saveExtra } from './evaluation/extra';
import { groupBy } from './evaluation/forced-choice';
import { evaluateLeftOut as evaluateText, type LeftOutResult } from './evaluate-text';
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

function leftOutText(corpus: string): void {
  const results = evaluateText(corpus, SEED, console.log);
  const rows = [
    ...[...groupBy(results, ({ channel, left, name }) => `${channel}|${left}|${name}`).values()].map(own => leftOutRow(own[0].name, own)),
    ...[...groupBy(results, ({ channel, left }) => `${channel}|${left}`).values()].map(own => leftOutRow('all', own)),
  ];
  saveExtra({
    title: 'Left out of training, code and reasoning',
    text: 'Each round trains without some makers, or without some kinds of task, for fewer epochs than the shipped model; sets of test records, none twice in a set, are judged as the product judges: named right / named wrong, in percent, by size of set. What a stranger looks like is learned from other makers than those of the round. Makers are named by family; the rest was withheld (`npm run evaluate:left-out -- --channel text`).',
    head: ['channel', 'left out', 'what', 'sets', '20', '50', '100'], rows: rows.sort((a, b) => (a.slice(0, 3).join() < b.slice(0, 3).join() ? -1 : 1)),
  });
}

function leftOutRow(name: string, own: LeftOutResult[]): string[] {
  const sum = (results: LeftOutResult[], count: 'right' | 'wrong' | 'sets') => results.reduce((total, result) => total + result[count], 0);
  const cells = [20, 50, 100].map(size => own.filter(result => result.size === size)).map(at => {
    const share = (count: 'right' | 'wrong') => String(Math.round(100 * sum(at, count) / sum(at, 'sets')));
    return at.length ? `${share('right')} / ${share('wrong')}` : '';
  });
  return [own[0].channel, own[0].left, name, String(sum(own, 'sets')), ...cells];
}

function main(): void {
  const corpus = corpusDirectory();
  if (!hasCorpus(corpus)) throw new Error(`No corpus at ${corpus}. Set UNDERTONE_CORPUS to its folder.`);
  if (values.channel !== 'text') leftOutNumbers(corpus);
  if (values.channel !== 'numbers') leftOutText(corpus);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
