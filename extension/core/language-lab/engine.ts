import '../onnx/no-telemetry';
import * as ort from 'onnxruntime-node';
import { cacheNames, decodeModel } from './decode-graph';
import { gradientModel, likelihoodModel, readModel, trainModel, type Optimiser } from './graphs';
import { type TransformerShape } from './transformer';

/** Texts of one length as token ids, one after another; `length` tokens each. */
export interface Texts { tokens: Int32Array; length: number }

/** What is predicted: which of the tokens (row-major numbers), the probabilities of the next one there and each one's weight in the loss. */
export interface Lesson extends Texts { rows: Int32Array; targets: Float32Array; weights: Float32Array }

/** A model in training: its values, the optimiser's memory and the steps made. */
export interface TrainingState { parameters: Float32Array; first: Float32Array; second: Float32Array; step: number }

type Session = 'adam' | 'sgd' | 'gradient' | 'read' | 'likelihood' | 'decode';

/** A float tensor over existing memory. */
export const floats = (data: Float32Array, dims: number[]): ort.Tensor => new ort.Tensor('float32', data, dims);

/** An i32 tensor over existing memory. */
export const ids = (data: Int32Array, dims: number[]): ort.Tensor => new ort.Tensor('int32', data, dims);

/**
 * The graphs of the language lab on ONNX Runtime, one thread, each loaded when it is first needed. A run blocks its thread for some
 * milliseconds; callers look at their AbortSignal between runs.
 */
export class LanguageEngine {
  private readonly sessions = new Map<Session, Promise<ort.InferenceSession>>();

  constructor(readonly shape: TransformerShape) {}

  /** One run of a training step (graphs.ts names the feeds). */
  async train(optimiser: Optimiser, feeds: Record<string, ort.Tensor>): Promise<ort.InferenceSession.ReturnType> {
    return (await this.session(optimiser)).run(feeds);
  }

  /** Loss of a lesson and its gradient [values]. */
  async gradient(parameters: Float32Array, lesson: Lesson): Promise<{ loss: number; gradient: Float32Array }> {
    const session = await this.session('gradient');
    const result = await session.run({ parameters: floats(parameters, [parameters.length]), ...this.lessonFeeds(lesson) });
    return { loss: (result.loss.data as Float32Array)[0], gradient: result.gradient.data as Float32Array };
  }

  /** Log-probabilities of the next token [rows, vocabulary] and the last block's output [rows, width] at chosen tokens. */
  async read(parameters: Float32Array, texts: Texts, rows: Int32Array): Promise<{ logProbabilities: Float32Array; hidden: Float32Array }> {
    const result = await (await this.session('read')).run({ ...textFeeds(parameters, texts), rows: ids(rows, [rows.length]) });
    return { logProbabilities: result.logProbabilities.data as Float32Array, hidden: result.hidden.data as Float32Array };
  }

  /** Log-probability of one next token at each of the chosen tokens. */
  async likelihood(parameters: Float32Array, texts: Texts, rows: Int32Array, next: Int32Array): Promise<Float32Array> {
    const result = await (await this.session('likelihood')).run({ ...textFeeds(parameters, texts), rows: ids(rows, [rows.length]), next: ids(next, [next.length]) });
    return result.logProbability.data as Float32Array;
  }

  /** One run of the decoder (decode-graph.ts names the feeds). */
  async decode(feeds: Record<string, ort.Tensor>): Promise<ort.InferenceSession.ReturnType> {
    return (await this.session('decode')).run(feeds);
  }

  /** Feeds of an empty memory for so many texts. */
  emptyCaches(batch: number): Record<string, ort.Tensor> {
    const { heads, width } = this.shape;
    return Object.fromEntries(cacheNames(this.shape).map(name => [name, floats(new Float32Array(0), [batch, heads, 0, width / heads])]));
  }

  /** Feeds of a lesson. */
  lessonFeeds({ tokens, length, rows, targets, weights }: Lesson): Record<string, ort.Tensor> {
    return {
      tokens: ids(tokens, [tokens.length / length, length]), rows: ids(rows, [rows.length]),
      targets: floats(targets, [rows.length, this.shape.vocabulary]), weights: floats(weights, [rows.length, 1]),
    };
  }

  async close(): Promise<void> {
    for (const session of this.sessions.values()) await (await session).release();
    this.sessions.clear();
  }

  private session(name: Session): Promise<ort.InferenceSession> {
    const loaded = this.sessions.get(name) ?? load(modelOf(name, this.shape));
    this.sessions.set(name, loaded);
    return loaded;
  }
}

/** A model before its first step. */
export function freshState(parameters: Float32Array): TrainingState {
  return { parameters, first: new Float32Array(parameters.length), second: new Float32Array(parameters.length), step: 0 };
}

function modelOf(name: Session, shape: TransformerShape): Uint8Array {
  if (name === 'adam' || name === 'sgd') return trainModel(shape, name);
  return { gradient: gradientModel, read: readModel, likelihood: likelihoodModel, decode: decodeModel }[name](shape);
}

function textFeeds(parameters: Float32Array, { tokens, length }: Texts): Record<string, ort.Tensor> {
  return { parameters: floats(parameters, [parameters.length]), tokens: ids(tokens, [tokens.length / length, length]) };
}

function load(model: Uint8Array): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 });
}
