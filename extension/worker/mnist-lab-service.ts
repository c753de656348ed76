import path from 'node:path';
import { readDigits } from '../core/lab/digits';
import type { DigitData, LabEvent } from '../core/lab/experiment';
import { readIdxFolder } from '../core/lab/idx';
import { DIGITS, type Network } from '../core/lab/network';
import { checkPlan } from '../core/lab/settings';
import { digitProbabilities, lessonOf, reportOf, watchedDigits, watchedRows } from '../core/lab/watch';
import { conditionInfo } from '../core/lab/words';
import type { ConditionId, LabPlan, MnistLabEvents, MnistWorker, Reading } from '../core/protocol/mnist-lab';
import { runtimeMissing } from './lab-missing';
import { LabRunner, type Turn } from './lab-runner';
import type * as LabRuntime from './lab-runtime';

/** Reports on each network in training: enough for a smooth curve, and a pause is heard within one. */
const REPORTS = 20;
/** The seed whose networks are shown; of the others only the numbers. */
const WATCHED_SEED = 1;
const PIXELS = 784;
/** What one gradient step takes, in trained networks. */
const STEP_SHARE = 0.1;

type Notify = <K extends keyof MnistLabEvents>(event: K, data: MnistLabEvents[K]) => void;
type Runtime = typeof LabRuntime;
type Engine = Awaited<ReturnType<Runtime['LabEngine']['open']>>;

/** A run and what it has left so far: each network as it was last reported. */
interface Learned { plan: LabPlan; data: DigitData; rows: number[]; networks: Map<ConditionId, Network> }

/** Implements `MnistWorker` over core. The native runtime is loaded with the first run. */
export class MnistLabService implements MnistWorker {
  // Hard-private: whatever is a plain own function could be called over the wire.
  readonly #dist: string;
  readonly #notify: Notify;
  readonly #runner: LabRunner;
  #opened: Promise<{ runtime: Runtime; engine: Engine }> | undefined;
  #data: { folder: string | null; digits: DigitData } | undefined;
  #learned: Learned | undefined;
  pause: MnistWorker['pause'];
  resume: MnistWorker['resume'];
  step: MnistWorker['step'];
  stop: MnistWorker['stop'];

  /** `dist` holds the bundled digits. */
  constructor(dist: string, notify: Notify) {
    this.#dist = dist;
    this.#notify = notify;
    this.#runner = new LabRunner(status => { notify('status', status); });
    ({ pause: this.pause, resume: this.resume, step: this.step, stop: this.stop } = this.#runner);
  }

  start = async (plan: LabPlan): Promise<void> => {
    checkPlan(plan);
    await this.#runner.run((signal, turn) => this.#train(plan, signal, turn));
  };

  read = async (pixels: number[]): Promise<Reading[]> => {
    if (pixels.length !== PIXELS) throw new Error(`A drawing has ${PIXELS} pixels; got ${pixels.length}.`);
    const { engine } = await this.#open(), image = { pixels: Uint8Array.from(pixels), inputs: PIXELS, count: 1 };
    const readings: Reading[] = [];
    for (const [condition, network] of this.#trained.networks) {
      const logits = await engine.logits(network, image, new AbortController().signal);
      readings.push({ condition, probabilities: [...digitProbabilities(logits.slice(0, DIGITS))] });
    }
    return readings;
  };

  checkData = async (folder: string): Promise<string> => (await this.#digits(folder)).description;

  get #trained(): Learned {
    if (!this.#learned) throw new Error('There is no network yet. Run the lab first.');
    return this.#learned;
  }

  #open(): Promise<{ runtime: Runtime; engine: Engine }> {
    return this.#opened ??= import('./lab-runtime').then(async runtime => ({ runtime, engine: await runtime.LabEngine.open() })).catch((error: unknown) => { throw runtimeMissing(error); });
  }

  async #train(plan: LabPlan, signal: AbortSignal, turn: Turn): Promise<void> {
    const { runtime, engine } = await this.#open(), data = await this.#digits(plan.dataFolder), rows = watchedRows(data.test);
    const learned = this.#learned = { plan, data, rows, networks: new Map<ConditionId, Network>() };
    this.#notify('begun', { plan, dataDescription: data.description, isFull: data.isFull, watched: watchedDigits(data.test, rows), reports: [], steps: [], isComplete: false });
    const seeds = Array.from({ length: plan.seeds }, (_, i) => i + 1), progress = new Progress(plan);
    for await (const event of runtime.runSeeds(engine, data, plan.settings, seeds, signal, REPORTS)) {
      this.#tell(event, learned);
      await turn(...progress.after(event));
    }
  }

  async #digits(folder: string | null): Promise<DigitData> {
    if (this.#data?.folder !== folder) this.#data = { folder, digits: await (folder === null ? readDigits(path.join(this.#dist, 'mnist-10k.bin.gz')) : readIdxFolder(folder)) };
    return this.#data.digits;
  }

  #tell(event: LabEvent, { data, rows, networks }: Learned): void {
    if (event.kind === 'step') this.#notify('step', event.step);
    if (event.kind === 'lesson' && event.seed === WATCHED_SEED) this.#notify('lesson', lessonOf(event.images, event.targets, event.outputs));
    if (event.kind !== 'report') return;
    networks.set(event.standing.condition, event.standing.network);
    this.#notify('report', reportOf(event.standing, data.test, rows, event.standing.seed === WATCHED_SEED));
  }
}

/** How far a run is, in trained networks. */
class Progress {
  private done = 0;
  private readonly total: number;

  constructor(private readonly plan: LabPlan) {
    const { settings: { conditions, oneStep }, seeds } = plan, students = conditions.filter(id => id !== 'teacher').length;
    this.total = seeds * (conditions.length && students + 1) + (oneStep ? seeds * 2 * STEP_SHARE : 0);
  }

  /** Share done after an event, and what runs. */
  after(event: LabEvent): [share: number, doing: string] {
    const of = (seed: number) => this.plan.seeds > 1 ? `seed ${seed} of ${this.plan.seeds}: ` : '';
    if (event.kind === 'report') {
      const { seed, condition, step, steps } = event.standing;
      return [(this.done + step / steps) / this.total, `${of(seed)}${conditionInfo(condition).short}, step ${step} of ${steps}`];
    }
    if (event.kind === 'step') this.done += STEP_SHARE;
    if (event.kind === 'condition') this.done++;
    return [this.done / this.total, `${of(event.kind === 'step' ? event.step.seed : event.seed)}${event.kind === 'step' ? 'one gradient step' : 'next network'}`];
  }
}
