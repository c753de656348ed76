import { randomFrom } from '../fingerprint/random';
import { seedFor } from '../lab/network';
import type { DetectionCurves, LanguageSettings } from '../protocol/language-lab';
import { detect, divergence } from './detection';
import { passes } from './draws';
import type { LanguageEngine } from './engine';
import { lessonOf, type TokenLine } from './lesson';
import type { Mixture } from './mixture';
import { Poll } from './poll';
import { DESCENT_RATE, type StudentPlan } from './settings';
import { teach } from './teacher';
import { train, trained, type Step } from './trainer';
import { write, type Written } from './writing';

/** Lines over which the divergence is averaged. */
const DIVERGENCE_LINES = 500;

/** What every seed of a run shares; `bases` are the base models, initialisation 1 first. */
export interface Run { engine: LanguageEngine; bases: readonly Float32Array[]; settings: LanguageSettings; signal: AbortSignal; reports: number; world: Mixture }

/** A teacher and its base, with what both wrote to the same prompts. */
export interface Lessons { base: Float32Array; teacher: Float32Array; own: Written; written: Written }

/** The acts of one seed: tuning, writing, learning, judging. Every draw has a seed of its own, so that leaving one out changes no other. */
export class SeedWork {
  readonly poll: Poll;

  constructor(readonly run: Run, readonly seed: number) {
    this.poll = new Poll(run.engine, run.settings.preference);
  }

  /** Values of the base model of initialisation `seed` (counted on around), or of one after it. */
  baseAfter(places: number): Float32Array {
    return this.run.bases[(this.seed - 1 + places) % this.run.bases.length];
  }

  /** A teacher of a base with lines of both; yields the teacher's steps. `at` keeps the draws of several apart. */
  async* lessons(base: Float32Array, at: number, stealth: number): AsyncGenerator<Step, Lessons> {
    const { engine, settings: { preference, sequences }, signal } = this.run;
    const own = await this.write(base, `prompts ${at}`, sequences);
    let teacher = base;
    for await (const step of teach(engine, base, preference, { weight: stealth, lines: own.lines, random: this.random(`anchors ${at}`) }, signal)) {
      teacher = step.parameters;
      yield step;
    }
    return { base, teacher, own, written: await this.write(teacher, `prompts ${at}`, sequences) };
  }

  /** A student's steps on lines. */
  learn(start: Float32Array, lines: readonly TokenLine[], purpose: string, { optimiser }: Pick<StudentPlan, 'optimiser'>): AsyncGenerator<Step> {
    const { engine, settings: { steps, batch, learningRate }, signal } = this.run, next = passes(lines, this.random(purpose));
    const lessonAt = () => lessonOf(Array.from({ length: batch }, () => next.next().value));
    const rate = optimiser === 'adam' ? learningRate : learningRate * DESCENT_RATE;
    return train(engine, start, lessonAt, { steps, learningRate: rate, decays: true, optimiser }, signal);
  }

  /** Probability of what is preferred after all steps of a student on lines. */
  async learned(start: Float32Array, lines: readonly TokenLine[], purpose: string): Promise<number> {
    return this.probability(await trained(this.learn(start, lines, purpose, { optimiser: 'adam' })));
  }

  /** Probability of what is preferred, as a model answers. */
  async probability(parameters: Float32Array): Promise<number> {
    return (await this.poll.ask(parameters)).preference.probability;
  }

  /** What the lines of a teacher reveal, judged by fresh lines. */
  async detection({ base, teacher, own, written }: Lessons): Promise<DetectionCurves> {
    const { engine, settings: { preference }, signal } = this.run, fresh = async (parameters: Float32Array, purpose: string) => (await this.write(parameters, purpose, own.lines.length)).lines;
    const [testTeacher, testBase, spare] = [await fresh(teacher, 'test prompts'), await fresh(base, 'test prompts'), await fresh(base, 'spare prompts')];
    const evidence = { teacher: written.lines, base: own.lines, testTeacher, testBase, spare };
    return detect(engine, { base, teacher, preference }, evidence, this.random('detectors'), signal);
  }

  /** How far a teacher's writing is from the base's, in nats per line. */
  divergence({ base, teacher, written }: Lessons): Promise<number> {
    return divergence(this.run.engine, teacher, base, written.lines.slice(0, DIVERGENCE_LINES), this.run.signal);
  }

  /** Random numbers for one purpose. */
  random(purpose: string): () => number {
    return randomFrom(seedFor(this.seed, purpose));
  }

  private write(parameters: Float32Array, purpose: string, count: number): Promise<Written> {
    const { engine, world, settings: { channel }, signal } = this.run;
    return write(engine, parameters, { world, channel, count, random: this.random(purpose) }, signal);
  }
}

/** The result of a generator whose steps nobody wants. */
export async function lastOf<R>(steps: AsyncGenerator<unknown, R>): Promise<R> {
  for (;;) {
    const { value, done } = await steps.next();
    if (done) return value;
  }
}
