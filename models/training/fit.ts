/**
 * Trainer of a bag model (models/CONTRACT.md): hashed features -> one low-rank table -> pooled sum, beside standardised
 * measures -> linear heads. Stochastic Adagrad over single documents, each seen through a random crop and feature dropout;
 * the weights returned are the average over the last part of the training.
 */
import type { BagHead, BagWeights } from '../../extension/core/fingerprint/bag-model';
import { seededRandom } from './corpus';

/** Documents as bags: document d owns places `offsets[d]`..`offsets[d + 1]` of `ids` and `weights`. */
export interface BagDocuments {
  count: number;
  offsets: Float64Array;
  ids: Int32Array;
  weights: Uint8Array;
  /** [count x measures], raw. */
  dense: Float32Array;
  /** Head -> label index per document, -1 where the head does not apply. */
  labels: Record<string, Int32Array>;
  /** Head -> weight of the document in that head's loss. */
  importance: Record<string, Float32Array>;
}

/** What the heads are, before training. */
export type HeadLabels = Record<string, Pick<BagHead, 'labels' | 'families' | 'generations'>>;

export interface FitOptions {
  rows: number;
  dims: number;
  pooling: number;
  epochs: number;
  learningRate: number;
  headRate: number;
  /** Share of places dropped at random. */
  dropout: number;
  /** Share of documents seen through a random contiguous crop. */
  cropShare: number;
  /** Shortest crop, in places. */
  minimumPlaces: number;
  /** Most places of one document in one step. */
  maximumPlaces: number;
  denseDropout: number;
  /** Weight of the family's own cross-entropy beside the label's. */
  familyLoss: number;
  labelSmoothing: number;
  decay: number;
  seed: number;
}

interface HeadState {
  name: string;
  classes: number;
  familyOf: Int32Array;
  families: number;
  W: Float32Array;
  bias: Float32Array;
  gradientSquares: Float32Array;
  biasSquares: Float32Array;
  averageW: Float32Array;
  averageBias: Float32Array;
  logits: Float32Array;
  familyMass: Float32Array;
  labels: Int32Array;
  importance: Float32Array;
}

const ADAGRAD_EPSILON = 1e-6;
const HEAD_INIT = 0.3;
/** The weights of this last part of the steps are averaged. */
const AVERAGED_SHARE = 0.25;

/** Trains on `documents`; `log` hears one line per epoch. Deterministic given the options. */
export function fitBag(documents: BagDocuments, dense: BagWeights['dense'], heads: HeadLabels, options: FitOptions, log: (line: string) => void): BagWeights {
  const fit = new BagFit(documents, dense, heads, options);
  for (let epoch = 0; epoch < options.epochs; epoch++) log(`epoch ${epoch + 1}/${options.epochs}: loss ${fit.epoch().toFixed(4)}`);
  return fit.result(heads);
}

class BagFit {
  private readonly random: () => number;
  private readonly measures: number;
  private readonly width: number;
  private readonly table: Float32Array;
  private readonly rowSquares: Float32Array;
  private readonly heads: HeadState[];
  /** Pooled sum, then standardised measures. */
  private readonly input: Float32Array;
  private readonly inputGradient: Float32Array;
  private readonly chosen: Int32Array;
  private readonly chosenWeights: Float32Array;
  private chosenCount = 0;
  private scale = 0;
  private step = 0;
  private averaged = 0;

  constructor(private readonly documents: BagDocuments, private readonly dense: BagWeights['dense'], heads: HeadLabels, private readonly options: FitOptions) {
    this.random = seededRandom(options.seed);
    this.measures = dense.names.length;
    this.width = options.dims + this.measures;
    this.table = new Float32Array(options.rows * options.dims);
    this.rowSquares = new Float32Array(options.rows);
    this.input = new Float32Array(this.width);
    this.inputGradient = new Float32Array(this.width);
    this.chosen = new Int32Array(options.maximumPlaces);
    this.chosenWeights = new Float32Array(options.maximumPlaces);
    this.heads = Object.entries(heads).map(([name, head]) => this.headState(name, head));
  }

  private headState(name: string, head: HeadLabels[string]): HeadState {
    const classes = head.labels.length;
    const names = [...new Set(head.families)];
    const W = new Float32Array(this.width * classes);
    for (let i = 0; i < this.options.dims * classes; i++) W[i] = (this.random() + this.random() - 1) * HEAD_INIT;
    return {
      name, classes, W, familyOf: Int32Array.from(head.families, family => names.indexOf(family)), families: names.length,
      bias: new Float32Array(classes), gradientSquares: new Float32Array(W.length), biasSquares: new Float32Array(classes),
      averageW: new Float32Array(W.length), averageBias: new Float32Array(classes), logits: new Float32Array(classes),
      familyMass: new Float32Array(names.length), labels: this.documents.labels[name], importance: this.documents.importance[name],
    };
  }

  /** One pass over all documents in a new random order; returns the mean loss. */
  epoch(): number {
    const { count } = this.documents;
    const order = shuffled(count, this.random);
    const total = this.options.epochs * count;
    let loss = 0;
    for (let i = 0; i < count; i++) {
      const progress = this.step / total;
      const rate = Math.min(1, 20 * progress + 0.05) * (1 - progress);
      loss += this.learn(order[i], rate);
      this.step++;
      if (progress > 1 - AVERAGED_SHARE && this.step % 50 === 0) this.average();
    }
    return loss / count;
  }

  private learn(document: number, rate: number): number {
    this.choose(document);
    this.forward(document);
    this.inputGradient.fill(0);
    let loss = 0;
    for (const head of this.heads) {
      const label = head.labels[document];
      if (label >= 0 && head.importance[document] > 0) loss += this.learnHead(head, label, head.importance[document], rate * this.options.headRate);
    }
    this.updateTable(rate * this.options.learningRate);
    return loss;
  }

  /** Picks the places of this step: a crop, then dropout. */
  private choose(document: number): void {
    const { offsets, ids, weights } = this.documents;
    const { dropout, cropShare, minimumPlaces, maximumPlaces } = this.options;
    const begin = offsets[document];
    const size = offsets[document + 1] - begin;
    let length = size;
    if (size > minimumPlaces && this.random() < cropShare) length = Math.floor(minimumPlaces * Math.pow(size / minimumPlaces, this.random()));
    const keep = Math.min(1 - dropout, maximumPlaces / length);
    const from = begin + Math.floor(this.random() * (size - length + 1));
    let chosen = 0;
    let sum = 0;
    for (let at = from; at < from + length && chosen < maximumPlaces; at++) {
      if (keep < 1 && this.random() >= keep) continue;
      this.chosen[chosen] = ids[at];
      sum += this.chosenWeights[chosen++] = weights[at];
    }
    this.chosenCount = chosen;
    this.scale = sum > 0 ? Math.pow(sum, -this.options.pooling) : 0;
  }

  private forward(document: number): void {
    const { dims, denseDropout } = this.options;
    const { input, table, chosen, chosenWeights, measures } = this;
    input.fill(0);
    for (let i = 0; i < this.chosenCount; i++) {
      const row = chosen[i] * dims;
      const weight = chosenWeights[i] * this.scale;
      for (let d = 0; d < dims; d++) input[d] += weight * table[row + d];
    }
    const raw = document * measures;
    for (let f = 0; f < measures; f++) {
      const value = (this.documents.dense[raw + f] - this.dense.mean[f]) / this.dense.sd[f];
      input[dims + f] = denseDropout > 0 && this.random() < denseDropout ? 0 : value;
    }
  }

  private learnHead(head: HeadState, label: number, importance: number, rate: number): number {
    const { W, classes, logits, gradientSquares } = head;
    const { input, inputGradient, width } = this;
    logits.set(head.bias);
    for (let d = 0, at = 0; d < width; d++, at += classes) {
      const value = input[d];
      if (value !== 0) for (let c = 0; c < classes; c++) logits[c] += value * W[at + c];
    }
    const loss = this.gradient(head, label, importance);
    for (let d = 0, at = 0; d < width; d++, at += classes) {
      const value = input[d];
      let back = 0;
      for (let c = 0; c < classes; c++) {
        const g = logits[c];
        back += g * W[at + c];
        const slope = g * value;
        gradientSquares[at + c] += slope * slope;
        W[at + c] -= rate * slope / Math.sqrt(gradientSquares[at + c] + ADAGRAD_EPSILON);
      }
      inputGradient[d] += back;
    }
    for (let c = 0; c < classes; c++) {
      head.biasSquares[c] += logits[c] * logits[c];
      head.bias[c] -= rate * logits[c] / Math.sqrt(head.biasSquares[c] + ADAGRAD_EPSILON);
    }
    return loss;
  }

  /** Turns the logits into the loss gradient in place: label cross-entropy, smoothed, and the family's. */
  private gradient(head: HeadState, label: number, importance: number): number {
    const { logits, classes, familyOf, familyMass } = head;
    const { familyLoss, labelSmoothing } = this.options;
    softmax(logits);
    familyMass.fill(0);
    for (let c = 0; c < classes; c++) familyMass[familyOf[c]] += logits[c];
    const family = familyOf[label];
    const mass = Math.max(1e-9, familyMass[family]);
    const labelLoss = -Math.log(Math.max(1e-9, logits[label]));
    const smooth = labelSmoothing / classes;
    for (let c = 0; c < classes; c++) {
      const probability = logits[c];
      const target = (c === label ? 1 - labelSmoothing : 0) + smooth;
      const familyTarget = familyOf[c] === family ? probability / mass : 0;
      logits[c] = importance * ((1 - familyLoss) * (probability - target) + familyLoss * (probability - familyTarget));
    }
    return importance * ((1 - familyLoss) * labelLoss - familyLoss * Math.log(mass));
  }

  private updateTable(rate: number): void {
    const { dims, decay } = this.options;
    const { table, rowSquares, inputGradient, chosen, chosenWeights } = this;
    let energy = 0;
    for (let d = 0; d < dims; d++) energy += inputGradient[d] * inputGradient[d];
    energy /= dims;
    for (let i = 0; i < this.chosenCount; i++) {
      const id = chosen[i];
      const weight = chosenWeights[i] * this.scale;
      rowSquares[id] += weight * weight * energy;
      const pace = rate / Math.sqrt(rowSquares[id] + ADAGRAD_EPSILON * 1e-4);
      const shrink = 1 - pace * decay;
      for (let d = 0, at = id * dims; d < dims; d++, at++) table[at] = table[at] * shrink - pace * weight * inputGradient[d];
    }
  }

  private average(): void {
    this.averaged++;
    const share = 1 / this.averaged;
    for (const head of this.heads) {
      blend(head.averageW, head.W, share);
      blend(head.averageBias, head.bias, share);
    }
  }

  result(labels: HeadLabels): BagWeights {
    const heads: Record<string, BagHead> = {};
    for (const head of this.heads) heads[head.name] = { ...labels[head.name], W: head.averageW, bias: head.averageBias, temperature: 1 };
    const { rows, dims, pooling } = this.options;
    return { rows, dims, table: this.table, pooling, dense: this.dense, heads };
  }
}

function blend(average: Float32Array, current: Float32Array, share: number): void {
  for (let i = 0; i < average.length; i++) average[i] += (current[i] - average[i]) * share;
}

function softmax(values: Float32Array): void {
  let top = -Infinity;
  for (let c = 0; c < values.length; c++) if (values[c] > top) top = values[c];
  let sum = 0;
  for (let c = 0; c < values.length; c++) sum += values[c] = Math.exp(values[c] - top);
  for (let c = 0; c < values.length; c++) values[c] /= sum;
}

function shuffled(count: number, random: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
