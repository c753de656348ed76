/** Scores of number documents under trained weights, in plain TypeScript: what the graph computes. */
import type { BagHead, BagWeights } from '../../extension/core/fingerprint/bag-model';
import { numberStatistics } from '../../extension/core/fingerprint/number-model';
import type { ChannelLabels } from '../../extension/core/fingerprint/score';
import type { Split } from './corpus';
import { softmaxInPlace } from './fit-linear';
import { measuresOf, type NumberData, type NumberOrigin } from './numbers-data';
import type { HeldOutRow } from './sets';

/** A scored document; `weight` makes models count alike. */
export interface ScoredRow extends HeldOutRow { weight: number; origin: NumberOrigin; index: number; shown: Shown }

/** What part of a document is shown. */
export interface Shown { prompt: boolean; format: boolean }
const ALL: Shown = { prompt: true, format: true };

/** Pooled sum of a document's table rows: [dims]. */
export function pooled({ table, dims }: BagWeights, { documents }: NumberData, index: number, shown: Shown = ALL): Float64Array {
  const out = new Float64Array(dims);
  const add = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const row = documents.ids[i] * dims;
      for (let d = 0; d < dims; d++) out[d] += documents.weights[i] * table[row + d];
    }
  };
  add(documents.starts[index], documents.integersEnd[index]);
  if (shown.prompt) add(documents.integersEnd[index], documents.promptEnd[index]);
  if (shown.format) add(documents.promptEnd[index], documents.starts[index + 1]);
  return out;
}

/** Calibrated logits of one head. */
export function headLogits({ W, bias, labels, temperature }: BagHead, input: Float64Array): Float64Array {
  const out = Float64Array.from(bias);
  for (let d = 0; d < input.length; d++) {
    if (input[d] !== 0) for (let c = 0; c < labels.length; c++) out[c] += input[d] * W[d * labels.length + c];
  }
  return out.map(logit => logit / temperature);
}

/** Log-probabilities of the labels. */
export function logProbabilities(logits: Float64Array): Float64Array {
  const p = logits.slice();
  softmaxInPlace(p);
  return p.map(value => Math.log(Math.max(value, 1e-12)));
}

const perFamily = (log: Float64Array, { families, familyOfModel }: ChannelLabels): Float32Array =>
  Float32Array.from(families, (_, f) => Math.log(log.reduce((sum, value, c) => sum + (familyOfModel[c] === f ? Math.exp(value) : 0), 1e-12)));

/** Scores every chosen document as the product would. */
export function scoreNumbers(weights: BagWeights, data: NumberData, labels: ChannelLabels, choose: (index: number) => boolean, shown: Shown = ALL): ScoredRow[] {
  const chosen = data.origins.map((_, i) => i).filter(choose);
  const counts = new Map<string, number>();
  for (const i of chosen) counts.set(data.origins[i].model, (counts.get(data.origins[i].model) ?? 0) + 1);
  return chosen.map((index): ScoredRow => {
    const origin = data.origins[index];
    const input = pooled(weights, data, index, shown);
    const integers = headLogits(weights.heads.integers, input);
    const model = logProbabilities(headLogits(weights.heads.numbers, input));
    const score = {
      channel: 'numbers' as const, modelLogProb: Float32Array.from(model), familyLogProb: perFamily(model, labels),
      contentLogProb: perFamily(logProbabilities(integers), labels), contentModelLogProb: Float32Array.from(logProbabilities(integers)), unfamiliar: 0, statistics: numberStatistics(measuresOf(data, index), integers),
    };
    const weight = chosen.length / counts.size / (counts.get(origin.model) ?? 1);
    return { score, family: origin.family, model: origin.model, group: `${origin.model} ${origin.source} ${origin.kind}${shown.prompt ? '' : ' without prompt'}`, weight, origin, index, shown };
  });
}

/** Rows of one part of the split, each with its prompt and, where it has one, without. */
export function scorePart(weights: BagWeights, data: NumberData, labels: ChannelLabels, part: Split): ScoredRow[] {
  const { integersEnd, promptEnd } = data.documents;
  return [
    ...scoreNumbers(weights, data, labels, i => data.origins[i].part === part),
    ...scoreNumbers(weights, data, labels, i => data.origins[i].part === part && promptEnd[i] > integersEnd[i], { prompt: false, format: true }),
  ];
}
