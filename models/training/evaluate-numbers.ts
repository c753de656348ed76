/** `npm run evaluate:numbers`: numbers rewritten and diluted, lists that no model wrote, and shifts within a base, as tables of the card. */
import { BagSession, type Logits } from '../../extension/core/fingerprint/bag-session';
import { readModelFile } from '../../extension/core/fingerprint/model-file';
import type { NumbersMetadata, ShiftModel } from '../../extension/core/fingerprint/number-model';
import { NumberScorer, type NumberSample } from '../../extension/core/fingerprint/number-scorer';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { SampleScore } from '../../extension/core/fingerprint/score';
import { ChannelEvidence } from '../../extension/core/verdict/channel-evidence';
import { judgeChannel } from '../../extension/core/verdict/judge-channel';
import { corpusDirectory, hasCorpus, readCorpus, type CorpusRow } from './corpus';
import { groupBy } from './evaluation/forced-choice';
import { percent } from './evaluation/markdown';
import { saveExtra, type ExtraTable } from './evaluation/extra';
import { CHANGES, DILUTIONS, diluted } from './numbers-changes';
import { OUTLIERS } from './numbers-outliers';
import { auroc, balancedAccuracy, recordsForPower, setMeans, verdictShares, type Share } from './numbers-tables';

const SEED = 1;
const FILE_SIZE = 50;
const FILES = 10;
const BAG = 16;
const BAGS = 4000;
/** Test rows per model, source and form that are changed and judged. */
const MOST_ROWS = 400;
const NONE = new Uint8Array(0);
const encoder = new TextEncoder();

type Row = Pick<CorpusRow, 'model' | 'family' | 'source' | 'kind' | 'trait' | 'prompt' | 'completion'>;
interface Scored { row: Row; score: SampleScore }

const unitOf = ({ model, source, kind }: Row): string => `${model}, ${source} ${kind}`;

async function main(): Promise<void> {
  const corpus = corpusDirectory();
  if (!hasCorpus(corpus)) throw new Error(`No corpus at ${corpus}. Set UNDERTONE_CORPUS to its folder.`);
  const file = await readModelFile<NumbersMetadata>('models', 'numbers'), scorer = await NumberScorer.open(file);
  const test = [...readCorpus('numbers', corpus)].filter(row => row.split === 'test');
  saveExtra(await changed(scorer, test));
  saveExtra(await outliers(scorer));
  saveExtra(await shifts(scorer, await BagSession.open(file.bytes, file.metadata), test));
  await scorer.close();
}

const readRow = (scorer: NumberScorer, { completion, prompt }: Row): NumberSample | undefined => scorer.read({ bytes: encoder.encode(completion), prompt: prompt ? encoder.encode(prompt) : NONE }, true);

async function scoreRows(scorer: NumberScorer, rows: Row[]): Promise<Scored[]> {
  const read = rows.flatMap(row => {
    const sample = readRow(scorer, row);
    return sample ? [{ row, sample }] : [];
  });
  const scores = await scorer.score(read.map(({ sample }) => sample));
  return read.map(({ row }, i) => ({ row, score: scores[i] }));
}

function familyOf(scores: SampleScore[], setup: NumbersMetadata): string | null {
  const evidence = new ChannelEvidence(setup.labels.families.length, setup.labels.models.length, scores[0].statistics.length);
  for (const each of scores) evidence.add(each);
  return judgeChannel('numbers', evidence, setup).family;
}

/** One line of the table of changes. */
interface Robustness extends Share { single: number; integers: number }

function robustness(groups: { family: string; scores: SampleScore[] }[], scored: Scored[], setup: NumbersMetadata): Robustness {
  const labels = scored.map(({ row }) => setup.labels.models.indexOf(row.model));
  const accuracy = (of: (score: SampleScore) => Float32Array) => balancedAccuracy(scored.map(({ score }) => of(score)), labels, 1, SEED);
  return { single: accuracy(score => score.modelLogProb), integers: accuracy(score => score.contentModelLogProb), ...verdictShares(groups, scores => familyOf(scores, setup), FILE_SIZE, FILES, SEED) };
}

async function changed(scorer: NumberScorer, test: Row[]): Promise<ExtraTable> {
  const random = randomFrom(SEED), setup = scorer.metadata;
  const rows = [...groupBy(test, unitOf).values()].flatMap(group => (group.length > MOST_ROWS ? group.filter(() => random() < MOST_ROWS / group.length) : group));
  const toGroups = (scored: Scored[]) => [...groupBy(scored, ({ row }) => unitOf(row)).values()].map(own => ({ family: own[0].row.family, scores: own.map(each => each.score) }));
  const clean = await scoreRows(scorer, rows), base = robustness(toGroups(clean), clean, setup), lines = new Map([['as written', base]]);
  for (const [name, change] of Object.entries(CHANGES)) {
    const scored = await scoreRows(scorer, rows.map(row => ({ ...row, completion: change(row.completion) })));
    lines.set(name, robustness(toGroups(scored), scored, setup));
  }
  for (const share of DILUTIONS) lines.set(`${100 * share} % of the records by another family`, robustness(diluted(toGroups(clean), share, randomFrom(SEED)), clean, setup));
  const cell = (value: number, from: number) => `${percent(value)} (${value < from ? '' : '+'}${(100 * (value - from)).toFixed(1)})`;
  return {
    title: 'Numbers rewritten', text: `Test records changed, with the change against the text as written in points: right model for one record (balanced, of ${setup.labels.models.length}), and verdicts on files of ${FILE_SIZE} (\`npm run evaluate:numbers\`). A diluted file is right when it is named as the family of most of it.`,
    head: ['change', 'one record, as written', 'one record, integers', 'files right', 'files wrong', 'withheld or mixed'],
    rows: [...lines].map(([name, line]) => [name, cell(line.single, base.single), cell(line.integers, base.integers), cell(line.right, base.right), cell(line.wrong, base.wrong), cell(line.withheld, base.withheld)]),
  };
}

async function outliers(scorer: NumberScorer): Promise<ExtraTable> {
  const random = randomFrom(SEED + 1), rows: string[][] = [];
  for (const [name, make] of Object.entries(OUTLIERS)) {
    const scored = await scoreRows(scorer, Array.from({ length: FILE_SIZE * 6 }, (): Row => ({ model: name, family: 'none', source: 'made', kind: '', trait: '', prompt: '', completion: make(random).join(', ') })));
    const { wrong } = verdictShares([{ family: 'none', scores: scored.map(({ score }) => score) }], scores => familyOf(scores, scorer.metadata), FILE_SIZE, 4 * FILES, SEED);
    rows.push([name, percent(wrong), percent(scored.filter(({ score }) => score.unfamiliar > 0.5).length / scored.length)]);
  }
  return { title: 'Number lists that no model wrote', text: `Files of ${FILE_SIZE} lists made by rule (\`npm run evaluate:numbers\`).`, head: ['lists', 'files named', 'single lists called unfamiliar'], rows };
}

async function shifts(scorer: NumberScorer, session: BagSession, test: Row[]): Promise<ExtraTable> {
  const rows: string[][] = [];
  for (const shift of scorer.metadata.shifts) {
    for (const [unit, own] of groupBy(test.filter(row => row.model === shift.model), unitOf)) {
      const [neutral, shifted] = [true, false].map(isNeutral => own.filter(row => (row.trait === 'control') === isNeutral));
      if (neutral.length && shifted.length) rows.push([unit, `${neutral.length} / ${shifted.length}`, ...await views(scorer, session, shift, neutral, shifted)]);
    }
  }
  await session.close();
  return {
    title: 'Shifts within a base', text: `Output under a persona or another system prompt against the same base's neutral output, by source: AUROC for one record and for bags of ${BAG}, and the records that a file needs for 99 % power at 1 % false alarms (\`npm run evaluate:numbers\`).`,
    head: ['base and source', 'neutral / shifted', ...['as written', 'integers only'].flatMap(view => [`${view}: one`, `bag of ${BAG}`, 'records for 99 %'])], rows,
  };
}

async function views(scorer: NumberScorer, session: BagSession, { written, integers }: ShiftModel, neutral: Row[], shifted: Row[]): Promise<string[]> {
  const logits = async (rows: Row[]): Promise<Logits> => session.run(rows.flatMap(row => readRow(scorer, row) ?? []).map(({ features }) => ({ ids: features.ids, weights: features.weights, dense: new Float32Array(0) })));
  const [ofNeutral, ofShifted] = [await logits(neutral), await logits(shifted)];
  return [written.head, integers.head].flatMap(head => {
    const logOdds = (of: Logits) => Array.from({ length: of[head].length / 2 }, (_, i) => of[head][2 * i + 1] - of[head][2 * i]);
    const [a, b] = [logOdds(ofNeutral), logOdds(ofShifted)];
    return [auroc(b, a).toFixed(3), auroc(setMeans(b, BAG, BAGS, SEED), setMeans(a, BAG, BAGS, SEED + 1)).toFixed(3), recordsForPower(b, a)];
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
