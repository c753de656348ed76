/** What the number model does on held-out prompts, on sources and makers it never saw, on rewritten text, and on shifts within a base. */
import type { NumbersMetadata } from '../../extension/core/fingerprint/number-model';
import { NumberScorer, type NumberSample } from '../../extension/core/fingerprint/number-scorer';
import { logSoftmax } from '../../extension/core/fingerprint/probabilities';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { ChannelLabels, SampleScore } from '../../extension/core/fingerprint/score';
import { readModelFile } from '../../extension/core/fingerprint/model-file';
import { ChannelEvidence } from '../../extension/core/verdict/channel-evidence';
import { judgeChannel, type ChannelSetup } from '../../extension/core/verdict/judge-channel';
import { readCorpus } from './corpus';
import { groupBy } from './evaluation/forced-choice';
import { integersOf } from './numbers-data';
import { OUTLIERS } from './numbers-outliers';
import { auroc, balancedAccuracy, type Share, verdictShares } from './numbers-tables';

/** One line of a table: what it is about, and its numbers by name. */
export interface NumbersLine { name: string; values: Record<string, number> }
export interface NumbersEvaluation { title: string; lines: NumbersLine[] }

interface TestRow { model: string; family: string; source: string; kind: string; trait: string; prompt: string; completion: string }

const SET_SIZES = [1, 20, 50];
const BAG = 16;
const BAGS = 2000;
const VERDICT_SETS = 40;
const VERDICT_SIZE = 50;
/** Test rows per model and source that are scored. */
const MOST_ROWS = 1500;
const encoder = new TextEncoder();

/** Changes made to a completion, each with what it does to the text. */
const CHANGES: Record<string, (numbers: string[]) => string> = {
  'as written': () => '',
  'comma and space': numbers => numbers.join(', '),
  'one a line': numbers => numbers.join('\n'),
  'in brackets, semicolons': numbers => `[${numbers.join('; ')}]`,
  sorted: numbers => numbers.map(Number).sort((a, b) => a - b).join(', '),
  'first three numbers': numbers => numbers.slice(0, 3).join(', '),
};

/** Scores the test split through the shipped model and tabulates it. */
export async function evaluateNumbers(corpus: string, seed: number, log: (line: string) => void): Promise<NumbersEvaluation[]> {
  const scorer = await NumberScorer.open(await readModelFile<NumbersMetadata>('models', 'numbers'));
  const rows = testRows(corpus, seed);
  log(`numbers: ${rows.length} test rows`);
  const tables = [await accuracyTable(scorer, rows, seed), await changeTable(scorer, rows, seed), await outlierTable(scorer, seed), await shiftTable(scorer, rows, seed)];
  await scorer.close();
  return tables;
}

const unitOf = ({ model, source, kind }: Pick<TestRow, 'model' | 'source' | 'kind'>): string => `${model} ${source} ${kind}`;

function testRows(corpus: string, seed: number): TestRow[] {
  const random = randomFrom(seed);
  const test = [...readCorpus('numbers', corpus)].filter(row => row.split === 'test');
  return [...groupBy(test, unitOf).values()].flatMap(group => (group.length > MOST_ROWS ? group.filter(() => random() < MOST_ROWS / group.length) : group));
}

async function score(scorer: NumberScorer, rows: TestRow[], change = '', hidePrompt = false): Promise<{ row: TestRow; score: SampleScore; integers: Float32Array }[]> {
  const read = rows.map(row => {
    const text = change && CHANGES[change](integersOf(row.completion)) || row.completion;
    return { row, sample: scorer.read({ bytes: encoder.encode(text), prompt: encoder.encode(hidePrompt ? '' : row.prompt) }, true) };
  }).filter((each): each is { row: TestRow; sample: NumberSample } => each.sample !== undefined);
  const scores = await scorer.score(read.map(({ sample }) => sample));
  return read.map(({ row }, i) => ({ row, score: scores[i], integers: modelStatistics(scores[i], scorer.metadata) }));
}

/** The integers' log-probability per model, as the statistics keep it. */
function modelStatistics({ statistics }: SampleScore, { statistics: names }: NumbersMetadata): Float32Array {
  return logSoftmax(statistics.filter((_, k) => names[k].startsWith('model:')));
}

const modelIndex = ({ models }: ChannelLabels, row: TestRow): number => models.indexOf(row.model);

async function accuracyTable(scorer: NumberScorer, rows: TestRow[], seed: number): Promise<NumbersEvaluation> {
  const lines: NumbersLine[] = [];
  for (const hidePrompt of [false, true]) {
    const scored = await score(scorer, rows, '', hidePrompt);
    for (const [view, logs] of [['as written', scored.map(each => each.score.modelLogProb)], ['integers only', scored.map(each => each.integers)]] as const) {
      const labels = scored.map(each => modelIndex(scorer.metadata.labels, each.row));
      lines.push({ name: `${view}${hidePrompt ? ', prompt hidden' : ''}`, values: Object.fromEntries(SET_SIZES.map(k => [`k = ${k}`, balancedAccuracy(logs, labels, k, seed)])) });
    }
  }
  return { title: `Which of ${scorer.metadata.labels.models.length} models: balanced accuracy, nobody withheld`, lines };
}

async function changeTable(scorer: NumberScorer, rows: TestRow[], seed: number): Promise<NumbersEvaluation> {
  const lines: NumbersLine[] = [];
  for (const change of Object.keys(CHANGES)) {
    const scored = await score(scorer, rows.filter((_, i) => i % 4 === 0), change);
    const labels = scored.map(each => modelIndex(scorer.metadata.labels, each.row));
    const shares = shareByGroup(scored, scorer.metadata, seed);
    lines.push({ name: change, values: {
      'k = 1': balancedAccuracy(scored.map(each => each.score.modelLogProb), labels, 1, seed), 'k = 20': balancedAccuracy(scored.map(each => each.score.modelLogProb), labels, 20, seed), ...shares,
    } });
  }
  return { title: `Rewritten text: models as written, and family verdicts on files of ${VERDICT_SIZE}`, lines };
}

/** Verdict shares, every model and source weighing alike. */
function shareByGroup(scored: { row: TestRow; score: SampleScore }[], setup: ChannelSetup, seed: number): Share {
  const groups = groupBy(scored, ({ row }) => unitOf(row));
  return verdictShares([...groups.values()].map(group => ({ family: group[0].row.family, scores: group.map(each => each.score) })), (scores: SampleScore[]) => familyOf(scores, setup), VERDICT_SIZE, 10, seed);
}

function familyOf(scores: SampleScore[], setup: ChannelSetup): string | null {
  const evidence = new ChannelEvidence(setup.labels.families.length, setup.labels.models.length, scores[0].statistics.length);
  for (const each of scores) evidence.add(each);
  return judgeChannel('numbers', evidence, setup).family;
}

async function outlierTable(scorer: NumberScorer, seed: number): Promise<NumbersEvaluation> {
  const random = randomFrom(seed + 1);
  const lines: NumbersLine[] = [];
  for (const [name, make] of Object.entries(OUTLIERS)) {
    const rows = Array.from({ length: VERDICT_SIZE * 6 }, (): TestRow => ({ model: name, family: 'none', source: 'made', kind: '', trait: '', prompt: '', completion: make(random).join(', ') }));
    const scored = await score(scorer, rows);
    const { wrong, withheld } = verdictShares([{ family: 'none', scores: scored.map(each => each.score) }], (scores: SampleScore[]) => familyOf(scores, scorer.metadata), VERDICT_SIZE, VERDICT_SETS, seed);
    lines.push({ name, values: { named: wrong, withheld, unfamiliar: scored.reduce((sum, each) => sum + each.score.unfamiliar, 0) / scored.length } });
  }
  return { title: `Number lists that no model wrote: files of ${VERDICT_SIZE}`, lines };
}

async function shiftTable(scorer: NumberScorer, rows: TestRow[], seed: number): Promise<NumbersEvaluation> {
  const lines: NumbersLine[] = [];
  for (const [index, { model }] of scorer.metadata.shifts.entries()) {
    const scored = await score(scorer, rows.filter(row => row.model === model));
    for (const unit of new Set(scored.map(({ row }) => `${row.source} ${row.kind}`))) {
      const own = scored.filter(({ row }) => `${row.source} ${row.kind}` === unit);
      const of = (isNeutral: boolean): number[] => own.filter(({ row }) => (row.trait === 'control') === isNeutral).map(each => each.score.shifts?.[index] ?? 0);
      if (!of(true).length || !of(false).length) continue;
      lines.push({ name: `${model}, ${unit}`, values: { neutral: of(true).length, shifted: of(false).length, 'k = 1': auroc(of(false), of(true)), [`k = ${BAG}`]: auroc(bags(of(false), seed), bags(of(true), seed + 1)) } });
    }
  }
  return { title: 'Persona or other system prompt against the base\'s neutral output, integers only: AUROC', lines };
}

function bags(values: number[], seed: number): number[] {
  const random = randomFrom(seed);
  return Array.from({ length: BAGS }, () => Array.from({ length: BAG }, () => values[Math.floor(random() * values.length)]).reduce((sum, value) => sum + value, 0));
}

/** The tables as Markdown. */
export function numbersMarkdown(tables: NumbersEvaluation[]): string {
  return tables.map(({ title, lines }) => {
    const names = Object.keys(lines[0]?.values ?? {});
    const cell = (value: number | undefined): string => (value === undefined ? '' : Number.isInteger(value) && value > 1 ? String(value) : value.toFixed(3));
    const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
    return [`### ${title}`, '', row(['', ...names]), row(['---', ...names.map(() => '---')]), ...lines.map(line => row([line.name, ...names.map(name => cell(line.values[name]))]))].join('\n');
  }).join('\n\n');
}
