/** Temperature and bias of the model heads, fitted on validation so that stated probabilities are realised ones. */
import type { BagHead, BagWeights } from '../../extension/core/fingerprint/bag-model';
import { softmaxInPlace } from './fit-linear';
import type { NumberData } from './numbers-data';
import { headLogits, pooled } from './numbers-scores';

interface Example { logits: Float64Array; label: number; weight: number }

const STEPS = 300;
const RATE = 0.5;
/** Pulls the bias towards the trained one: some models have few validation prompts. */
const BIAS_DECAY = 0.002;

/** Calibrates the heads `integers` and `numbers` in place, with the prompt shown and hidden alike. */
export function calibrate(weights: BagWeights, data: NumberData): void {
  const chosen = data.origins.map((_, i) => i).filter(i => data.origins[i].part === 'validation');
  const inputs = chosen.flatMap(index => [true, false].map(prompt => ({ index, input: pooled(weights, data, index, { prompt, format: true }) })));
  for (const name of ['integers', 'numbers']) {
    const head = weights.heads[name];
    const counts = new Map<string, number>();
    for (const { index } of inputs) counts.set(data.origins[index].model, (counts.get(data.origins[index].model) ?? 0) + 1);
    fitHead(head, inputs.map(({ index, input }) => ({
      logits: headLogits(head, input), label: head.labels.indexOf(data.origins[index].model), weight: 1 / counts.size / (counts.get(data.origins[index].model) ?? 1),
    })));
  }
}

/** Gradient descent on the balanced cross-entropy over one slope and one bias per label. */
function fitHead(head: BagHead, examples: Example[]): void {
  const classes = head.labels.length;
  let slope = 1;
  const shift = new Float64Array(classes);
  const p = new Float64Array(classes);
  for (let step = 0; step < STEPS; step++) {
    let slopeGradient = 0;
    const gradient = shift.map(value => BIAS_DECAY * value);
    for (const { logits, label, weight } of examples) {
      for (let c = 0; c < classes; c++) p[c] = slope * logits[c] + shift[c];
      softmaxInPlace(p);
      p[label] -= 1;
      for (let c = 0; c < classes; c++) {
        gradient[c] += weight * p[c];
        slopeGradient += weight * p[c] * logits[c];
      }
    }
    slope -= RATE * 0.1 * slopeGradient;
    for (let c = 0; c < classes; c++) shift[c] -= RATE * gradient[c] * classes * 0.2;
  }
  head.temperature = 1 / slope;
  for (let c = 0; c < classes; c++) head.bias[c] += shift[c] / slope;
}
