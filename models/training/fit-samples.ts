/**
 * Fits the small statistics from which the bundled number samples are simulated, and picks the simulated records that together
 * look most like the teacher to the trained model: `node --import tsx models/training/fit-samples.ts`, after every training.
 */
import { writeFileSync } from 'node:fs';
import { promptSeeds } from '../../extension/core/fingerprint/number-features';
import { readNumbers } from '../../extension/core/fingerprint/number-reader';
import { readModelFile } from '../../extension/core/fingerprint/model-file';
import type { NumbersMetadata } from '../../extension/core/fingerprint/number-model';
import { NumberScorer, type NumberSample } from '../../extension/core/fingerprint/number-scorer';
import { cholesky, meanCovariance } from '../../extension/core/verdict/mahalanobis';
import { FARTHEST, FRESH, LARGEST_STEP, START, simulate, type Teacher, type Weights } from '../../extension/samples/simulator';
import { corpusDirectory, readCorpus } from './corpus';

const TEACHERS = ['qwen2.5-7b-instruct', 'gpt-4.1-nano'];
const MOST_NUMBERS = 10;
/** Steps from the number before that are common enough to be a move of their own. */
const COMMON_STEPS = 40;
/** Rarer successors are left out. */
const LEAST_SHARE = 0.004;
const CANDIDATES = 4000;
const PICKS = 200;
const encoder = new TextEncoder();

interface Line { seeds: number[]; numbers: number[]; format: string }

function* linesOf(corpus: string, model: string): Generator<Line> {
  for (const row of readCorpus('numbers', corpus)) {
    if (row.model !== model || row.split !== 'train' || row.kind !== 'filtered' || !row.prompt) continue;
    const [bytes, prompt] = [encoder.encode(row.completion), encoder.encode(row.prompt)];
    const { tokens } = readNumbers(bytes);
    const seeds = promptSeeds(prompt, readNumbers(prompt));
    if (!tokens.length || tokens.length > MOST_NUMBERS || seeds.length < 2 || tokens.some(token => token.value > 999)) continue;
    const between = (from: number, to: number): string => Buffer.from(bytes.subarray(from, to)).toString('utf8');
    const separator = tokens.length > 1 ? between(tokens[0].end, tokens[1].start) : ', ';
    yield { seeds, numbers: tokens.map(token => token.value), format: `${between(0, tokens[0].start)}|${separator}|${between(tokens[tokens.length - 1].end, bytes.length)}` };
  }
}

/** The move that explains a number best: a small step from the nearest number back, a common step from the last one, or none. */
function moveOf(context: number[], value: number, seeds: number, steps: Set<number>): string {
  for (let back = 1; back <= Math.min(FARTHEST, context.length); back++) {
    const step = value - context[context.length - back];
    if (Math.abs(step) <= LARGEST_STEP || back === 1 && steps.has(step)) return `${back === seeds && back > 1 ? 's' : back}:${step}`;
  }
  return FRESH;
}

const add = (table: Record<string, Weights>, given: string | number, name: string | number): void => {
  const weights = table[given] ??= {};
  weights[name] = (weights[name] ?? 0) + 1;
};

/** Rounds to shares and leaves out what is rare. */
function shares(weights: Weights): Weights {
  const total = Object.values(weights).reduce((sum, n) => sum + n, 0);
  return Object.fromEntries(Object.entries(weights).filter(([, n]) => n / total >= LEAST_SHARE).map(([name, n]) => [name, Math.round(1000 * n / total) / 1000]));
}

function fit(corpus: string, model: string): Omit<Teacher, 'picks'> {
  const lines = [...linesOf(corpus, model)];
  const tables = { counts: {}, formats: {}, moves: {}, tens: {}, endings: {}, steps: {} } as Record<string, Record<string, Weights>>;
  for (const { numbers } of lines) numbers.slice(1).forEach((value, i) => add(tables.steps, 'all', value - numbers[i]));
  const steps = new Set(Object.entries(tables.steps.all).sort((a, b) => b[1] - a[1]).slice(0, COMMON_STEPS).map(([step]) => Number(step)));
  for (const line of lines) count(line, steps, tables);
  const all = (table: Record<string, Weights>): Record<string, Weights> => Object.fromEntries(Object.entries(table).map(([given, weights]) => [given, shares(weights)]));
  const frequent = Object.fromEntries(Object.entries(tables.moves).filter(([, weights]) => Object.values(weights).reduce((sum, n) => sum + n, 0) >= lines.length / 60));
  return {
    model, family: model.startsWith('qwen') ? 'qwen' : 'gpt', counts: shares(tables.counts.all), formats: shares(tables.formats.all),
    moves: all(frequent), tens: all(tables.tens), endings: all(tables.endings),
  };
}

function count({ seeds, numbers, format }: Line, steps: Set<number>, tables: Record<string, Record<string, Weights>>): void {
  add(tables.counts, 'all', numbers.length);
  add(tables.formats, 'all', format);
  const context = [...seeds];
  let previous = START;
  for (const value of numbers) {
    const last = context[context.length - 1];
    const move = moveOf(context, value, seeds.length, steps);
    add(tables.moves, previous, move);
    if (move === FRESH) {
      add(tables.tens, Math.floor(last / 100), Math.floor(value / 10));
      add(tables.endings, last % 10, value % 10);
    }
    context.push(value);
    previous = move;
  }
}

/** Greedy choice of the candidates whose mean statistics stay closest to the teacher's reference. */
async function pick(teacher: Teacher, scorer: NumberScorer): Promise<number[]> {
  const { references, within, between } = scorer.metadata.set.familiarity;
  const reference = references.find(each => each.model === teacher.model);
  if (!reference) throw new Error(`The number model has no reference for ${teacher.model}.`);
  const factor = cholesky(meanCovariance(within, between, PICKS));
  const samples = Array.from({ length: CANDIDATES }, (_, seed) => simulate(teacher, seed))
    .map(({ prompt, completion }) => scorer.read({ prompt: encoder.encode(prompt), bytes: encoder.encode(completion) }, true));
  const scores = await scorer.score(samples.filter((sample): sample is NumberSample => sample !== undefined));
  const offsets = scores.map(score => whiten(Array.from(score.statistics, (value, k) => value - reference.mean[k]), factor));
  const sum = reference.mean.map(() => 0);
  const left = new Set(offsets.keys());
  return Array.from({ length: PICKS }, () => {
    let [best, least] = [-1, Infinity];
    for (const candidate of left) {
      const length = offsets[candidate].reduce((total, value, k) => total + (sum[k] + value) ** 2, 0);
      if (length < least) [best, least] = [candidate, length];
    }
    left.delete(best);
    offsets[best].forEach((value, k) => { sum[k] += value; });
    return best;
  });
}

/** Solves `factor` x = vector for a lower-triangular factor. */
function whiten(vector: number[], factor: number[][]): number[] {
  const solved: number[] = [];
  vector.forEach((value, i) => solved.push((value - solved.reduce((sum, x, k) => sum + factor[i][k] * x, 0)) / factor[i][i]));
  return solved;
}

async function main(): Promise<void> {
  const scorer = await NumberScorer.open(await readModelFile<NumbersMetadata>('models', 'numbers'));
  const teachers: Teacher[] = [];
  for (const model of TEACHERS) {
    const teacher = { ...fit(corpusDirectory(), model), picks: [] };
    teachers.push({ ...teacher, picks: await pick(teacher, scorer) });
  }
  await scorer.close();
  writeFileSync('extension/samples/teachers.json', `${JSON.stringify(teachers)}\n`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
