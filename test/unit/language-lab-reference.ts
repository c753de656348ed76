import { parameterSlots, type TransformerShape } from '../../extension/core/language-lab/transformer';
import type { Lesson } from '../../extension/core/language-lab/engine';

/** A transformer in float64, written from its definition and independent of the graphs: logits [length][vocabulary] of one text. */
export function referenceLogits(parameters: Float64Array, tokens: ArrayLike<number>, shape: TransformerShape): number[][] {
  const slots = new Map(parameterSlots(shape).map(slot => [slot.name, slot]));
  const vector = (name: string) => { const slot = slots.get(name)!; return [...parameters.subarray(slot.start, slot.start + slot.length)]; };
  const matrix = (name: string) => { const [, columns] = slots.get(name)!.dims, flat = vector(name); return Array.from({ length: flat.length / columns }, (_, i) => flat.slice(i * columns, (i + 1) * columns)); };
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const dense = (x: number[], name: string) => { const weight = matrix(`${name}.weight`); return vector(`${name}.bias`).map((bias, j) => bias + x.reduce((sum, value, i) => sum + value * weight[i][j], 0)); };
  const norm = (x: number[], name: string) => {
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length, variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
    const scale = vector(`${name}.scale`), shift = vector(`${name}.shift`);
    return x.map((value, i) => (value - mean) / Math.sqrt(variance + 1e-5) * scale[i] + shift[i]);
  };
  const embedding = matrix('embedding'), positions = matrix('positions'), size = shape.width / shape.heads;
  let x = Array.from(tokens, (token, t) => embedding[token].map((value, i) => value + positions[t][i]));
  for (let block = 0; block < shape.layers; block++) {
    const packed = x.map(row => dense(norm(row, `block${block}.attention.norm`), `block${block}.attention.in`));
    const read = packed.map((row, t) => Array.from({ length: shape.heads }, (_, head) => {
      const part = (values: number[], kind: number) => values.slice(kind * shape.width + head * size, kind * shape.width + (head + 1) * size);
      const scores = packed.slice(0, t + 1).map(other => dot(part(row, 0), part(other, 1)) / Math.sqrt(size));
      const top = Math.max(...scores), exps = scores.map(score => Math.exp(score - top)), sum = exps.reduce((a, b) => a + b, 0);
      return Array.from({ length: size }, (_unused, i) => exps.reduce((total, e, s) => total + e / sum * part(packed[s], 2)[i], 0));
    }).flat());
    x = x.map((row, t) => { const out = dense(read[t], `block${block}.attention.out`); return row.map((value, i) => value + out[i]); });
    x = x.map(row => {
      const out = dense(dense(norm(row, `block${block}.mlp.norm`), `block${block}.mlp.in`).map(value => Math.max(0, value)), `block${block}.mlp.out`);
      return row.map((value, i) => value + out[i]);
    });
  }
  return x.map(row => { const last = norm(row, 'last.norm'); return embedding.map(entry => dot(last, entry)); });
}

/** Natural logarithms of the softmax of one row. */
export function logSoftmax(logits: number[]): number[] {
  const top = Math.max(...logits), log = top + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - top), 0));
  return logits.map(value => value - log);
}

/** The weighted cross-entropy of a lesson in float64. */
export function referenceLoss(parameters: Float64Array, lesson: Lesson, shape: TransformerShape): number {
  const { tokens, length, rows, targets, weights } = lesson, texts = tokens.length / length;
  const logs = Array.from({ length: texts }, (_, i) => referenceLogits(parameters, tokens.subarray(i * length, (i + 1) * length), shape).map(logSoftmax)).flat();
  let loss = 0;
  rows.forEach((row, i) => logs[row].forEach((log, token) => { loss -= weights[i] * targets[i * shape.vocabulary + token] * log; }));
  return loss;
}
