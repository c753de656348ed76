import '../onnx/no-telemetry';
import * as ort from 'onnxruntime-node';
import { forwardModel, gradientModel } from './forward-graph';
import { PARAMETERS } from './layers';
import { tensorDims, type Images, type Network } from './network';
import { softmaxRows } from './targets';
import { trainModel } from './train-graph';

/** Images per run outside training, few enough that what the runtime keeps for their activations stays small. */
const ROWS_PER_RUN = 1024;

/** What a loss is measured on: images, a row of target probabilities for each, and the mask of the logits. */
export interface Task { images: Images; targets: Float32Array; mask: Float32Array }

/**
 * The three graphs of the lab on ONNX Runtime, one thread. A run blocks its thread; ending the thread inside one aborts the whole
 * process, so callers stop by AbortSignal, which is looked at between runs.
 */
export class LabEngine {
  private constructor(
    private readonly sessions: Record<'train' | 'forward' | 'gradient', ort.InferenceSession>,
  ) {}

  /** Builds and loads the graphs. Rejects with the runtime's own error where its native library cannot be loaded. */
  static async open(): Promise<LabEngine> {
    const [train, forward, gradient] = await Promise.all([trainModel(), forwardModel(), gradientModel()].map(load));
    return new LabEngine({ train, forward, gradient });
  }

  /** One run of the training graph (train-graph.ts names the feeds). */
  runTraining(feeds: Record<string, ort.Tensor>): Promise<ort.InferenceSession.ReturnType> {
    return this.sessions.train.run(feeds);
  }

  /** Logits [images, outputs], in chunks. Rejects with the signal's reason when it is aborted. */
  async logits(network: Network, images: Images, signal: AbortSignal): Promise<Float32Array> {
    const { outputs } = network.shape, all = new Float32Array(images.count * outputs), parameters = parameterTensors(network);
    for (let row = 0; row < images.count; row += ROWS_PER_RUN) {
      signal.throwIfAborted();
      const { logits } = await this.sessions.forward.run({ ...parameters, data: imageTensor(images, row, ROWS_PER_RUN) });
      all.set(logits.data as Float32Array, row * outputs);
    }
    return all;
  }

  /** What a teacher says of images: softmax over the logits that the mask leaves, [images, outputs]. */
  async softTargets(teacher: Network, images: Images, mask: Float32Array, signal: AbortSignal): Promise<Float32Array> {
    const targets = await this.logits(teacher, images, signal);
    softmaxRows(targets, mask);
    return targets;
  }

  /** Mean loss over all images of a task and its gradient, in the order of PARAMETERS. */
  async gradient(network: Network, { images, targets, mask }: Task, signal: AbortSignal): Promise<{ loss: number; gradients: Float32Array[] }> {
    const { outputs } = network.shape, gradients = network.parameters.map(({ length }) => new Float32Array(length));
    const fixed = { ...parameterTensors(network), mask: tensor(mask, [outputs]), scale: tensor(Float32Array.of(1 / images.count), []) };
    let loss = 0;
    for (let row = 0; row < images.count; row += ROWS_PER_RUN) {
      signal.throwIfAborted();
      const data = imageTensor(images, row, ROWS_PER_RUN), rows = data.dims[0];
      const result = await this.sessions.gradient.run({ ...fixed, data, targets: tensor(targets.subarray(row * outputs, (row + rows) * outputs), [rows, outputs]) });
      loss += (result.loss.data as Float32Array)[0];
      PARAMETERS.forEach((name, i) => addTo(gradients[i], result[`${name}.gradient`].data as Float32Array));
    }
    return { loss, gradients };
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.sessions).map(session => session.release()));
  }
}

/** A float tensor over existing memory. */
export const tensor = (data: Float32Array, dims: number[]): ort.Tensor => new ort.Tensor('float32', data, dims);

/** At most `rows` images from `row` on, as a tensor over their memory. */
export function imageTensor({ pixels, inputs, count }: Images, row: number, rows: number): ort.Tensor {
  const end = Math.min(count, row + rows);
  return new ort.Tensor('uint8', pixels.subarray(row * inputs, end * inputs), [end - row, inputs]);
}

function parameterTensors({ shape, parameters }: Network): Record<string, ort.Tensor> {
  const dims = tensorDims(shape);
  return Object.fromEntries(PARAMETERS.map((name, i) => [name, tensor(parameters[i], dims[i])]));
}

/** One thread: the second of a laptop's pair adds little, and spinning ones take time from the editor. */
function load(model: Uint8Array): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 });
}

function addTo(sum: Float32Array, values: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += values[i];
}
