import { type Graph } from '../onnx/graph';
import { type Tape } from '../onnx/tape';
import { attention } from './attention';
import { add, layerNorm, linear, project, relu, rowsOf } from './layers';

/** Sizes of a decoder-only transformer: tokens it knows, features per token, blocks, heads per block, longest text in tokens. */
export interface TransformerShape { vocabulary: number; width: number; layers: number; heads: number; positions: number }

/** One tensor of a transformer: where it lies in the one vector that holds all of them. */
export interface ParameterSlot { name: string; dims: number[]; start: number; length: number }

/** Units of the hidden layer of a block for each feature, as in most transformers. */
const EXPANSION = 4;
/** Far below any score, so that a later token is not looked at. */
const HIDDEN = -1e9;

/**
 * The tensors in the order in which one vector holds them: embedding (which is the output head too), positions, the blocks, the last
 * norm. One vector keeps the optimiser at a handful of operations and makes directions between models plain arithmetic.
 */
export function parameterSlots({ vocabulary, width, layers, positions }: TransformerShape): ParameterSlot[] {
  const inner = EXPANSION * width, norm = (name: string): [string, number[]][] => [[`${name}.scale`, [width]], [`${name}.shift`, [width]]];
  const matrix = (name: string, from: number, to: number): [string, number[]][] => [[`${name}.weight`, [from, to]], [`${name}.bias`, [to]]];
  const blocks = Array.from({ length: layers }, (_, i) => [
    ...norm(`block${i}.attention.norm`), ...matrix(`block${i}.attention.in`, width, 3 * width), ...matrix(`block${i}.attention.out`, width, width),
    ...norm(`block${i}.mlp.norm`), ...matrix(`block${i}.mlp.in`, width, inner), ...matrix(`block${i}.mlp.out`, inner, width),
  ]).flat();
  const tensors: [string, number[]][] = [['embedding', [vocabulary, width]], ['positions', [positions, width]], ...blocks, ...norm('last.norm')];
  let start = 0;
  return tensors.map(([name, dims]) => {
    const length = dims.reduce((product, dim) => product * dim, 1);
    start += length;
    return { name, dims, start: start - length, length };
  });
}

/** How many values a transformer has. */
export const parameterCount = (shape: TransformerShape): number => parameterSlots(shape).reduce((sum, { length }) => sum + length, 0);

/** The tensors as graph values, cut from the vector `parameters`; recorded, so that gradients come back as one vector. */
export function unpack(tape: Tape, parameters: string, shape: TransformerShape): Map<string, string> {
  const { graph } = tape, slots = parameterSlots(shape);
  const parts = graph.operator('Split', [parameters, graph.ints(...slots.map(({ length }) => length))], { axis: 0 }, slots.map(({ name }) => `${name}.flat`));
  return new Map(slots.map(({ name, dims }, i) => [name, graph.node('Reshape', [parts[i], graph.ints(...dims)], {}, name)]));
}

/** Gradients of the tensors as one vector in the order of parameterSlots. */
export function packGradients(tape: Tape, loss: string, shape: TransformerShape): string {
  const { graph } = tape, gradients = tape.gradientsOf(loss, parameterSlots(shape).map(({ name }) => name));
  return graph.node('Concat', gradients.map(gradient => graph.node('Reshape', [gradient, graph.ints(-1)])), { axis: 0 });
}

/** How a block's packed queries, keys and values [rows, 3 x width] become what it has read [rows, width]. */
export type Attend = (packed: string, block: number) => string;

/** Tokens i32 [rows] at positions i32 [rows] to the last block's output [rows, width], before the last norm. */
export function residual(tape: Tape, weights: Map<string, string>, tokens: string, positions: string, layers: number, attend: Attend): string {
  const at = (name: string) => weights.get(name) ?? '';
  let x = add(tape, rowsOf(tape, at('embedding'), tokens), rowsOf(tape, at('positions'), positions));
  for (let i = 0; i < layers; i++) {
    const norm = (part: string) => layerNorm(tape, x, at(`block${i}.${part}.norm.scale`), at(`block${i}.${part}.norm.shift`));
    const dense = (part: string, input: string) => linear(tape, input, at(`block${i}.${part}.weight`), at(`block${i}.${part}.bias`));
    x = add(tape, x, dense('attention.out', attend(dense('attention.in', norm('attention')), i)));
    x = add(tape, x, dense('mlp.out', relu(tape, dense('mlp.in', norm('mlp')))));
  }
  return x;
}

/** Logits [rows, vocabulary] from the last block's output: norm, then the embedding as output head. */
export function logitsOf(tape: Tape, weights: Map<string, string>, x: string): string {
  const at = (name: string) => weights.get(name) ?? '';
  return project(tape, layerNorm(tape, x, at('last.norm.scale'), at('last.norm.shift')), at('embedding'));
}

/** The whole texts tokens i32 [batch, length] through the blocks: [batch x length, width]. */
export function readTexts(tape: Tape, weights: Map<string, string>, tokens: string, shape: TransformerShape): string {
  const { graph } = tape, size = graph.node('Shape', [tokens]);
  const flat = (value: string) => graph.node('Reshape', [value, graph.ints(-1)]);
  const positions = flat(graph.node('Expand', [range(graph, graph.scalarInt(0), graph.node('Gather', [size, graph.scalarInt(1)])), size]));
  const mask = causalMask(graph, shape.positions, graph.node('Gather', [size, graph.ints(1)]));
  return residual(tape, weights, flat(tokens), positions, shape.layers, packed => attention(tape, packed, { ...shape, tokens: size, mask }));
}

/** The numbers from `start` up to `end`, both i64 scalars. */
export function range(graph: Graph, start: string, end: string): string {
  return graph.node('Range', [start, end, graph.scalarInt(1)]);
}

/** The mask [length, length] cut from that of the longest text; `length` is an i64 [1]. */
function causalMask(graph: Graph, positions: number, length: string): string {
  const mask = maskConstant(graph, positions);
  return graph.node('Slice', [mask, graph.ints(0, 0), graph.node('Concat', [length, length], { axis: 0 })]);
}

/** Which token (row) may look at which (column): 0 where it may. */
export function maskConstant(graph: Graph, positions: number): string {
  const mask = Float32Array.from({ length: positions ** 2 }, (_, i) => i % positions > Math.floor(i / positions) ? HIDDEN : 0);
  return graph.constant('float32', mask, [positions, positions]);
}
