/** Trainer of full-rank linear classifiers on sparse features: Adagrad over single documents, one step size per feature row. */
import { seededRandom } from './corpus';

/** Documents as sparse features: document d owns `starts[d]`..`starts[d + 1]`; from `optional[d][0]` to `optional[d][1]` may be hidden. */
export interface SparseDocuments {
  count: number;
  starts: Float64Array;
  ids: Int32Array;
  weights: Uint8Array;
  /** End of the features that a view always shows, and end of those that it hides at times (the prompt's). */
  integersEnd: Float64Array;
  promptEnd: Float64Array;
}

/** One classifier to fit: label per document (-1 = not for it) and its weight in the loss. */
export interface LinearTask {
  classes: number;
  labels: Int32Array;
  importance: Float32Array;
  /** Show the format's features too. */
  written: boolean;
}

export interface LinearOptions {
  rows: number;
  epochs: number;
  learningRate: number;
  decay: number;
  /** Share of steps in which the prompt's features are hidden. */
  promptDropout: number;
  /** Features are multiplied by weight x this. */
  scale: number;
  seed: number;
}

/** A fitted classifier; `table` is [rows x classes], row-major; logits = bias + sum of weight x table row. */
export interface LinearWeights { classes: number; table: Float32Array; bias: Float32Array }

const EPSILON = 1e-4;
const BIAS_RATE = 0.01;
const MAX_IMPORTANCE = 4;

/** Fits one task. Deterministic given the options. */
export function fitLinear(documents: SparseDocuments, task: LinearTask, options: LinearOptions, log: (line: string) => void): LinearWeights {
  const fit = new LinearFit(documents, task, options);
  for (let epoch = 0; epoch < options.epochs; epoch++) log(`epoch ${epoch + 1}/${options.epochs}: loss ${fit.epoch(epoch).toFixed(4)}`);
  return fit.result();
}

/** Adds the logits of features `from`..`to` to `out`. */
export function addLogits(table: ArrayLike<number>, classes: number, ids: Int32Array, weights: Uint8Array, from: number, to: number, scale: number, out: Float64Array): void {
  for (let i = from; i < to; i++) {
    const base = ids[i] * classes;
    const x = weights[i] * scale;
    for (let c = 0; c < classes; c++) out[c] += table[base + c] * x;
  }
}

class LinearFit {
  private readonly random: () => number;
  private readonly table: Float32Array;
  private readonly squares: Float32Array;
  private readonly bias: Float32Array;
  private readonly values: Float64Array;
  private readonly order: Int32Array;

  constructor(private readonly documents: SparseDocuments, private readonly task: LinearTask, private readonly options: LinearOptions) {
    this.random = seededRandom(options.seed);
    this.table = new Float32Array(options.rows * task.classes);
    this.squares = new Float32Array(options.rows).fill(EPSILON);
    this.bias = new Float32Array(task.classes);
    this.values = new Float64Array(task.classes);
    this.order = Int32Array.from([...Array(documents.count).keys()].filter(d => task.labels[d] >= 0 && task.importance[d] > 0));
  }

  epoch(epoch: number): number {
    const rate = this.options.learningRate * (1 - epoch / this.options.epochs);
    this.shuffle();
    let loss = 0;
    for (const document of this.order) loss += this.learn(document, rate);
    return loss / Math.max(1, this.order.length);
  }

  result(): LinearWeights {
    const { scale } = this.options;
    return { classes: this.task.classes, table: this.table.map(value => value * scale), bias: this.bias };
  }

  private shuffle(): void {
    for (let i = this.order.length - 1; i > 0; i--) {
      const j = Math.floor(this.random() * (i + 1));
      [this.order[i], this.order[j]] = [this.order[j], this.order[i]];
    }
  }

  private learn(document: number, rate: number): number {
    const { documents, task } = this;
    const ranges = [[documents.starts[document], documents.integersEnd[document]]];
    if (this.random() >= this.options.promptDropout) ranges.push([documents.integersEnd[document], documents.promptEnd[document]]);
    if (task.written) ranges.push([documents.promptEnd[document], documents.starts[document + 1]]);
    this.values.set(this.bias);
    for (const [from, to] of ranges) addLogits(this.table, task.classes, documents.ids, documents.weights, from, to, this.options.scale, this.values);
    const importance = Math.min(MAX_IMPORTANCE, task.importance[document]);
    const loss = this.toGradient(task.labels[document], importance);
    let squares = 0;
    for (const g of this.values) squares += g * g;
    for (const [from, to] of ranges) this.step(from, to, rate, squares / task.classes);
    for (let c = 0; c < task.classes; c++) this.bias[c] -= rate * BIAS_RATE * this.values[c];
    return loss;
  }

  /** Replaces the logits in `values` by the loss's gradient; a single class is a logistic one. */
  private toGradient(label: number, importance: number): number {
    const { values } = this;
    if (values.length === 1) {
      const p = 1 / (1 + Math.exp(-values[0]));
      values[0] = (p - label) * importance;
      return -Math.log((label ? p : 1 - p) + 1e-12);
    }
    softmaxInPlace(values);
    const loss = -Math.log(values[label] + 1e-12);
    values[label] -= 1;
    for (let c = 0; c < values.length; c++) values[c] *= importance;
    return loss;
  }

  private step(from: number, to: number, rate: number, square: number): void {
    const { table, squares, values, documents: { ids, weights }, options: { scale, decay } } = this;
    const classes = values.length;
    for (let i = from; i < to; i++) {
      const x = weights[i] * scale;
      const id = ids[i];
      squares[id] += square * x * x;
      const size = rate * x / Math.sqrt(squares[id]);
      const shrink = 1 - decay * rate;
      for (let c = 0, at = id * classes; c < classes; c++, at++) table[at] = table[at] * shrink - size * values[c];
    }
  }
}

/** Softmax, in place. */
export function softmaxInPlace(values: Float64Array): void {
  let most = -Infinity;
  for (const value of values) most = Math.max(most, value);
  let sum = 0;
  for (let c = 0; c < values.length; c++) sum += values[c] = Math.exp(values[c] - most);
  for (let c = 0; c < values.length; c++) values[c] /= sum;
}
