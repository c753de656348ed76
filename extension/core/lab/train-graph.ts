import { adam, type AdamState } from '../onnx/adam';
import { Graph, modelBytes } from '../onnx/graph';
import { backward, PARAMETERS, PARAMETER_DIMS, scalePixels } from './layers';

/** The 18 state tensors of training: the parameters, then their first and second moments. */
export const STATE = [...PARAMETERS, ...PARAMETERS.map(name => `${name}.first`), ...PARAMETERS.map(name => `${name}.second`)];
const STATE_DIMS = [...PARAMETER_DIMS, ...PARAMETER_DIMS, ...PARAMETER_DIMS];

const next = (name: string) => `${name}.next`;

/** Names under which a run returns the new state, in the order of STATE. */
export const NEXT_STATE = STATE.map(next);

/**
 * Whole training steps as one model: `steps` times forward, backward and Adam inside a Scan.
 * Inputs: data u8 [images, inputs], targets f32 [images, outputs], mask f32 [outputs], scale f32 (1/batch), rows i32 [steps, batch],
 * rate and guard f32 [steps] (see adamScalars), and STATE. Outputs: NEXT_STATE and losses f32 [steps].
 */
export function trainModel(): Uint8Array {
  const graph = new Graph('train');
  graph.input('data', 'uint8', ['images', 'inputs']);
  graph.input('targets', 'float32', ['images', 'outputs']);
  graph.input('mask', 'float32', ['outputs']);
  graph.input('scale', 'float32', []);
  graph.input('rows', 'int32', ['steps', 'batch']);
  graph.input('rate', 'float32', ['steps']);
  graph.input('guard', 'float32', ['steps']);
  STATE.forEach((name, i) => graph.input(name, 'float32', STATE_DIMS[i]));
  graph.operator('Scan', [...STATE, 'rows', 'rate', 'guard'], { body: stepGraph(), num_scan_inputs: 3 }, [...NEXT_STATE, 'losses']);
  NEXT_STATE.forEach((name, i) => graph.output(name, 'float32', STATE_DIMS[i]));
  graph.output('losses', 'float32', ['steps']);
  return modelBytes(graph);
}

/** One step; data, targets, mask and scale come from the graph around it, without a copy. */
function stepGraph(): Graph {
  const body = new Graph('step');
  const state = STATE.map((name, i) => body.input(`${name}.now`, 'float32', STATE_DIMS[i]));
  const rows = body.input('rows.now', 'int32', ['batch']);
  const rate = body.input('rate.now', 'float32', []), guard = body.input('guard.now', 'float32', []);
  const x = scalePixels(body, body.node('Gather', ['data', rows]));
  const target = { probabilities: body.node('Gather', ['targets', rows]), mask: 'mask', scale: 'scale' };
  const { loss, gradients } = backward(body, x, state.slice(0, PARAMETERS.length), target);
  gradients.forEach((gradient, i) => adam(body, stateAt(i, '.now'), stateAt(i, '.after'), gradient, { rate, guard }));
  STATE.forEach((name, i) => body.output(`${name}.after`, 'float32', STATE_DIMS[i]));
  body.output(body.node('Identity', [loss], {}, 'loss.after'), 'float32', []);
  return body;
}

/** State tensors by their names with a suffix: one of each kind for the parameter at `i`. */
function stateAt(i: number, suffix: string): AdamState {
  const [value, first, second] = [0, 1, 2].map(kind => `${STATE[i + kind * PARAMETERS.length]}${suffix}`);
  return { value, first, second };
}
