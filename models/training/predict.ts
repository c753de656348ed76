/** Log-probabilities of a bag model in plain TypeScript, for training and evaluation without an ONNX session. */
import type { BagHead, BagWeights } from '../../extension/core/fingerprint/bag-model';
import type { BagDocuments } from './fit';

/** Pooled embedding and clamped standardised measures of every document: [count x (dims + measures)]. */
export function bagInputs(weights: BagWeights, documents: Pick<BagDocuments, 'count' | 'offsets' | 'ids' | 'weights' | 'dense'>): Float32Array {
  const width = weights.dims + weights.dense.names.length;
  const inputs = new Float32Array(documents.count * width);
  for (let d = 0; d < documents.count; d++) fillInput(weights, documents, d, inputs.subarray(d * width, (d + 1) * width));
  return inputs;
}

function fillInput({ dims, table, pooling, dense }: BagWeights, documents: Pick<BagDocuments, 'offsets' | 'ids' | 'weights' | 'dense'>, document: number, input: Float32Array): void {
  const end = documents.offsets[document + 1];
  let sum = 0;
  for (let at = documents.offsets[document]; at < end; at++) {
    const weight = documents.weights[at];
    const row = documents.ids[at] * dims;
    sum += weight;
    for (let i = 0; i < dims; i++) input[i] += weight * table[row + i];
  }
  const scale = sum > 0 ? Math.pow(sum, -pooling) : 0;
  for (let i = 0; i < dims; i++) input[i] *= scale;
  const measures = dense.names.length;
  for (let f = 0; f < measures; f++) input[dims + f] = (documents.dense[document * measures + f] - dense.mean[f]) / dense.sd[f];
}

/** Log-probabilities per label of one head: [count x labels]. */
export function headLogProbabilities(head: BagHead, inputs: Float32Array): Float32Array {
  const classes = head.labels.length;
  const width = head.W.length / classes;
  const count = inputs.length / width;
  const logits = new Float32Array(count * classes);
  for (let d = 0; d < count; d++) {
    const row = logits.subarray(d * classes, (d + 1) * classes);
    row.set(head.bias);
    for (let i = 0; i < width; i++) {
      const value = inputs[d * width + i];
      if (value !== 0) for (let c = 0, at = i * classes; c < classes; c++, at++) row[c] += value * head.W[at];
    }
    normalise(row, head.temperature);
  }
  return logits;
}

function normalise(row: Float32Array, temperature: number): void {
  let top = -Infinity;
  for (let c = 0; c < row.length; c++) top = Math.max(top, row[c] /= temperature);
  let sum = 0;
  for (let c = 0; c < row.length; c++) sum += Math.exp(row[c] - top);
  const norm = top + Math.log(sum);
  for (let c = 0; c < row.length; c++) row[c] -= norm;
}

/** Log of the summed probability per family: [families]; `familyOf` maps labels to families. */
export function familyLogProbabilities(logProbabilities: ArrayLike<number>, familyOf: ArrayLike<number>, families: number): Float64Array {
  let top = -Infinity;
  for (let c = 0; c < logProbabilities.length; c++) top = Math.max(top, logProbabilities[c]);
  const sums = new Float64Array(families);
  for (let c = 0; c < logProbabilities.length; c++) sums[familyOf[c]] += Math.exp(logProbabilities[c] - top);
  return sums.map(sum => top + Math.log(sum));
}
