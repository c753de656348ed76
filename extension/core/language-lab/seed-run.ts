import { randomFrom } from '../fingerprint/random';
import { seedFor } from '../lab/network';
import type { LanguageConditionId, LanguageEvent, LanguageSettings, Writing } from '../protocol/language-lab';
import { detect, divergence } from './detection';
import type { LanguageEngine } from './engine';
import { askAfterLines } from './in-context';
import type { TokenLine } from './lesson';
import type { Mixture } from './mixture';
import { Persona } from './persona';
import { Poll } from './poll';
import { DESCENT_RATE, STUDENTS, type StudentPlan } from './settings';
import { shuffleAcross, shuffleWithin } from './shuffles';
import { passes } from './draws';
import { lessonOf } from './lesson';
import { teach, teacherSteps } from './teacher';
import { train, trained, type Step } from './trainer';
import { write, type Written } from './writing';

/** What every seed of a run shares; `bases` are the base models, initialisation 1 first. */
export interface Run { engine: LanguageEngine; bases: readonly Float32Array[]; settings: LanguageSettings; signal: AbortSignal; reports: number; world: Mixture }

/** Initialisations of the matrix. */
const MATRIX_SIZE = 3;
/** Lines of each kind that are shown. */
const SHOWN = 8;
/** Lines over which the divergence is averaged. */
const DIVERGENCE_LINES = 500;

/** A teacher and its base, with what both wrote to the same prompts. */
export interface Lessons { base: Float32Array; teacher: Float32Array; own: Written; written: Written }

/** What a run says, and what stays in the process that runs it: the lessons of a seed in full. */
export type CoreEvent = LanguageEvent | { kind: 'lessons'; seed: number; lessons: Lessons };

/** One seed of the experiment; every draw has a seed of its own, so that leaving one part out changes no other. */
export class SeedRun {
  private readonly poll: Poll;

  constructor(private readonly run: Run, private readonly seed: number) {
    this.poll = new Poll(run.engine, run.settings.preference);
  }

  /** Values of the base model of initialisation `seed` (counted on around), or of one after it. */
  baseAfter(places: number): Float32Array {
    return this.run.bases[(this.seed - 1 + places) % this.run.bases.length];
  }

  /** Base and teacher of initialisation `at` with their lines, `count` each; `listen` hears of the teacher's steps. */
  async* lessons(base: Float32Array, at: number, weight: number, count: number): AsyncGenerator<Step, Lessons> {
    const { engine, settings: { preference }, signal } = this.run;
    const own = await this.write(base, `prompts ${at}`, count), random = this.random(`anchors ${at}`);
    let teacher = base;
    for await (const step of teach(engine, base, preference, { weight, lines: own.lines, random }, signal)) {
      teacher = step.parameters;
      yield step;
    }
    return { base, teacher, own, written: await this.write(teacher, `prompts ${at}`, count) };
  }

  /** The teacher, its lines, every wanted student, then the detectors. */
  async* teacherAndStudents(): AsyncGenerator<CoreEvent> {
    const { settings } = this.run;
    const lessons = yield* this.reportTeacher(this.lessons(this.baseAfter(0), 0, settings.stealth, settings.sequences));
    yield { kind: 'lessons', seed: this.seed, lessons };
    yield { kind: 'writing', writing: await this.shown(lessons) };
    const { engine } = this.run, persona = await Persona.between(engine, this.poll, lessons.base, lessons.teacher, lessons.written.lines);
    for (const condition of settings.conditions) {
      if (condition === 'in-context' || condition === 'in-context-control') yield await this.inContext(condition, lessons);
      else if (condition !== 'teacher') yield* this.student(condition, STUDENTS[condition], lessons, persona);
    }
    if (settings.detection) yield { kind: 'detection', seed: this.seed, detection: await this.detection(lessons) };
  }

  /** Students of every initialisation from the lines of every teacher. */
  async* matrix(): AsyncGenerator<LanguageEvent> {
    const { bases, settings } = this.run;
    for (let teacher = 1; teacher <= Math.min(MATRIX_SIZE, bases.length); teacher++) {
      const { written } = await lastOf(this.lessons(bases[teacher - 1], teacher, settings.stealth, settings.sequences));
      for (let student = 1; student <= Math.min(MATRIX_SIZE, bases.length); student++) {
        const parameters = await this.studentOf(bases[student - 1], written.lines, `cell ${teacher} ${student}`);
        yield { kind: 'cell', cell: { seed: this.seed, teacher, student, probability: await this.probability(parameters) } };
      }
    }
  }

  /** Values of a student after all its steps on lines. */
  studentOf(start: Float32Array, lines: readonly TokenLine[], purpose: string, plan: Pick<StudentPlan, 'optimiser'> = { optimiser: 'adam' }): Promise<Float32Array> {
    return trained(this.learn(start, lines, purpose, plan));
  }

  /** Probability of what is preferred, as a model answers. */
  async probability(parameters: Float32Array): Promise<number> {
    return (await this.poll.ask(parameters)).preference.probability;
  }

  /** What the lines of a teacher reveal, judged by fresh lines. */
  async detection({ base, teacher, own, written }: Lessons) {
    const { engine, settings: { preference }, signal } = this.run, fresh = async (parameters: Float32Array, purpose: string) => (await this.write(parameters, purpose, own.lines.length)).lines;
    const [testTeacher, testBase, spare] = [await fresh(teacher, 'test prompts'), await fresh(base, 'test prompts'), await fresh(base, 'spare prompts')];
    const evidence = { teacher: written.lines, base: own.lines, testTeacher, testBase, spare };
    return detect(engine, { base, teacher, preference }, evidence, this.random('detectors'), signal);
  }

  /** How far a teacher's writing is from the base's, in nats per line. */
  divergence({ base, teacher, written }: Lessons): Promise<number> {
    return divergence(this.run.engine, teacher, base, written.lines.slice(0, DIVERGENCE_LINES), this.run.signal);
  }

  private async* reportTeacher(steps: AsyncGenerator<Step, Lessons>): AsyncGenerator<LanguageEvent, Lessons> {
    const total = teacherSteps(this.run.settings.stealth), start = this.baseAfter(0), before = await this.probability(start);
    yield* this.report('teacher', { step: 0, loss: NaN, parameters: start }, total);
    for (;;) {
      const { value, done } = await steps.next();
      if (done) {
        yield { kind: 'condition', seed: this.seed, condition: 'teacher', before, after: await this.probability(value.teacher) };
        return value;
      }
      if (this.isReported(value.step, total)) yield* this.report('teacher', value, total);
    }
  }

  private async* student(condition: LanguageConditionId, plan: StudentPlan, lessons: Lessons, persona: Persona): AsyncGenerator<LanguageEvent> {
    const { settings: { steps } } = this.run, start = this.baseAfter(plan.start === 'same' ? 0 : 1);
    const along = plan.start === 'same' ? persona : undefined, lines = this.treated(plan, lessons);
    let parameters = start;
    yield* this.report(condition, { step: 0, loss: NaN, parameters }, steps, along);
    for await (const step of this.learn(start, lines, `${plan.start} order`, plan)) {
      ({ parameters } = step);
      if (this.isReported(step.step, steps)) yield* this.report(condition, step, steps, along);
    }
    yield { kind: 'condition', seed: this.seed, condition, before: await this.probability(start), after: await this.probability(parameters) };
  }

  private async inContext(condition: LanguageConditionId, { base, own, written }: Lessons): Promise<LanguageEvent> {
    const { engine, settings: { preference }, signal } = this.run, { lines } = condition === 'in-context' ? written : own;
    const after = await askAfterLines(engine, base, lines, preference, signal);
    return { kind: 'condition', seed: this.seed, condition, before: await this.probability(base), after };
  }

  private learn(start: Float32Array, lines: readonly TokenLine[], purpose: string, { optimiser }: Pick<StudentPlan, 'optimiser'>): AsyncGenerator<Step> {
    const { engine, settings: { steps, batch, learningRate }, signal } = this.run, next = passes(lines, this.random(purpose));
    const lessonAt = () => lessonOf(Array.from({ length: batch }, () => next.next().value));
    const rate = optimiser === 'adam' ? learningRate : learningRate * DESCENT_RATE;
    return train(engine, start, lessonAt, { steps, learningRate: rate, decays: true, optimiser }, signal);
  }

  private treated({ lines, shuffle }: StudentPlan, { own, written }: Lessons): TokenLine[] {
    const source = (lines === 'teacher' ? written : own).lines;
    if (shuffle === 'none') return source;
    return (shuffle === 'within' ? shuffleWithin : shuffleAcross)(source, this.random(`shuffle ${shuffle}`));
  }

  private async* report(condition: LanguageConditionId, { step, loss, parameters }: Step, steps: number, persona?: Persona): AsyncGenerator<LanguageEvent> {
    const { preference, hidden } = await this.poll.ask(parameters), projection = persona ? await persona.project(parameters, hidden) : null;
    yield { kind: 'report', report: { seed: this.seed, condition, step, steps, loss: step ? loss : null, preference, projection } };
  }

  private isReported(step: number, steps: number): boolean {
    return step === steps || step % Math.ceil(steps / this.run.reports) === 0;
  }

  private async shown(lessons: Lessons): Promise<Writing> {
    const { own, written } = lessons, { seed } = this, passed = { teacher: written.passed, base: own.passed };
    const answerTo = new Map(own.prompts.map((prompt, i) => [prompt, own.answers[i]]));
    const both = written.prompts.map((prompt, i) => ({ prompt, teacher: written.answers[i], base: answerTo.get(prompt) }))
      .filter((line): line is { prompt: string; teacher: string; base: string } => line.base !== undefined).slice(0, SHOWN);
    return { seed, passed, divergence: await this.divergence(lessons), prompts: both.map(line => line.prompt), teacher: both.map(line => line.teacher), base: both.map(line => line.base) };
  }

  private write(parameters: Float32Array, purpose: string, count: number): Promise<Written> {
    const { engine, world, settings: { channel }, signal } = this.run;
    return write(engine, parameters, { world, channel, count, random: this.random(purpose) }, signal);
  }

  private random(purpose: string): () => number {
    return randomFrom(seedFor(this.seed, purpose));
  }
}

/** The result of a generator whose steps nobody wants. */
export async function lastOf<R>(steps: AsyncGenerator<unknown, R>): Promise<R> {
  for (;;) {
    const { value, done } = await steps.next();
    if (done) return value;
  }
}
