import { type Tape } from '../onnx/tape';

/**
 * The operations of a small transformer, each with its gradient. Matrices are row-major; `rows` stands for batch x length. All take
 * names of graph values and return one.
 */

/** x [rows, in] times w [in, out] plus b [out]. */
export function linear(tape: Tape, x: string, w: string, b: string): string {
  const { graph } = tape;
  return tape.record(graph.node('Gemm', [x, w, b]), gradient => [
    [x, graph.node('Gemm', [gradient, w], { transB: 1 })],
    [w, graph.node('Gemm', [x, gradient], { transA: 1 })],
    [b, graph.node('ReduceSum', [gradient, graph.ints(0)], { keepdims: 0 })],
  ]);
}

/** x [rows, width] against every row of table [entries, width]: the output head that shares its weights with the embedding. */
export function project(tape: Tape, x: string, table: string): string {
  const { graph } = tape;
  return tape.record(graph.node('Gemm', [x, table], { transB: 1 }), gradient => [
    [x, graph.node('Gemm', [gradient, table])],
    [table, graph.node('Gemm', [gradient, x], { transA: 1 })],
  ]);
}

/** The larger of x and 0. */
export function relu(tape: Tape, x: string): string {
  const { graph } = tape, output = graph.node('Relu', [x]);
  return tape.record(output, gradient => [[x, graph.node('Where', [graph.node('Greater', [output, graph.scalar(0)]), gradient, graph.scalar(0)])]]);
}

/** a plus b, of one shape. */
export function add(tape: Tape, a: string, b: string): string {
  return tape.record(tape.graph.node('Add', [a, b]), gradient => [[a, gradient], [b, gradient]]);
}

/** Rows of table [entries, width] by their numbers i32 [count]; a row taken twice gets both gradients. */
export function rowsOf(tape: Tape, table: string, numbers: string): string {
  const { graph } = tape;
  return tape.record(graph.node('Gather', [table, numbers]), gradient => {
    const zeros = graph.node('Mul', [table, graph.scalar(0)]);
    const indices = graph.node('Unsqueeze', [graph.node('Cast', [numbers], { to: 7 }), graph.ints(1)]);
    return [[table, graph.node('ScatterND', [zeros, indices, gradient], { reduction: 'add' })]];
  });
}

/** Each row with mean 0 and variance 1, then times scale plus shift [width] (Ba et al. 2016). */
export function layerNorm(tape: Tape, x: string, scale: string, shift: string): string {
  const { graph } = tape, mean = (value: string) => graph.node('ReduceMean', [value], { axes: [-1] });
  const names = ['y', 'mean', 'deviation'].map(part => `${x}.${part}`);
  const [output, centre, inverse] = graph.operator('LayerNormalization', [x, scale, shift], { axis: -1, epsilon: { float: 1e-5 } }, names);
  return tape.record(output, gradient => {
    const normal = graph.node('Mul', [graph.node('Sub', [x, centre]), inverse]), scaled = graph.node('Mul', [gradient, scale]);
    const along = graph.node('Mul', [normal, mean(graph.node('Mul', [scaled, normal]))]);
    const error = graph.node('Sub', [graph.node('Sub', [scaled, mean(scaled)]), along]);
    return [
      [x, graph.node('Mul', [error, inverse])],
      [scale, graph.node('ReduceSum', [graph.node('Mul', [gradient, normal]), graph.ints(0)], { keepdims: 0 })],
      [shift, graph.node('ReduceSum', [gradient, graph.ints(0)], { keepdims: 0 })],
    ];
  });
}

/**
 * Mean cross-entropy of logits [rows, entries] against rows of probabilities, each row with its weight [rows, 1]: a scalar in nats.
 * Its gradient is the same for a divergence from the probabilities, which differs by a constant.
 */
export function crossEntropy(tape: Tape, logits: string, probabilities: string, weights: string): string {
  const { graph } = tape;
  const agreement = graph.node('Mul', [graph.node('Mul', [graph.node('LogSoftmax', [logits]), probabilities]), weights]);
  return tape.record(graph.node('Neg', [graph.node('ReduceSum', [agreement], { keepdims: 0 })]), gradient => {
    const error = graph.node('Sub', [graph.node('Softmax', [logits]), probabilities]);
    return [[logits, graph.node('Mul', [error, graph.node('Mul', [weights, gradient])])]];
  });
}
