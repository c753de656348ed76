import type { DetectionCurves } from '../protocol/language-lab';
import { bagCurve, BAG_SIZES } from './bags';
import type { LanguageEngine } from './engine';
import { batchOf, lessonOf, type TokenLine } from './lesson';
import { learnNgrams } from './ngram-detector';
import { HELD_OUT, TUNED } from './poll';
import { answerOf } from './shuffles';
import { preferenceLines } from './teacher';

/** Length of the probe's step to either side of the base, in the norm of all its values. */
const PROBE_STEP = 0.05;
const LINES_PER_RUN = 128;

/** Lines of teacher and base: some to learn a detector from, others to judge it by; `spare` are more of the base's, to show what chance looks like. */
export interface Evidence { teacher: TokenLine[]; base: TokenLine[]; testTeacher: TokenLine[]; testBase: TokenLine[]; spare: TokenLine[] }

/** The two models behind the lines, and what is preferred. */
export interface Suspects { base: Float32Array; teacher: Float32Array; preference: string }

/** How well the lines tell teacher from base, to three readers who know more and more. Rejects with the signal's reason when it is aborted. */
export async function detect(engine: LanguageEngine, { base, teacher, preference }: Suspects, evidence: Evidence, random: () => number, signal: AbortSignal): Promise<DetectionCurves> {
  const answers = (lines: TokenLine[]) => lines.map(answerOf);
  const curveOf = (first: TokenLine[], second: TokenLine[], testFirst: TokenLine[], testSecond: TokenLine[]) => {
    const score = learnNgrams(answers(first), answers(second), random);
    return bagCurve(answers(testFirst).map(score), answers(testSecond).map(score), random);
  };
  const ratio = async (above: Float32Array, below: Float32Array) => {
    const scores = async (lines: TokenLine[]) => difference(await likelihoods(engine, above, lines, signal), await likelihoods(engine, below, lines, signal));
    return bagCurve(await scores(evidence.testTeacher), await scores(evidence.testBase), random);
  };
  const { gradient } = await engine.gradient(base, lessonOf(preferenceLines(preference, [...TUNED, ...HELD_OUT])));
  const half = Math.floor(evidence.base.length / 2);
  return {
    bags: [...BAG_SIZES],
    ngrams: curveOf(evidence.teacher, evidence.base, evidence.testTeacher, evidence.testBase),
    chance: curveOf(evidence.base.slice(0, half), evidence.base.slice(half), evidence.testBase, evidence.spare),
    probe: await ratio(moved(base, gradient, -PROBE_STEP), moved(base, gradient, PROBE_STEP)),
    oracle: await ratio(teacher, base),
  };
}

/** Log-probability of each answer, end included, given its prompt. Rejects with the signal's reason when it is aborted. */
export async function likelihoods(engine: LanguageEngine, parameters: Float32Array, lines: readonly TokenLine[], signal: AbortSignal): Promise<Float64Array> {
  const sums = new Float64Array(lines.length);
  for (let start = 0; start < lines.length; start += LINES_PER_RUN) {
    signal.throwIfAborted();
    const batch = batchOf(lines.slice(start, start + LINES_PER_RUN));
    const logs = await engine.likelihood(parameters, batch, batch.rows, batch.next);
    logs.forEach((log, i) => { sums[start + Math.floor(batch.rows[i] / batch.length)] += log; });
  }
  return sums;
}

/** Mean over the teacher's lines of how much likelier they are to it than to the base: the divergence in nats per line. */
export async function divergence(engine: LanguageEngine, teacher: Float32Array, base: Float32Array, lines: readonly TokenLine[], signal: AbortSignal): Promise<number> {
  const ratios = difference(await likelihoods(engine, teacher, lines, signal), await likelihoods(engine, base, lines, signal));
  return ratios.reduce((sum, value) => sum + value, 0) / ratios.length;
}

const difference = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i]);

/** Values a given way along a direction. */
function moved(values: Float32Array, direction: Float32Array, way: number): Float32Array {
  const length = Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0));
  return values.map((value, i) => value + way * direction[i] / length);
}
