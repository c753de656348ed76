import { Graph, modelBytes } from '../onnx/graph';

/** One linear head: logits = (pooled embedding, standardised dense measures) x W + bias, divided by the temperature. */
export interface BagHead {
  labels: string[];
  /** Root family of each label. */
  families: string[];
  generations: (string | null)[];
  /** [(dims + F) x C], row-major. */
  W: Float32Array;
  bias: Float32Array;
  temperature: number;
}

/** A trained bag model (models/CONTRACT.md): a table of feature rows, pooled by 1 / (sum of weights)^pooling, and its heads. */
export interface BagWeights {
  rows: number;
  dims: number;
  /** [rows x dims], row-major. */
  table: Float32Array;
  pooling: number;
  dense: { names: string[]; mean: Float32Array; sd: Float32Array };
  heads: Record<string, BagHead>;
}

/** What every model file says of its own form; channel-specific metadata stands beside it. */
export interface BagForm {
  format: 1;
  rows: number;
  dims: number;
  pooling: number;
  dense: string[];
  heads: Record<string, { labels: string[]; families: string[]; generations: (string | null)[]; roots: string[] }>;
}

/** Root families of a head in order of first appearance. */
export const rootsOf = (head: { families: string[] }): string[] => [...new Set(head.families)];

/** ONNX file of a bag model. `metadata` is stored as JSON under the key `undertone`, with the form merged in. */
export function bagModelBytes(weights: BagWeights, metadata: object): Uint8Array {
  const { table, scales } = quantise(weights);
  const graph = new Graph('bag');
  const x = pooledInput(graph, weights, table);
  const heads: BagForm['heads'] = {};
  for (const [name, head] of Object.entries(weights.heads)) {
    addHead(graph, x, name, head, scales);
    heads[name] = { labels: head.labels, families: head.families, generations: head.generations, roots: rootsOf(head) };
  }
  const { rows, dims, pooling, dense } = weights;
  const form: BagForm = { format: 1, rows, dims, pooling, dense: dense.names, heads };
  return modelBytes(graph, { undertone: JSON.stringify({ ...metadata, ...form }) });
}

/** Symmetric int8 with one scale per dimension: its largest magnitude maps to 127. */
function quantise({ rows, dims, table }: BagWeights): { table: Int8Array; scales: Float32Array } {
  const scales = new Float32Array(dims);
  for (let i = 0; i < rows * dims; i++) scales[i % dims] = Math.max(scales[i % dims], Math.abs(table[i]) / 127);
  const quantised = new Int8Array(rows * dims);
  for (let i = 0; i < rows * dims; i++) quantised[i] = Math.round(table[i] / (scales[i % dims] || 1));
  return { table: quantised, scales };
}

function pooledInput(graph: Graph, { rows, dims, dense }: BagWeights, table: Int8Array): string {
  const ids = graph.input('ids', 'int32', ['W', 'L']);
  const weights = graph.input('weights', 'uint8', ['W', 'L']);
  const owner = graph.input('owner', 'float32', ['S', 'W']);
  const features = dense.names.length;
  const measures = graph.input('dense', 'float32', ['S', features]);
  const found = graph.node('Gather', [graph.constant('int8', table, [rows, dims], 'table'), ids]);
  const sums = graph.node('MatMulInteger', [graph.node('Unsqueeze', [weights, graph.ints(1)]), found]);
  const flat = graph.node('Cast', [graph.node('Squeeze', [sums, graph.ints(1)])], { to: 1 });
  const pooled = graph.node('MatMul', [owner, flat]);
  if (!features) return pooled;
  const centred = graph.node('Sub', [measures, graph.constant('float32', dense.mean)]);
  return graph.node('Concat', [pooled, graph.node('Div', [centred, graph.constant('float32', dense.sd)])], { axis: 1 });
}

function addHead(graph: Graph, x: string, name: string, head: BagHead, scales: Float32Array): void {
  const labels = head.labels.length, inputs = head.W.length / labels;
  const W = head.W.map((value, i) => value * (i < scales.length * labels ? scales[Math.floor(i / labels)] : 1) / head.temperature);
  const logits = graph.node('Gemm', [x, graph.constant('float32', W, [inputs, labels]),
    graph.constant('float32', head.bias.map(value => value / head.temperature))], {}, `logits_${name}`);
  graph.output(logits, 'float32', ['S', labels]);
  const roots = rootsOf(head);
  const tree = new Float32Array(labels * roots.length);
  head.families.forEach((family, label) => { tree[label * roots.length + roots.indexOf(family)] = 1; });
  graph.node('MatMul', [graph.node('Softmax', [logits], { axis: 1 }), graph.constant('float32', tree, [labels, roots.length])], {}, `families_${name}`);
  graph.output(`families_${name}`, 'float32', ['S', roots.length]);
}
