import { type Graph } from '../onnx/graph';
import { type Tape } from '../onnx/tape';

/** Sizes of attention: features per token and heads that share them; `tokens` names an i64 [2] of batch and length. */
export interface AttentionShape { width: number; heads: number; tokens: string; mask: string }

/** Queries, keys and values as [batch, heads, length, features per head]. */
export interface Heads { q: string; k: string; v: string }

/**
 * Causal self-attention: packed queries, keys and values [rows, 3 x width] to [rows, width] (Vaswani et al. 2017). The mask
 * [length, length] is 0 where a token may look and a large negative number elsewhere.
 */
export function attention(tape: Tape, packed: string, shape: AttentionShape): string {
  const { graph } = tape, scale = graph.scalar(Math.sqrt(shape.heads / shape.width));
  const { q, k, v } = splitHeads(graph, packed, shape);
  const weights = attentionWeights(graph, q, k, shape);
  return tape.record(joinHeads(graph, graph.node('MatMul', [weights, v]), shape), gradient => {
    const error = toHeads(graph, gradient, shape);
    const slope = graph.node('MatMul', [error, flip(graph, v)]);
    const mean = graph.node('ReduceSum', [graph.node('Mul', [slope, weights]), graph.ints(-1)]);
    const score = graph.node('Mul', [graph.node('Mul', [weights, graph.node('Sub', [slope, mean])]), scale]);
    const parts = [graph.node('MatMul', [score, k]), graph.node('MatMul', [flip(graph, score), q]), graph.node('MatMul', [flip(graph, weights), error])];
    const joined = parts.map(part => joinHeads(graph, part, shape));
    return [[packed, graph.node('Concat', joined, { axis: 1 })]];
  });
}

/** What each token looks at: softmax over the keys, [batch, heads, length, keys]. */
export function attentionWeights(graph: Graph, q: string, k: string, { width, heads, mask }: AttentionShape): string {
  const scores = graph.node('Mul', [graph.node('MatMul', [q, flip(graph, k)]), graph.scalar(Math.sqrt(heads / width))]);
  return graph.node('Softmax', [graph.node('Add', [scores, mask])]);
}

/** Packed rows [rows, 3 x width] as heads. */
export function splitHeads(graph: Graph, packed: string, shape: AttentionShape): Heads {
  const [q, k, v] = graph.operator('Split', [packed], { axis: 1 }, ['q', 'k', 'v'].map(part => `${packed}.${part}`))
    .map(part => toHeads(graph, part, shape));
  return { q, k, v };
}

/** [batch, heads, length, features per head] back to [rows, width]. */
export function joinHeads(graph: Graph, heads: string, { width }: AttentionShape): string {
  return graph.node('Reshape', [graph.node('Transpose', [heads], { perm: [0, 2, 1, 3] }), graph.ints(-1, width)]);
}

function toHeads(graph: Graph, rows: string, { width, heads, tokens }: AttentionShape): string {
  const sizes = graph.node('Concat', [tokens, graph.ints(heads, width / heads)], { axis: 0 });
  return graph.node('Transpose', [graph.node('Reshape', [rows, sizes])], { perm: [0, 2, 1, 3] });
}

/** The last two axes exchanged. */
function flip(graph: Graph, value: string): string {
  return graph.node('Transpose', [value], { perm: [0, 1, 3, 2] });
}
