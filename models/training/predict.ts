/** What a bag model's graph computes, in plain TypeScript, for training and evaluation without an ONNX session. */
import type { BagHead, BagWeights } from '../../extension/core/fingerprint/bag-model';
import type { FeatureBag, Logits } from '../../extension/core/fingerprint/bag-session';

/** Calibrated logits of one bag under every head. */
export function bagLogits(weights: BagWeights, bag: FeatureBag): Logits {
  const input = pooledInput(weights, bag);
  return Object.fromEntries(Object.entries(weights.heads).map(([name, head]) => [name, headLogits(head, input)]));
}

/** Pooled embedding, then standardised measures. */
function pooledInput({ dims, table, pooling, dense }: BagWeights, { ids, weights, dense: measures }: FeatureBag): Float32Array {
  const input = new Float32Array(dims + dense.names.length);
  let sum = 0;
  for (let i = 0; i < ids.length; i++) {
    sum += weights[i];
    for (let d = 0, row = ids[i] * dims; d < dims; d++) input[d] += weights[i] * table[row + d];
  }
  const scale = sum > 0 ? sum ** -pooling : 0;
  for (let d = 0; d < dims; d++) input[d] *= scale;
  for (let f = 0; f < dense.names.length; f++) input[dims + f] = (measures[f] - dense.mean[f]) / dense.sd[f];
  return input;
}

function headLogits({ W, bias, labels, temperature }: BagHead, input: Float32Array): Float32Array {
  const classes = labels.length;
  const logits = Float32Array.from(bias);
  for (let i = 0, at = 0; i < input.length; i++) {
    for (let c = 0; c < classes; c++) logits[c] += input[i] * W[at++];
  }
  return logits.map(logit => logit / temperature);
}
