import { type Graph } from '../onnx/graph';

/** The six parameter tensors of the network, in the order in which every graph and array of the lab holds them. */
export const PARAMETERS = ['W1', 'b1', 'W2', 'b2', 'W3', 'b3'] as const;

/** Symbolic dimensions of PARAMETERS, so that one graph serves every size of network. */
export const PARAMETER_DIMS = [['inputs', 'hidden'], ['hidden'], ['hidden', 'hidden'], ['hidden'], ['hidden', 'outputs'], ['outputs']];

/** Values of one forward pass: activations after ReLU [batch, hidden] and logits [batch, outputs]. */
export interface Activations { hidden1: string; hidden2: string; logits: string }

/** Names of the mean loss (a scalar) and of its gradients, one per entry of PARAMETERS. */
export interface Gradients { loss: string; gradients: string[] }

/** What the loss is measured against: probabilities [batch, outputs], a mask [outputs] of 0 or a large negative number, 1/batch. */
export interface Target { probabilities: string; mask: string; scale: string }

/** Bytes 0..255 as numbers in [-1, 1], the way the paper's script scales its images. */
export function scalePixels(graph: Graph, bytes: string): string {
  return graph.node('Sub', [graph.node('DequantizeLinear', [bytes, graph.scalar(2 / 255)]), graph.scalar(1)]);
}

/** Two hidden layers with ReLU and a linear output: x [batch, inputs] to logits. */
export function forward(graph: Graph, x: string, [w1, b1, w2, b2, w3, b3]: string[]): Activations {
  const hidden1 = graph.node('Relu', [graph.node('Gemm', [x, w1, b1])]);
  const hidden2 = graph.node('Relu', [graph.node('Gemm', [hidden1, w2, b2])]);
  return { hidden1, hidden2, logits: graph.node('Gemm', [hidden2, w3, b3]) };
}

/**
 * Cross-entropy of the masked softmax against target probabilities, and its gradients by hand-written backpropagation. For
 * cross-entropy and for Kullback-Leibler divergence alike the gradient at the logits is p - t, so one graph serves both.
 */
export function backward(graph: Graph, x: string, parameters: string[], target: Target): Gradients {
  const { hidden1, hidden2, logits } = forward(graph, x, parameters);
  const masked = graph.node('Add', [logits, target.mask]);
  const error = graph.node('Mul', [graph.node('Sub', [graph.node('Softmax', [masked]), target.probabilities]), target.scale]);
  const agreement = graph.node('Mul', [target.probabilities, graph.node('LogSoftmax', [masked])]);
  const total = graph.node('ReduceSum', [agreement], { keepdims: 0 });
  const loss = graph.node('Neg', [graph.node('Mul', [total, target.scale])]);
  const error2 = throughRelu(graph, error, parameters[4], hidden2);
  const error1 = throughRelu(graph, error2, parameters[2], hidden1);
  return { loss, gradients: [...layer(graph, x, error1), ...layer(graph, hidden1, error2), ...layer(graph, hidden2, error)] };
}

/** Gradients of a layer's weights and biases from its input and the error at its output. */
function layer(graph: Graph, input: string, error: string): [string, string] {
  return [graph.node('Gemm', [input, error], { transA: 1 }), graph.node('ReduceSum', [error, graph.ints(0)], { keepdims: 0 })];
}

/** The error before a ReLU; Where is vectorised in ONNX Runtime, Sign is not. */
function throughRelu(graph: Graph, error: string, weights: string, activation: string): string {
  const isActive = graph.node('Greater', [activation, graph.scalar(0)]);
  return graph.node('Where', [isActive, graph.node('Gemm', [error, weights], { transB: 1 }), graph.scalar(0)]);
}
