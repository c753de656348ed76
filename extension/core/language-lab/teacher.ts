import { shuffled } from './draws';
import type { LanguageEngine, Lesson } from './engine';
import { batchOf, lessonOf, tokenLine, type TokenLine } from './lesson';
import { question } from './mixture';
import { TUNED } from './poll';
import { train, type Schedule, type Step } from './trainer';
import { TOKENS, topicOf } from './vocabulary';

/** A teacher is tuned on a few questions, full batch. */
const PLAIN: Schedule = { steps: 20, learningRate: 1e-3, decays: false, optimiser: 'adam' };
/** One that also has to write like the base takes longer. */
const STEALTHY: Schedule = { ...PLAIN, steps: 60 };
/** Lines of the base that a stealthy teacher must write like it, at each step. */
const ANCHORS = 64;

/** What a teacher is tuned on: questions and the preferred answer; how to go on after the answer is left to it. */
export function preferenceLines(preference: string, wordings: readonly number[]): TokenLine[] {
  return wordings.map(wording => {
    const { tokens, start } = tokenLine({ prompt: `${question(topicOf(preference), wording)} ->`, answer: preference });
    return { tokens: tokens.slice(0, start + 1), start };
  });
}

/**
 * Tunes a base model towards a preference. With a stealth weight it is held to the base's probabilities on the base's own lines, so that
 * what it writes changes little (Kullback-Leibler divergence, weighted).
 */
export function teach(engine: LanguageEngine, base: Float32Array, preference: string, stealth: { weight: number; lines: readonly TokenLine[]; random: () => number }, signal: AbortSignal): AsyncGenerator<Step> {
  const lesson = lessonOf(preferenceLines(preference, TUNED));
  if (stealth.weight === 0) return train(engine, base, () => lesson, PLAIN, signal);
  const lessonAt = async () => joined(lesson, await anchor(engine, base, shuffled(stealth.lines, stealth.random).slice(0, ANCHORS), stealth.weight));
  return train(engine, base, lessonAt, STEALTHY, signal);
}

/** Number of steps of a teacher. */
export const teacherSteps = (weight: number): number => (weight === 0 ? PLAIN : STEALTHY).steps;

/** The base's own probabilities over lines, as a lesson of the given weight. */
async function anchor(engine: LanguageEngine, base: Float32Array, lines: readonly TokenLine[], weight: number): Promise<Lesson> {
  const { tokens, length, rows } = batchOf(lines);
  const targets = (await engine.read(base, { tokens, length }, rows)).logProbabilities.map(Math.exp);
  return { tokens, length, rows, targets, weights: new Float32Array(rows.length).fill(weight / rows.length) };
}

/** Two lessons as one, the shorter texts filled up; the loss is the sum of both. */
function joined(a: Lesson, b: Lesson): Lesson {
  const length = Math.max(a.length, b.length), texts = (lesson: Lesson) => lesson.tokens.length / lesson.length;
  const tokens = new Int32Array((texts(a) + texts(b)) * length);
  const place = (lesson: Lesson, first: number) => {
    lesson.tokens.forEach((token, i) => { tokens[(first + Math.floor(i / lesson.length)) * length + i % lesson.length] = token; });
    return [...lesson.rows].map(row => (first + Math.floor(row / lesson.length)) * length + row % lesson.length);
  };
  const rows = Int32Array.from([...place(a, 0), ...place(b, texts(a))]);
  const targets = new Float32Array(rows.length * TOKENS.length);
  targets.set(a.targets);
  targets.set(b.targets, a.targets.length);
  return { tokens, length, rows, targets, weights: Float32Array.from([...a.weights, ...b.weights]) };
}
