import { adamScalars } from '../onnx/adam';
import { floats, freshState, type LanguageEngine, type Lesson, type TrainingState } from './engine';
import type { Optimiser } from './graphs';

/** How a model is trained: number of steps, the first one's rate, and whether the rate falls evenly to nothing. */
export interface Schedule { steps: number; learningRate: number; decays: boolean; optimiser: Optimiser }

/** A model after a step (1, 2, ...), with the loss before it in nats. */
export interface Step { step: number; loss: number; parameters: Float32Array }

/**
 * Trains step by step on the lessons that `lessonAt` gives, and yields after each; the values that are passed in stay as they are.
 * Rejects with the signal's reason when it is aborted, within one step.
 */
export async function* train(engine: LanguageEngine, start: Float32Array, lessonAt: () => Lesson | Promise<Lesson>, schedule: Schedule, signal: AbortSignal): AsyncGenerator<Step> {
  let state = freshState(start);
  while (state.step < schedule.steps) {
    signal.throwIfAborted();
    const { loss, next } = await stepOf(engine, state, await lessonAt(), schedule);
    state = next;
    yield { step: state.step, loss, parameters: state.parameters };
  }
}

/** The values after the last step. */
export async function trained(steps: AsyncIterable<Step>): Promise<Float32Array> {
  let last: Float32Array | undefined;
  for await (const { parameters } of steps) last = parameters;
  if (!last) throw new RangeError('A model needs at least one step of training.');
  return last;
}

async function stepOf(engine: LanguageEngine, { parameters, first, second, step }: TrainingState, lesson: Lesson, schedule: Schedule): Promise<{ loss: number; next: TrainingState }> {
  const vector = (data: Float32Array) => floats(data, [data.length]), scalar = (value: number) => floats(Float32Array.of(value), []);
  const learningRate = schedule.learningRate * (schedule.decays ? 1 - step / schedule.steps : 1);
  const state = { parameters: vector(parameters), first: vector(first) };
  const { rate, guard } = adamScalars(step + 1, learningRate);
  const feeds = schedule.optimiser === 'adam'
    ? { ...state, second: vector(second), rate: scalar(rate), guard: scalar(guard) } : { ...state, rate: scalar(learningRate) };
  const result = await engine.train(schedule.optimiser, { ...engine.lessonFeeds(lesson), ...feeds });
  const data = (name: string) => result[name].data as Float32Array;
  const next = { parameters: data('parameters.next'), first: data('first.next'), second: schedule.optimiser === 'adam' ? data('second.next') : second, step: step + 1 };
  return { loss: data('loss')[0], next };
}
