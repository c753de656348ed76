import { Graph, modelBytes } from '../onnx/graph';
import { backward, forward, PARAMETERS, PARAMETER_DIMS, scalePixels } from './layers';

/** Logits of a batch. Inputs: data u8 [batch, inputs] and PARAMETERS. Output: logits f32 [batch, outputs]. */
export function forwardModel(): Uint8Array {
  const { graph, x, parameters } = start('forward');
  graph.node('Identity', [forward(graph, x, parameters).logits], {}, 'logits');
  graph.output('logits', 'float32', ['batch', 'outputs']);
  return modelBytes(graph);
}

/**
 * The gradient of a batch, without a step. Inputs: data u8 [batch, inputs], targets f32 [batch, outputs], mask f32 [outputs], scale
 * f32 and PARAMETERS. Outputs: loss f32 and `<parameter>.gradient` for each of PARAMETERS.
 */
export function gradientModel(): Uint8Array {
  const { graph, x, parameters } = start('gradient');
  const probabilities = graph.input('targets', 'float32', ['batch', 'outputs']);
  const mask = graph.input('mask', 'float32', ['outputs']), scale = graph.input('scale', 'float32', []);
  const { loss, gradients } = backward(graph, x, parameters, { probabilities, mask, scale });
  graph.output(graph.node('Identity', [loss], {}, 'loss'), 'float32', []);
  PARAMETERS.forEach((name, i) => graph.output(graph.node('Identity', [gradients[i]], {}, `${name}.gradient`), 'float32', PARAMETER_DIMS[i]));
  return modelBytes(graph);
}

function start(name: string): { graph: Graph; x: string; parameters: string[] } {
  const graph = new Graph(name);
  const x = scalePixels(graph, graph.input('data', 'uint8', ['batch', 'inputs']));
  return { graph, x, parameters: PARAMETERS.map((parameter, i) => graph.input(parameter, 'float32', PARAMETER_DIMS[i])) };
}
