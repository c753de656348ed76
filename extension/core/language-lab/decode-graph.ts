import { Graph, modelBytes } from '../onnx/graph';
import { Tape } from '../onnx/tape';
import { attentionWeights, joinHeads, splitHeads } from './attention';
import { logitsOf, maskConstant, parameterCount, range, residual, unpack, type TransformerShape } from './transformer';

/** Names of the remembered keys and values of the blocks. */
export const cacheNames = ({ layers }: TransformerShape): string[] => Array.from({ length: layers }, (_, i) => [`keys${i}`, `values${i}`]).flat();

/**
 * The next token's logits, with keys and values of the tokens before remembered. Inputs: parameters, tokens i32 [batch, new] and
 * cacheNames f32 [batch, heads, past, features per head]. Outputs: logits f32 [batch, vocabulary] after the last token and the caches
 * with the new tokens, as <name>.next.
 */
export function decodeModel(shape: TransformerShape): Uint8Array {
  const graph = new Graph('decode'), tape = new Tape(graph), { heads, width } = shape;
  const weights = unpack(tape, graph.input('parameters', 'float32', [parameterCount(shape)]), shape);
  const tokens = graph.input('tokens', 'int32', ['batch', 'new']), size = graph.node('Shape', [tokens]);
  const caches = cacheNames(shape).map(name => graph.input(name, 'float32', ['batch', heads, 'past', width / heads]));
  const past = graph.node('Gather', [graph.node('Shape', [caches[0]]), graph.scalarInt(2)]);
  const end = graph.node('Add', [past, graph.node('Gather', [size, graph.scalarInt(1)])]);
  const mask = maskOf(graph, shape, past, end);
  const flat = (value: string) => graph.node('Reshape', [value, graph.ints(-1)]);
  const x = residual(tape, weights, flat(tokens), flat(graph.node('Expand', [range(graph, past, end), size])), shape.layers, (packed, i) => {
    const parts = splitHeads(graph, packed, { ...shape, tokens: size, mask });
    const [k, v] = [parts.k, parts.v].map((part, j) => graph.node('Concat', [caches[2 * i + j], part], { axis: 2 }, `${caches[2 * i + j]}.next`));
    return joinHeads(graph, graph.node('MatMul', [attentionWeights(graph, parts.q, k, { ...shape, tokens: size, mask }), v]), { ...shape, tokens: size, mask });
  });
  const rows = graph.node('Reshape', [x, graph.node('Concat', [size, graph.ints(width)], { axis: 0 })]);
  const logits = logitsOf(tape, weights, graph.node('Gather', [rows, graph.scalarInt(-1)], { axis: 1 }));
  graph.output(graph.node('Identity', [logits], {}, 'logits'), 'float32', ['batch', shape.vocabulary]);
  for (const name of caches) graph.output(`${name}.next`, 'float32', ['batch', heads, 'total', width / heads]);
  return modelBytes(graph);
}

/** Rows of the new tokens, columns of all so far; `past` and `end` are i64 scalars. */
function maskOf(graph: Graph, { positions }: TransformerShape, past: string, end: string): string {
  const one = (value: string) => graph.node('Unsqueeze', [value, graph.ints(0)]);
  const starts = graph.node('Concat', [one(past), graph.ints(0)], { axis: 0 });
  return graph.node('Slice', [maskConstant(graph, positions), starts, graph.node('Concat', [one(end), one(end)], { axis: 0 })]);
}
