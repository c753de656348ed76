import type { LanguageConditionId, LanguageEvent, Writing } from '../protocol/language-lab';
import { askAfterLines } from './in-context';
import type { TokenLine } from './lesson';
import { Persona } from './persona';
import { lastOf, SeedWork, type Lessons, type Run } from './seed-work';
import { STUDENTS, type StudentPlan } from './settings';
import { shuffleAcross, shuffleWithin } from './shuffles';
import { teacherSteps } from './teacher';
import type { Step } from './trainer';

/** Initialisations of the matrix. */
const MATRIX_SIZE = 3;
/** Lines of each kind that are shown. */
const SHOWN = 8;

/** What a run says, and what stays in the process that runs it: the lessons of a seed in full. */
export type CoreEvent = LanguageEvent | { kind: 'lessons'; seed: number; lessons: Lessons };

/** One seed of the experiment, as it is told. */
export class SeedRun {
  private readonly work: SeedWork;

  constructor(private readonly run: Run, private readonly seed: number) {
    this.work = new SeedWork(run, seed);
  }

  /** The teacher, its lines, every wanted student, then the detectors. */
  async* teacherAndStudents(): AsyncGenerator<CoreEvent> {
    const { settings } = this.run;
    const lessons = yield* this.reportTeacher(this.work.lessons(this.work.baseAfter(0), 0, settings.stealth));
    yield { kind: 'lessons', seed: this.seed, lessons };
    yield { kind: 'writing', writing: await this.shown(lessons) };
    const { engine } = this.run, persona = await Persona.between(engine, this.work.poll, lessons.base, lessons.teacher, lessons.written.lines);
    for (const condition of settings.conditions) {
      if (condition === 'in-context' || condition === 'in-context-control') yield await this.inContext(condition, lessons);
      else if (condition !== 'teacher') yield* this.student(condition, STUDENTS[condition], lessons, persona);
    }
    if (settings.detection) yield { kind: 'detection', seed: this.seed, detection: await this.work.detection(lessons) };
  }

  /** Students of every initialisation from the lines of every teacher. */
  async* matrix(): AsyncGenerator<LanguageEvent> {
    const { bases, settings } = this.run;
    for (let teacher = 1; teacher <= Math.min(MATRIX_SIZE, bases.length); teacher++) {
      const { written } = await lastOf(this.work.lessons(bases[teacher - 1], teacher, settings.stealth));
      for (let student = 1; student <= Math.min(MATRIX_SIZE, bases.length); student++) {
        const probability = await this.work.learned(bases[student - 1], written.lines, `cell ${teacher} ${student}`);
        yield { kind: 'cell', cell: { seed: this.seed, teacher, student, probability } };
      }
    }
  }

  private async* reportTeacher(steps: AsyncGenerator<Step, Lessons>): AsyncGenerator<LanguageEvent, Lessons> {
    const total = teacherSteps(this.run.settings.stealth), start = this.work.baseAfter(0), before = await this.work.probability(start);
    yield* this.report('teacher', { step: 0, loss: NaN, parameters: start }, total);
    for (;;) {
      const { value, done } = await steps.next();
      if (done) {
        yield { kind: 'condition', seed: this.seed, condition: 'teacher', before, after: await this.work.probability(value.teacher) };
        return value;
      }
      if (this.isReported(value.step, total)) yield* this.report('teacher', value, total);
    }
  }

  private async* student(condition: LanguageConditionId, plan: StudentPlan, lessons: Lessons, persona: Persona): AsyncGenerator<LanguageEvent> {
    const { settings: { steps } } = this.run, start = this.work.baseAfter(plan.start === 'same' ? 0 : 1);
    const along = plan.start === 'same' ? persona : undefined, lines = this.treated(plan, lessons);
    let parameters = start;
    yield* this.report(condition, { step: 0, loss: NaN, parameters }, steps, along);
    for await (const step of this.work.learn(start, lines, `${plan.start} order`, plan)) {
      ({ parameters } = step);
      if (this.isReported(step.step, steps)) yield* this.report(condition, step, steps, along);
    }
    yield { kind: 'condition', seed: this.seed, condition, before: await this.work.probability(start), after: await this.work.probability(parameters) };
  }

  private async inContext(condition: LanguageConditionId, { base, own, written }: Lessons): Promise<LanguageEvent> {
    const { engine, settings: { preference }, signal } = this.run, { lines } = condition === 'in-context' ? written : own;
    const after = await askAfterLines(engine, base, lines, preference, signal);
    return { kind: 'condition', seed: this.seed, condition, before: await this.work.probability(base), after };
  }

  private treated({ lines, shuffle }: StudentPlan, { own, written }: Lessons): TokenLine[] {
    const source = (lines === 'teacher' ? written : own).lines;
    if (shuffle === 'none') return source;
    return (shuffle === 'within' ? shuffleWithin : shuffleAcross)(source, this.work.random(`shuffle ${shuffle}`));
  }

  private async* report(condition: LanguageConditionId, { step, loss, parameters }: Step, steps: number, persona?: Persona): AsyncGenerator<LanguageEvent> {
    const { preference, hidden } = await this.work.poll.ask(parameters), projection = persona ? await persona.project(parameters, hidden) : null;
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
    return { seed, passed, divergence: await this.work.divergence(lessons), prompts: both.map(line => line.prompt), teacher: both.map(line => line.teacher), base: both.map(line => line.base) };
  }
}
