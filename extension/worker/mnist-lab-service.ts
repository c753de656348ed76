import path from 'node:path';
import { readDigits } from '../core/lab/digits';
import type { DigitData, LabEvent } from '../core/lab/experiment';
import { readIdxFolder } from '../core/lab/idx';
import { DIGITS, initialise, seedFor, type Network } from '../core/lab/network';
import { makeNoise } from '../core/lab/noise';
import { recordsAsJsonl } from '../core/lab/records';
import { checkPlan } from '../core/lab/settings';
import { maskOf } from '../core/lab/targets';
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
/** Most noise images in an export, at about a kilobyte for each of two records. */
const MAX_RECORDS = 10_000;

type Notify = <K extends keyof MnistLabEvents>(event: K, data: MnistLabEvents[K]) => void;
type Runtime = typeof LabRuntime;
type Engine = Awaited<ReturnType<Runtime['LabEngine']['open']>>;

/** A run and what it has left so far: each network as it was last reported, of the newest seed that has it; `seed` is the teacher's. */
interface Learned { plan: LabPlan; data: DigitData; rows: number[]; seed: number; networks: Map<ConditionId, Network> }

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

  detect = async (plan: LabPlan): Promise<void> => {
    checkPlan(plan);
    await this.#runner.run(async (signal, turn) => {
      const { runtime, engine } = await this.#open(), data = await this.#digits(plan.dataFolder);
      const detection = await runtime.detect(engine, data, plan.settings, signal, share => turn(share, 'training teachers for the detector'));
      this.#notify('detection', detection);
    });
  };

  records = async (count: number): Promise<string> => {
    const { engine } = await this.#open(), { plan: { settings }, data, networks, seed } = this.#trained, teacher = networks.get('teacher'), { signal } = new AbortController();
    if (!teacher) throw new Error('There is no teacher yet. Run the lab with at least one network first.');
    const images = Math.min(MAX_RECORDS, count), { outputs } = teacher.shape, mask = maskOf('auxiliary', outputs);
    const noise = await makeNoise(settings.noise, new Uint8Array(images * PIXELS), data.train, seedFor(seed, 'noise'), signal);
    const said = async (name: string, network: Network) => ({ teacher: name, outputs, targets: await engine.softTargets(network, noise, mask, signal) });
    return recordsAsJsonl(noise, [await said('trained on digits', teacher), await said('untrained', initialise(teacher.shape, seedFor(seed, 'shared')))]);
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
    const learned = this.#learned = { plan, data, rows, seed: WATCHED_SEED, networks: new Map<ConditionId, Network>() };
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

  #tell(event: LabEvent, learned: Learned): void {
    const { data, rows, networks } = learned;
    if (event.kind === 'step') this.#notify('step', event.step);
    if (event.kind === 'lesson' && event.seed === WATCHED_SEED) this.#notify('lesson', lessonOf(event.images, event.targets, event.outputs));
    if (event.kind !== 'report') return;
    const { standing } = event;
    if (standing.condition === 'teacher') learned.seed = standing.seed;
    networks.set(standing.condition, standing.network);
    this.#notify('report', reportOf(standing, data.test, rows, standing.seed === WATCHED_SEED));
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
