import { adam } from '../onnx/adam';
import { Graph, modelBytes } from '../onnx/graph';
import { Tape } from '../onnx/tape';
import { crossEntropy, rowsOf } from './layers';
import { logitsOf, packGradients, parameterCount, readTexts, unpack, type TransformerShape } from './transformer';

/** How a step is made from a gradient: Adam, or gradient descent with momentum. */
export type Optimiser = 'adam' | 'sgd';

/** Share of the last step that a step of gradient descent keeps. */
const MOMENTUM = 0.9;

/**
 * One training step. Inputs: tokens i32 [batch, length], rows i32 [count] (which of batch x length predict), targets f32
 * [count, vocabulary] (probabilities of the next token), weights f32 [count, 1], rate and guard f32 (adamScalars), and the state
 * parameters, first and second f32 [values]. Outputs: loss f32 and the state as parameters.next, first.next, second.next; gradient
 * descent has no second and no guard.
 */
export function trainModel(shape: TransformerShape, optimiser: Optimiser): Uint8Array {
  const { graph, gradient } = gradientGraph('train', shape), rate = graph.input('rate', 'float32', []);
  const state = optimiser === 'adam' ? ['parameters', 'first', 'second'] : ['parameters', 'first'];
  for (const name of state.slice(1)) graph.input(name, 'float32', [parameterCount(shape)]);
  if (optimiser === 'adam') {
    const guard = graph.input('guard', 'float32', []);
    adam(graph, { value: 'parameters', first: 'first', second: 'second' },
      { value: 'parameters.next', first: 'first.next', second: 'second.next' }, gradient, { rate, guard });
  } else {
    graph.node('Add', [graph.node('Mul', ['first', graph.scalar(MOMENTUM)]), gradient], {}, 'first.next');
    graph.node('Sub', ['parameters', graph.node('Mul', ['first.next', rate])], {}, 'parameters.next');
  }
  for (const name of state) graph.output(`${name}.next`, 'float32', [parameterCount(shape)]);
  return modelBytes(graph);
}

/** The loss and its gradient f32 [values], without a step; inputs as of trainModel without rate and state but parameters. */
export function gradientModel(shape: TransformerShape): Uint8Array {
  const { graph, gradient } = gradientGraph('gradient', shape);
  graph.output(graph.node('Identity', [gradient], {}, 'gradient'), 'float32', [parameterCount(shape)]);
  return modelBytes(graph);
}

/**
 * What a model says and thinks at chosen tokens. Inputs: parameters, tokens i32 [batch, length], rows i32 [count]. Outputs:
 * logProbabilities f32 [count, vocabulary] of the next token and hidden f32 [count, width], the last block's output.
 */
export const readModel = (shape: TransformerShape): Uint8Array => modelBytes(readGraph(shape));

/** As readModel, with the parameters in the file instead of an input. */
export const storedModel = (shape: TransformerShape, parameters: Float32Array, metadata: Record<string, string>): Uint8Array =>
  modelBytes(readGraph(shape, parameters), metadata);

function readGraph(shape: TransformerShape, stored?: Float32Array): Graph {
  const { graph, logits, hidden } = texts('read', shape, stored);
  graph.output(graph.node('LogSoftmax', [logits], {}, 'logProbabilities'), 'float32', ['count', shape.vocabulary]);
  graph.output(graph.node('Identity', [hidden], {}, 'hidden'), 'float32', ['count', shape.width]);
  return graph;
}

/** As readModel, but only the log-probability f32 [count] of given next tokens, input next i32 [count]. */
export function likelihoodModel(shape: TransformerShape): Uint8Array {
  const { graph, logits } = texts('likelihood', shape), next = graph.input('next', 'int32', ['count']);
  const column = graph.node('Unsqueeze', [next, graph.ints(1)]);
  const chosen = graph.node('GatherElements', [graph.node('LogSoftmax', [logits]), column], { axis: 1 });
  graph.output(graph.node('Reshape', [chosen, graph.ints(-1)], {}, 'logProbability'), 'float32', ['count']);
  return modelBytes(graph);
}

function gradientGraph(name: string, shape: TransformerShape): { graph: Graph; gradient: string } {
  const { graph, tape, logits } = texts(name, shape);
  const targets = graph.input('targets', 'float32', ['count', shape.vocabulary]), weights = graph.input('weights', 'float32', ['count', 1]);
  const loss = crossEntropy(tape, logits, targets, weights);
  graph.output(graph.node('Identity', [loss], {}, 'loss'), 'float32', []);
  return { graph, gradient: packGradients(tape, loss, shape) };
}

function texts(name: string, shape: TransformerShape, stored?: Float32Array): { graph: Graph; tape: Tape; logits: string; hidden: string } {
  const graph = new Graph(name), tape = new Tape(graph), size = parameterCount(shape);
  const parameters = stored ? graph.constant('float32', stored, [size], 'parameters') : graph.input('parameters', 'float32', [size]);
  const weights = unpack(tape, parameters, shape);
  const tokens = graph.input('tokens', 'int32', ['batch', 'length']), rows = graph.input('rows', 'int32', ['count']);
  const hidden = rowsOf(tape, readTexts(tape, weights, tokens, shape), rows);
  return { graph, tape, hidden, logits: logitsOf(tape, weights, hidden) };
}
