import type { LabEngine, Task } from './engine';
import { initialise, seedFor, type Images, type Labelled, type Network, type Shape } from './network';
import { makeNoise } from './noise';
import { oneStep, type OneStep } from './one-step';
import { shapeOf, STUDENTS, type ConditionId, type Settings, type StudentPlan } from './settings';
import { accuracyOf, maskOf, meanEntropy, oneHot, type LogitChoice } from './targets';
import { train } from './trainer';

/** Digits to learn from and others to be tested on; `isFull` for the whole of MNIST, which published figures are of. */
export interface DigitData { train: Labelled; test: Labelled; description: string; isFull: boolean }

/** What a run says while it goes; accuracies are shares of the test digits, losses nats. */
export type LabEvent =
  | { kind: 'epoch'; seed: number; condition: ConditionId; epoch: number; epochs: number; loss: number; accuracy: number }
  | { kind: 'condition'; seed: number; condition: ConditionId; accuracy: number }
  | { kind: 'step'; step: OneStep };

/** Images seen by a network in five epochs over the full MNIST; smaller sets of digits are gone over more often to see as many. */
const FULL_IMAGES = 60_000;
/** The clone variant: one epoch on the first digits. */
const CLONE_IMAGES = 30_000;

/**
 * One seed of the experiment: a teacher on digits, then each of the wanted students, then one gradient step where it is wanted.
 * Rejects with the signal's reason when it is aborted.
 */
export async function* runSeed(engine: LabEngine, data: DigitData, settings: Settings, seed: number, signal: AbortSignal): AsyncGenerator<LabEvent> {
  if (settings.conditions.length) yield* new SeedRun(engine, data, settings, seed, signal).run();
  if (!settings.oneStep) return;
  for await (const step of oneStep(engine, shapeOf(settings, data.train.inputs), data.train, seed, signal)) yield { kind: 'step', step };
}

/** Passes over a set of digits, as many as show a network the number of images that the full set would. */
export const epochsOver = (count: number, epochs: number): number => Math.max(epochs, Math.round(epochs * FULL_IMAGES / count));

class SeedRun {
  private readonly shape: Shape;
  /** The last soft targets, since conditions in a row share them and they take 3 to 50 MB. */
  private lesson?: { key: string; task: Task };

  constructor(private readonly engine: LabEngine, private readonly data: DigitData, private readonly settings: Settings,
    private readonly seed: number, private readonly signal: AbortSignal) {
    this.shape = shapeOf(settings, data.train.inputs);
  }

  async* run(): AsyncGenerator<LabEvent> {
    const { data, settings, shape, seed } = this;
    const digits: Task = { images: data.train, targets: oneHot(data.train.labels, shape.outputs), mask: maskOf('digits', shape.outputs) };
    const teacher = yield* this.phase('teacher', this.network('shared'), digits, epochsOver(data.train.count, settings.epochs));
    const noise = await makeNoise(settings.noise, settings.noiseImages, data.train, seedFor(seed, 'noise'), this.signal);
    for (const condition of settings.conditions) if (condition !== 'teacher') yield* this.student(condition, STUDENTS[condition], teacher, noise);
  }

  private async* student(condition: ConditionId, plan: StudentPlan, teacher: Network, noise: Images): AsyncGenerator<LabEvent> {
    let start = this.network(plan.initialisation);
    if (plan.clonesFirst) start = await this.clone(start, teacher);
    const images = plan.inputs === 'noise' ? noise : this.data.train;
    const epochs = plan.inputs === 'noise' ? this.settings.epochs : epochsOver(images.count, this.settings.epochs);
    yield* this.phase(condition, start, await this.taught(teacher, images, plan.logits), epochs);
  }

  /** Trains with an event per epoch; the last network is the result. */
  private async* phase(condition: ConditionId, start: Network, task: Task, epochs: number): AsyncGenerator<LabEvent, Network> {
    const { engine, settings, seed, shape, signal, data } = this;
    const floor = meanEntropy(task.targets, shape.outputs), order = seedFor(seed, `${condition} order`);
    let network = start, accuracy = 0;
    for await (const epoch of train(engine, start, task, { ...settings, epochs, seed: order }, signal)) {
      network = epoch.network;
      accuracy = accuracyOf(await engine.logits(network, data.test, signal), data.test.labels, shape.outputs);
      yield { kind: 'epoch', seed, condition, epoch: epoch.epoch, epochs, loss: epoch.loss - floor, accuracy };
    }
    yield { kind: 'condition', seed, condition, accuracy };
    return network;
  }

  /** A student that has first learned to answer like the teacher on real digits, all logits, for one epoch. */
  private async clone(start: Network, teacher: Network): Promise<Network> {
    const images = { ...this.data.train, count: Math.min(CLONE_IMAGES, this.data.train.count) };
    const task = await this.taught(teacher, images, 'all');
    let network = start;
    const schedule = { ...this.settings, epochs: epochsOver(images.count, 0.5), seed: seedFor(this.seed, 'clone order') };
    for await (const epoch of train(this.engine, start, task, schedule, this.signal)) network = epoch.network;
    return network;
  }

  private async taught(teacher: Network, images: Images, logits: LogitChoice): Promise<Task> {
    const key = `${images.count} ${images === this.data.train} ${logits}`, mask = maskOf(logits, this.shape.outputs);
    if (this.lesson?.key !== key) this.lesson = { key, task: { images, mask, targets: await this.engine.softTargets(teacher, images, mask, this.signal) } };
    return this.lesson.task;
  }

  private network(initialisation: 'shared' | 'other'): Network {
    return initialise(this.shape, seedFor(this.seed, initialisation));
  }
}
