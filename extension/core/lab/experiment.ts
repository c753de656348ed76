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

/** What every seed of a run shares; `noise` is memory for the noise images, 47 MB at the authors' settings. */
interface Run { engine: LabEngine; data: DigitData; settings: Settings; signal: AbortSignal; noise: Uint8Array }

/**
 * The experiment, seed after seed: a teacher on digits, then each of the wanted students, then one gradient step where it is wanted.
 * Rejects with the signal's reason when it is aborted.
 */
export async function* runSeeds(engine: LabEngine, data: DigitData, settings: Settings, seeds: readonly number[], signal: AbortSignal): AsyncGenerator<LabEvent> {
  const shape = shapeOf(settings, data.train.inputs);
  const run: Run = { engine, data, settings, signal, noise: new Uint8Array(settings.conditions.length && settings.noiseImages * shape.inputs) };
  for (const seed of seeds) {
    if (settings.conditions.length) yield* new SeedRun(run, shape, seed).events();
    if (!settings.oneStep) continue;
    for await (const step of oneStep(engine, shape, data.train, seed, signal)) yield { kind: 'step', step };
  }
}

/** Passes over a set of digits, as many as show a network the number of images that the full set would. */
export const epochsOver = (count: number, epochs: number): number => Math.max(epochs, Math.round(epochs * FULL_IMAGES / count));

class SeedRun {
  /** The last soft targets, since conditions in a row share them and they take 3 to 50 MB. */
  private lesson?: { key: string; task: Task };

  constructor(private readonly run: Run, private readonly shape: Shape, private readonly seed: number) {}

  async* events(): AsyncGenerator<LabEvent> {
    const { run: { data, settings, signal }, seed } = this;
    const teacher = yield* this.phase('teacher', this.network('shared'), this.digits(), epochsOver(data.train.count, settings.epochs));
    const noise = await makeNoise(settings.noise, this.run.noise, data.train, seedFor(seed, 'noise'), signal);
    for (const condition of settings.conditions) if (condition !== 'teacher') yield* this.student(condition, STUDENTS[condition], teacher, noise);
  }

  private async* student(condition: ConditionId, plan: StudentPlan, teacher: Network, noise: Images): AsyncGenerator<LabEvent> {
    const { data, settings } = this.run;
    let start = this.network(plan.initialisation);
    if (plan.clonesFirst) start = await this.clone(start, teacher);
    const images = plan.inputs === 'noise' ? noise : data.train;
    const epochs = plan.inputs === 'noise' ? settings.epochs : epochsOver(images.count, settings.epochs);
    yield* this.phase(condition, start, await this.taught(teacher, images, plan.logits), epochs);
  }

  /** Trains with an event per epoch; the last network is the result. */
  private async* phase(condition: ConditionId, start: Network, task: Task, epochs: number): AsyncGenerator<LabEvent, Network> {
    const { run: { engine, settings, signal, data }, seed, shape } = this;
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
    const { engine, data, settings, signal } = this.run;
    const images = { ...data.train, count: Math.min(CLONE_IMAGES, data.train.count) };
    const task = await this.taught(teacher, images, 'all');
    let network = start;
    const schedule = { ...settings, epochs: epochsOver(images.count, 0.5), seed: seedFor(this.seed, 'clone order') };
    for await (const epoch of train(engine, start, task, schedule, signal)) network = epoch.network;
    return network;
  }

  /** What the teacher learns from. */
  private digits(): Task {
    const { train: images } = this.run.data, { outputs } = this.shape;
    return { images, targets: oneHot(images.labels, outputs), mask: maskOf('digits', outputs) };
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

  private network(initialisation: 'shared' | 'other'): Network {
    return initialise(this.shape, seedFor(this.seed, initialisation));
  }
}
