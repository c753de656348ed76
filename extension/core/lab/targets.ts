import { DIGITS } from './network';

/** Which logits a loss looks at. */
export type LogitChoice = 'digits' | 'auxiliary' | 'all';

/** Far below any logit, so that a masked one has probability zero. */
const MASKED = -1e9;

/** Added to the logits before the softmax: 0 where the loss looks, a large negative number elsewhere. */
export function maskOf(choice: LogitChoice, outputs: number): Float32Array {
  return Float32Array.from({ length: outputs }, (_, i) => choice === 'all' || (i < DIGITS) === (choice === 'digits') ? 0 : MASKED);
}

/** Certainty of the right digit: [labels, outputs]. */
export function oneHot(labels: Uint8Array, outputs: number): Float32Array {
  const targets = new Float32Array(labels.length * outputs);
  labels.forEach((label, i) => { targets[i * outputs + label] = 1; });
  return targets;
}

/** Softmax of each row of logits plus mask, in place. */
export function softmaxRows(logits: Float32Array, mask: Float32Array): void {
  const outputs = mask.length;
  for (let start = 0; start < logits.length; start += outputs) {
    let top = -Infinity, sum = 0;
    for (let i = 0; i < outputs; i++) top = Math.max(top, logits[start + i] + mask[i]);
    for (let i = 0; i < outputs; i++) sum += logits[start + i] = Math.exp(logits[start + i] + mask[i] - top);
    for (let i = 0; i < outputs; i++) logits[start + i] /= sum;
  }
}

/** Mean entropy of the rows in nats: what cross-entropy with these targets cannot go below, so that their difference is the divergence. */
export function meanEntropy(targets: Float32Array, outputs: number): number {
  let sum = 0;
  for (const p of targets) if (p > 0) sum -= p * Math.log(p);
  return sum * outputs / targets.length;
}

/** Share of the rows whose highest digit logit is the label's. */
export function accuracyOf(logits: Float32Array, labels: Uint8Array, outputs: number): number {
  let right = 0;
  labels.forEach((label, row) => {
    const scores = logits.subarray(row * outputs, row * outputs + DIGITS);
    if (scores.every(score => score <= scores[label])) right++;
  });
  return right / labels.length;
}
