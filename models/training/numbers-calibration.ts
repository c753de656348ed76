/** Temperature and bias of the model heads, fitted on validation so that stated probabilities are realised ones. */
import type { BagHead, BagWeights } from '../../extension/core/fingerprint/bag-model';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { softmaxInPlace } from './fit-linear';
import type { NumberData } from './numbers-data';
import { headLogits, pooled } from './numbers-scores';

interface Example { logits: Float64Array; label: number; weight: number; records: number }

/** Most validation rows used. */
const MOST_ROWS = 9000;
const STEPS = 200;
const RATE = 0.5;
/** Pulls the bias towards the trained one: some models have few validation prompts. */
const BIAS_DECAY = 0.002;
const SET_SIZE = 20;
const SETS = 100;
/** How evidence of several records adds up: with their number to the power of one less this. */
const SET_EXPONENT = 0.3;

/** Calibrates the heads `integers` and `numbers` in place, with the prompt shown and hidden alike. */
export function calibrate(weights: BagWeights, data: NumberData): void {
  const validation = data.origins.map((_, i) => i).filter(i => data.origins[i].part === 'validation');
  const chosen = validation.filter((_, i) => i % Math.ceil(validation.length / MOST_ROWS) === 0);
  const inputs = chosen.flatMap(index => [true, false].map(prompt => ({ index, input: pooled(weights, data, index, { prompt, format: true }) })));
  for (const name of ['integers', 'numbers'].filter(each => each in weights.heads)) {
    const head = weights.heads[name];
    const counts = new Map<string, number>();
    for (const { index } of inputs) counts.set(data.origins[index].model, (counts.get(data.origins[index].model) ?? 0) + 1);
    fitHead(head, inputs.map(({ index, input }) => ({
      logits: headLogits(head, input), label: head.labels.indexOf(data.origins[index].model), weight: 1 / counts.size / (counts.get(data.origins[index].model) ?? 1), records: 1,
    })));
  }
}

/**
 * Gradient descent on the balanced cross-entropy over one slope and one bias per label, of single records and of sets: a
 * label whose records lose narrowly but always to a sibling would never be named for a set.
 */
function fitHead(head: BagHead, examples: Example[]): void {
  const classes = head.labels.length;
  const all = [...examples, ...setsOf(examples, classes)];
  let slope = 1;
  const shift = new Float64Array(classes);
  const p = new Float64Array(classes);
  for (let step = 0; step < STEPS; step++) {
    let slopeGradient = 0;
    const gradient = shift.map(value => BIAS_DECAY * value);
    for (const { logits, label, weight, records } of all) {
      const unit = records / records ** SET_EXPONENT;
      for (let c = 0; c < classes; c++) p[c] = unit * (slope * logits[c] + shift[c]);
      softmaxInPlace(p);
      p[label] -= 1;
      for (let c = 0; c < classes; c++) {
        gradient[c] += weight * unit * p[c];
        if (records === 1) slopeGradient += weight * p[c] * logits[c];
      }
    }
    slope -= RATE * 0.1 * slopeGradient;
    for (let c = 0; c < classes; c++) shift[c] -= RATE * 0.2 * gradient[c];
  }
  head.temperature = 1 / slope;
  for (let c = 0; c < classes; c++) head.bias[c] += shift[c] / slope;
}

/** Sets of one label's records, their logits averaged. */
function setsOf(examples: Example[], classes: number): Example[] {
  const random = randomFrom(classes);
  return Array.from({ length: classes }, (_, label) => examples.filter(example => example.label === label)).flatMap((pool, label) =>
    Array.from({ length: pool.length ? SETS : 0 }, (): Example => {
      const logits = new Float64Array(classes);
      for (let i = 0; i < SET_SIZE; i++) pool[Math.floor(random() * pool.length)].logits.forEach((value, c) => { logits[c] += value / SET_SIZE; });
      return { logits, label, weight: 1 / SETS / classes, records: SET_SIZE };
    }));
}
