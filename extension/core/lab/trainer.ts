import '../onnx/no-telemetry';
import * as ort from 'onnxruntime-node';
import { randomFrom } from '../fingerprint/random';
import { adamScalars } from '../onnx/adam';
import { imageTensor, tensor, type LabEngine, type Task } from './engine';
import { PARAMETERS } from './layers';
import { shuffle, tensorDims, type Network } from './network';
import { NEXT_STATE, STATE } from './train-graph';

/** Images per run: some 50 ms of work, so that a stop is heard soon. */
const IMAGES_PER_RUN = 4096;

/** How a phase of training goes: images per step, Adam's rate, passes over the images, seed of their order, how often to report (once per epoch if absent). */
export interface Schedule { batch: number; learningRate: number; epochs: number; seed: number; stepsPerRun?: number; reports?: number }

/** The network after so many steps and the mean loss since the last report, in nats. */
export interface Report { step: number; loss: number; network: Network }

/** Steps of one run: `steps` batches of `size` images, from position `start` of the epoch's order. */
interface Chunk { start: number; steps: number; size: number }

/** Steps that a schedule takes over so many images. */
export const stepsOf = (count: number, { batch, epochs }: Pick<Schedule, 'batch' | 'epochs'>): number => Math.ceil(count / batch) * epochs;

/**
 * Trains with a fresh Adam, and yields as often as the schedule says; the network that is passed in stays as it is. The last batch of an
 * epoch is as short as it falls. Rejects with the signal's reason when it is aborted, within one run.
 */
export async function* train(engine: LabEngine, network: Network, task: Task, schedule: Schedule, signal: AbortSignal): AsyncGenerator<Report> {
  const { shape } = network, { count } = task.images, { epochs, reports = epochs } = schedule, random = randomFrom(schedule.seed);
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const fixed = { data: imageTensor(task.images, 0, count), targets: tensor(task.targets, [count, shape.outputs]), mask: tensor(task.mask, [shape.outputs]) };
  let state = initialState(network), step = 0, seen = 0, reported = 0, loss = 0, done = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const chunk of chunksOf(count, schedule)) {
      signal.throwIfAborted();
      const result = await engine.runTraining({ ...fixed, ...state, ...chunkFeeds(order, chunk, step + 1, schedule.learningRate) });
      state = Object.fromEntries(STATE.map((name, i) => [name, result[NEXT_STATE[i]]]));
      for (const value of result.losses.data as Float32Array) loss += value * chunk.size;
      step += chunk.steps;
      seen += chunk.steps * chunk.size;
      if (seen * reports < (done + 1) * count * epochs) continue;
      yield { step, loss: loss / (seen - reported), network: { shape, parameters: PARAMETERS.map(name => state[name].data as Float32Array) } };
      [reported, loss, done] = [seen, 0, Math.floor(seen * reports / (count * epochs))];
    }
  }
}

function initialState({ shape, parameters }: Network): Record<string, ort.Tensor> {
  const dims = tensorDims(shape);
  return Object.fromEntries(STATE.map((name, i) => {
    const at = i % PARAMETERS.length;
    return [name, tensor(i < PARAMETERS.length ? parameters[i] : new Float32Array(parameters[at].length), dims[at])];
  }));
}

function* chunksOf(count: number, { batch, stepsPerRun = Math.max(1, Math.floor(IMAGES_PER_RUN / batch)) }: Schedule): Generator<Chunk> {
  const full = Math.floor(count / batch);
  for (let step = 0; step < full; step += stepsPerRun) yield { start: step * batch, steps: Math.min(stepsPerRun, full - step), size: batch };
  if (count % batch) yield { start: full * batch, steps: 1, size: count % batch };
}

function chunkFeeds(order: Int32Array, { start, steps, size }: Chunk, firstStep: number, learningRate: number): Record<string, ort.Tensor> {
  const scalars = Array.from({ length: steps }, (_, i) => adamScalars(firstStep + i, learningRate));
  return {
    rows: new ort.Tensor('int32', order.subarray(start, start + steps * size), [steps, size]),
    scale: tensor(Float32Array.of(1 / size), []),
    rate: tensor(Float32Array.from(scalars, ({ rate }) => rate), [steps]),
    guard: tensor(Float32Array.from(scalars, ({ guard }) => guard), [steps]),
  };
}
