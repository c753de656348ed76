import test from 'node:test';
import assert from 'node:assert/strict';
import { adamScalars } from '../../extension/core/onnx/adam';
import { LabEngine, type Task } from '../../extension/core/lab/engine';
import { initialise, tensorDims, type Network, type Shape } from '../../extension/core/lab/network';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { maskOf, meanEntropy, oneHot, softmaxRows, type LogitChoice } from '../../extension/core/lab/targets';
import { train } from '../../extension/core/lab/trainer';

const SHAPE: Shape = { inputs: 12, hidden: 9, outputs: 13 };
const COUNT = 16;
const NEVER = new AbortController().signal;

function task(choice: LogitChoice, count = COUNT): Task {
  const random = randomFrom(5), mask = maskOf(choice, SHAPE.outputs);
  const pixels = Uint8Array.from({ length: count * SHAPE.inputs }, () => random() * 256);
  const targets = Float32Array.from({ length: count * SHAPE.outputs }, () => 4 * random());
  softmaxRows(targets, mask);
  return { images: { pixels, inputs: SHAPE.inputs, count }, targets, mask };
}

/** The loss of a task in float64, straight from its definition. */
function lossOf(parameters: Float64Array[], { images, targets, mask }: Task): number {
  const { inputs, hidden, outputs } = SHAPE;
  const layer = (x: number[], weights: Float64Array, bias: Float64Array, rows: number) =>
    [...bias].map((start, column) => { let sum = start; for (let row = 0; row < rows; row++) sum += x[row] * weights[row * bias.length + column]; return sum; });
  const relu = (values: number[]) => values.map(value => Math.max(0, value));
  let loss = 0;
  for (let image = 0; image < images.count; image++) {
    const x = [...images.pixels.subarray(image * inputs, (image + 1) * inputs)].map(byte => byte / 127.5 - 1);
    const h1 = relu(layer(x, parameters[0], parameters[1], inputs)), h2 = relu(layer(h1, parameters[2], parameters[3], hidden));
    const logits = layer(h2, parameters[4], parameters[5], hidden).map((value, i) => value + mask[i]);
    const top = Math.max(...logits), log = top + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - top), 0));
    for (let i = 0; i < outputs; i++) if (mask[i] === 0) loss -= targets[image * outputs + i] * (logits[i] - log);
  }
  return loss / images.count;
}

const withEngine = async (body: (engine: LabEngine) => Promise<void>) => {
  const engine = await LabEngine.open();
  try { await body(engine); } finally { await engine.close(); }
};

for (const choice of ['digits', 'auxiliary', 'all'] as const) {
  test(`the graph's gradient is the slope of the loss, ${choice} logits`, () => withEngine(async engine => {
    const network = initialise(SHAPE, 3), lesson = task(choice);
    const { loss, gradients } = await engine.gradient(network, lesson, NEVER);
    const exact = network.parameters.map(values => Float64Array.from(values));
    assert.ok(Math.abs(loss - lossOf(exact, lesson)) < 1e-5, `loss ${loss} against ${lossOf(exact, lesson)}`);
    for (const [i, values] of exact.entries()) {
      for (const k of [0, values.length >> 1, values.length - 1]) {
        const at = values[k], h = 1e-6;
        values[k] = at + h; const above = lossOf(exact, lesson);
        values[k] = at - h; const below = lossOf(exact, lesson);
        values[k] = at;
        const slope = (above - below) / (2 * h);
        assert.ok(Math.abs(slope - gradients[i][k]) < 1e-6 + 1e-4 * Math.abs(slope), `tensor ${i}, value ${k}: ${gradients[i][k]} against ${slope}`);
      }
    }
    assert.ok(gradients[4].some(value => Math.abs(value) > 1e-4), 'a gradient of zeros would agree with nothing learned');
  }));
}

test('one step of Adam is the textbook one', () => withEngine(async engine => {
  const start = initialise(SHAPE, 3), lesson = task('all'), learningRate = 1e-3;
  const { gradients } = await engine.gradient(start, lesson, NEVER);
  const after = await last(engine, start, lesson, { batch: COUNT, learningRate, epochs: 1, seed: 1 });
  for (const [i, values] of after.parameters.entries()) values.forEach((value, k) => {
    const gradient = gradients[i][k];
    // After one step both moments, corrected, are the gradient and its square. Tiny gradients are left out: there the sum's order decides.
    if (Math.abs(gradient) > 1e-5) assert.ok(Math.abs(start.parameters[i][k] - learningRate * gradient / (Math.abs(gradient) + 1e-8) - value) < 2e-6, `tensor ${i}, value ${k}`);
  });
  assert.ok(Math.abs(adamScalars(100_000, 1).rate - 0.1 / Math.sqrt(0.001)) < 1e-6, 'corrections fade');
}));

async function last(engine: LabEngine, start: Network, lesson: Task, schedule: Parameters<typeof train>[3]): Promise<Network> {
  let network = start;
  for await (const epoch of train(engine, start, lesson, schedule, NEVER)) network = epoch.network;
  return network;
}

test('eight steps in one run are eight runs of one, and the same seed gives the same bytes', () => withEngine(async engine => {
  const start = initialise(SHAPE, 3), before = start.parameters.map(values => values.slice()), lesson = task('all', 100);
  const schedule = { batch: 8, learningRate: 1e-2, epochs: 3, seed: 11 };
  const [single, eight, again] = [await last(engine, start, lesson, { ...schedule, stepsPerRun: 1 }), await last(engine, start, lesson, { ...schedule, stepsPerRun: 8 }), await last(engine, start, lesson, { ...schedule, stepsPerRun: 8 })];
  assert.deepEqual(eight.parameters, again.parameters);
  for (const [i, values] of eight.parameters.entries()) values.forEach((value, k) => assert.ok(Math.abs(value - single.parameters[i][k]) < 1e-5, `tensor ${i}, value ${k}`));
  assert.deepEqual(start.parameters, before, 'training leaves its start alone');
  const other = await last(engine, start, lesson, { ...schedule, seed: 12 });
  assert.notDeepEqual(other.parameters, eight.parameters);
}));

test('training on few images learns them, short last batch included', () => withEngine(async engine => {
  const labels = Uint8Array.from({ length: 20 }, (_, i) => i % 10), lesson = { ...task('digits', 20), targets: oneHot(Uint8Array.from(labels), SHAPE.outputs) };
  const losses: number[] = [];
  for await (const { loss } of train(engine, initialise(SHAPE, 3), lesson, { batch: 8, learningRate: 1e-2, epochs: 200, seed: 1 }, NEVER)) losses.push(loss);
  assert.ok(losses[0] > 2 && losses[199] < 0.2, `${losses[0]} to ${losses[199]}`);
  assert.equal(meanEntropy(lesson.targets, SHAPE.outputs), 0);
}));

test('a stop is heard between runs', () => withEngine(async engine => {
  const stop = new AbortController();
  const epochs = train(engine, initialise(SHAPE, 3), task('all', 64), { batch: 8, learningRate: 1e-3, epochs: 1000, seed: 1 }, stop.signal);
  await epochs.next();
  stop.abort(new Error('enough'));
  await assert.rejects(epochs.next(), /enough/);
}));

test('fresh weights have variance 1/fan-in and biases of zero', () => {
  const shape = { inputs: 784, hidden: 64, outputs: 13 }, { parameters } = initialise(shape, 9);
  for (const [i, dims] of tensorDims(shape).entries()) {
    if (dims.length === 1) assert.ok(parameters[i].every(value => value === 0));
    else assert.ok(Math.abs(parameters[i].reduce((sum, value) => sum + value * value, 0) / parameters[i].length * dims[0] - 1) < 0.15, `tensor ${i}`);
  }
});
