import type { ConditionId, OneStep, Settings } from '../protocol/mnist-lab';
import type { LabEngine, Task } from './engine';
import { initialise, seedFor, type Images, type Labelled, type Network, type Shape } from './network';
import { makeNoise } from './noise';
import { oneStep } from './one-step';
import { shapeOf, STUDENTS, type Start, type StudentPlan } from './settings';
import { accuracyOf, maskOf, meanEntropy, oneHot, type LogitChoice } from './targets';
import { stepsOf, train, type Schedule } from './trainer';

/** Digits to learn from and others to be tested on; `isFull` for the whole of MNIST, which published figures are of. */
export interface DigitData { train: Labelled; test: Labelled; description: string; isFull: boolean }

/** How a network stands in its training; `logits` are its answers to the test digits, `loss` is in nats and null before the first step. */
export interface Standing { seed: number; condition: ConditionId; step: number; steps: number; loss: number | null; accuracy: number; network: Network; logits: Float32Array }

/** What a run says while it goes; accuracies are shares of the test digits. */
export type LabEvent =
  | { kind: 'report'; standing: Standing }
  | { kind: 'condition'; seed: number; condition: ConditionId; accuracy: number }
  | { kind: 'lesson'; seed: number; images: Images; targets: Float32Array; outputs: number }
  | { kind: 'step'; step: OneStep };

/** Images seen by a network in five epochs over the full MNIST; smaller sets of digits are gone over more often to see as many. */
const FULL_IMAGES = 60_000;
/** The clone variant: one epoch on the first digits. */
const CLONE_IMAGES = 30_000;

/** What every seed of a run shares; `noise` is memory for the noise images, 47 MB at the authors' settings. */
interface Run { engine: LabEngine; data: DigitData; settings: Settings; signal: AbortSignal; noise: Uint8Array; reports?: number }

/**
 * The experiment, seed after seed: a teacher on digits, then each of the wanted students, then one gradient step where it is wanted.
 * Each network is reported on before training and `reports` times in it, once per epoch if absent. Rejects with the signal's reason when it is aborted.
 */
export async function* runSeeds(engine: LabEngine, data: DigitData, settings: Settings, seeds: readonly number[], signal: AbortSignal, reports?: number): AsyncGenerator<LabEvent> {
  const shape = shapeOf(settings, data.train.inputs);
  const run: Run = { engine, data, settings, signal, reports, noise: new Uint8Array(settings.conditions.length && settings.noiseImages * shape.inputs) };
  for (const seed of seeds) {
    if (settings.conditions.length) yield* new SeedRun(run, shape, seed).events();
    if (!settings.oneStep) continue;
    for await (const step of oneStep(engine, shape, data.train, seed, signal)) yield { kind: 'step', step };
  }
}

/** Passes over a set of digits, as many as show a network the number of images that the full set would. */
export const epochsOver = (count: number, epochs: number): number => Math.max(epochs, Math.round(epochs * FULL_IMAGES / count));

/** What the teacher learns from. */
export function digitTask(digits: Labelled, outputs: number): Task {
  return { images: digits, targets: oneHot(digits.labels.subarray(0, digits.count), outputs), mask: maskOf('digits', outputs) };
}

class SeedRun {
  /** The last soft targets, since conditions in a row share them and they take 3 to 50 MB. */
  private lesson?: { key: string; task: Task };

  constructor(private readonly run: Run, private readonly shape: Shape, private readonly seed: number) {}

  async* events(): AsyncGenerator<LabEvent> {
    const { run: { data, settings, signal }, seed, shape } = this;
    const teacher = yield* this.phase('teacher', this.network('shared'), digitTask(data.train, shape.outputs), epochsOver(data.train.count, settings.epochs));
    const noise = await makeNoise(settings.noise, this.run.noise, data.train, seedFor(seed, 'noise'), signal);
    const students = settings.conditions.filter(condition => condition !== 'teacher');
    if (students.length) yield { kind: 'lesson', seed, images: noise, targets: (await this.taught(teacher, noise, 'auxiliary')).targets, outputs: shape.outputs };
    for (const condition of students) yield* this.student(condition, STUDENTS[condition], teacher, noise);
  }

  private async* student(condition: ConditionId, plan: StudentPlan, teacher: Network, noise: Images): AsyncGenerator<LabEvent> {
    const { data, settings } = this.run;
    const start = await this.prepared(plan, this.network(plan.start), teacher, noise);
    const images = plan.inputs === 'noise' ? noise : data.train;
    const epochs = plan.inputs === 'noise' ? settings.epochs : epochsOver(images.count, settings.epochs);
    yield* this.phase(condition, start, await this.taught(teacher, images, plan.logits), epochs);
  }

  /** Trains with reports; the last network is the result. */
  private async* phase(condition: ConditionId, start: Network, task: Task, epochs: number): AsyncGenerator<LabEvent, Network> {
    const { run: { engine, settings, signal, data, reports }, seed, shape } = this;
    const floor = meanEntropy(task.targets, shape.outputs), schedule = { ...settings, epochs, reports, seed: seedFor(seed, `${condition} order`) };
    const steps = stepsOf(task.images.count, schedule);
    const stand = async (network: Network, step: number, loss: number | null): Promise<Standing> => {
      const logits = await engine.logits(network, data.test, signal);
      return { seed, condition, step, steps, loss, accuracy: accuracyOf(logits, data.test.labels, shape.outputs), network, logits };
    };
    let standing = await stand(start, 0, null);
    yield { kind: 'report', standing };
    for await (const { step, loss, network } of train(engine, start, task, schedule, signal)) {
      standing = await stand(network, step, loss - floor);
      yield { kind: 'report', standing };
    }
    yield { kind: 'condition', seed, condition, accuracy: standing.accuracy };
    return standing.network;
  }

  /** A student that has first learned to answer like a teacher, all logits: the trained one on real digits for one epoch, or the untrained one. */
  private async prepared({ first }: StudentPlan, start: Network, teacher: Network, noise: Images): Promise<Network> {
    const { data: { train: digits }, settings: { matchEpochs, matchInputs } } = this.run;
    if (first === 'clone') {
      const images = { ...digits, count: Math.min(CLONE_IMAGES, digits.count) };
      return this.imitate(start, teacher, images, epochsOver(images.count, 0.5));
    }
    if (first === 'match') return this.imitate(start, this.network('shared'), matchInputs === 'noise' ? noise : digits, matchInputs === 'noise' ? matchEpochs : epochsOver(digits.count, matchEpochs));
    return start;
  }

  private async imitate(start: Network, teacher: Network, images: Images, epochs: number): Promise<Network> {
    const { engine, settings, signal } = this.run;
    const task = await this.taught(teacher, images, 'all');
    this.lesson = undefined; // the key does not tell teachers apart
    let network = start;
    const schedule: Schedule = { ...settings, epochs, seed: seedFor(this.seed, 'clone order') };
    for await (const report of train(engine, start, task, schedule, signal)) network = report.network;
    return network;
  }

  /** What a student learns from. */
  private async taught(teacher: Network, images: Images, logits: LogitChoice): Promise<Task> {
    const { engine, data, signal } = this.run;
    const key = `${images.count} ${images === data.train} ${logits}`, mask = maskOf(logits, this.shape.outputs);
    if (this.lesson?.key === key) return this.lesson.task;
    this.lesson = undefined; // free before the next is made
    this.lesson = { key, task: { images, mask, targets: await engine.softTargets(teacher, images, mask, signal) } };
    return this.lesson.task;
  }

  private network(start: Start): Network {
    const own = (purpose: string) => initialise(this.shape, seedFor(this.seed, purpose));
    return start === 'head' ? withHead(own('other'), own('shared')) : own(start);
  }
}

/** A network with the output layer of another. */
function withHead({ shape, parameters }: Network, { parameters: others }: Network): Network {
  return { shape, parameters: [...parameters.slice(0, 4), ...others.slice(4)] };
}
