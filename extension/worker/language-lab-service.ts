import { readBases } from '../core/language-lab/base-file';
import { SHAPE } from '../core/language-lab/shape';
import type { CoreEvent } from '../core/language-lab/seed-run';
import type { Lessons } from '../core/language-lab/seed-work';
import { checkLanguagePlan } from '../core/language-lab/settings';
import { LANGUAGE_CONDITIONS } from '../core/language-lab/words';
import type { LanguageLabEvents, LanguagePlan, LanguageWorker } from '../core/protocol/language-lab';
import { runtimeMissing } from './lab-missing';
import { LabRunner, type Turn } from './lab-runner';
import type * as LanguageRuntime from './language-lab-runtime';

/** What cells, detectors and steps of a sweep take, in trained models. */
const PARTS = { cell: 1.3, detection: 2, sweepStep: 12 };
/** A point of a sweep says this often what it does. */
const SWEEP_STEPS = 4;

type Notify = <K extends keyof LanguageLabEvents>(event: K, data: LanguageLabEvents[K]) => void;

/** Implements `LanguageWorker` over core. The native runtime is loaded with the first run. */
export class LanguageLabService implements LanguageWorker {
  // Hard-private: whatever is a plain own function could be called over the wire.
  readonly #models: string;
  readonly #notify: Notify;
  readonly #runner: LabRunner;
  #opened: Promise<typeof LanguageRuntime> | undefined;
  #engine: LanguageRuntime.LanguageEngine | undefined;
  #lessons: Lessons | undefined;
  pause: LanguageWorker['pause'];
  resume: LanguageWorker['resume'];
  step: LanguageWorker['step'];
  stop: LanguageWorker['stop'];

  /** `models` is the folder of the base models. */
  constructor(models: string, notify: Notify) {
    this.#models = models;
    this.#notify = notify;
    this.#runner = new LabRunner(status => { notify('status', status); });
    ({ pause: this.pause, resume: this.resume, step: this.step, stop: this.stop } = this.#runner);
  }

  start = async (plan: LanguagePlan): Promise<void> => {
    checkLanguagePlan(plan);
    await this.#runner.run((signal, turn) => this.#train(plan, signal, turn));
  };

  lines: LanguageWorker['lines'] = async () => {
    if (!this.#lessons) throw new Error('There are no lines yet. Run the lab first.');
    const { own, written } = this.#lessons;
    return { teacher: jsonl('teacher', written), base: jsonl('base', own) };
  };

  async #train(plan: LanguagePlan, signal: AbortSignal, turn: Turn): Promise<void> {
    const bases = await readBases(this.#models);
    const runtime = await (this.#opened ??= import('./language-lab-runtime').catch((error: unknown) => { throw runtimeMissing(error); }));
    const engine = this.#engine ??= new runtime.LanguageEngine(SHAPE), progress = new Progress(plan);
    this.#lessons = undefined;
    this.#notify('begun', { plan, events: [], isComplete: false });
    const seeds = Array.from({ length: plan.seeds }, (_, i) => i + 1);
    for await (const event of runtime.runLanguageSeeds(engine, bases, plan.settings, seeds, signal)) {
      if (event.kind === 'lessons') this.#lessons ??= event.lessons;
      else if (event.kind !== 'doing') this.#notify('event', event);
      await turn(...progress.after(event));
    }
  }
}

/** Records of what a model wrote, one per line. */
function jsonl(source: 'teacher' | 'base', { prompts, answers }: Lessons['own']): string {
  return prompts.map((prompt, i) => `${JSON.stringify({ source, prompt, completion: answers[i] })}\n`).join('');
}

/** How far a run is, in trained models. */
class Progress {
  private done = 0;
  private readonly total: number;

  constructor(private readonly plan: LanguagePlan) {
    const { settings: { conditions, matrix, detection, sweep }, seeds } = plan;
    const models = conditions.length || detection ? conditions.filter(id => id !== 'teacher').length + 1 : 0;
    this.total = seeds * (models + (matrix ? 9 * PARTS.cell : 0) + (detection ? PARTS.detection : 0) + sweep.length * SWEEP_STEPS * PARTS.sweepStep);
  }

  /** Share done after an event, and what runs. */
  after(event: CoreEvent): [share: number, doing: string] {
    const of = (seed: number) => this.plan.seeds > 1 ? `seed ${seed} of ${this.plan.seeds}: ` : '';
    if (event.kind === 'report') {
      const { seed, condition, step, steps } = event.report;
      return [(this.done + step / steps) / this.total, `${of(seed)}${LANGUAGE_CONDITIONS[condition].short}, step ${step} of ${steps}`];
    }
    this.done += { condition: 1, cell: PARTS.cell, detection: PARTS.detection, doing: PARTS.sweepStep, lessons: 0, writing: 0, stealth: 0 }[event.kind];
    const words = event.kind === 'doing' ? event.words : event.kind === 'cell' ? `teacher ${event.cell.teacher}, student ${event.cell.student}` : 'next model';
    return [Math.min(1, this.done / this.total), `${of('seed' in event ? event.seed : 1)}${words}`];
  }
}
