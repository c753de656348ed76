import test from 'node:test';
import assert from 'node:assert/strict';
import * as ort from 'onnxruntime-node';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { Graph, modelBytes } from '../../extension/core/onnx/graph';
import { Tape } from '../../extension/core/onnx/tape';
import { attention } from '../../extension/core/language-lab/attention';
import { freshState, LanguageEngine, type Lesson } from '../../extension/core/language-lab/engine';
import { add, crossEntropy, layerNorm, linear, project, relu, rowsOf } from '../../extension/core/language-lab/layers';
import { maskConstant, parameterCount, type TransformerShape } from '../../extension/core/language-lab/transformer';
import { adamScalars } from '../../extension/core/onnx/adam';
import { floats } from '../../extension/core/language-lab/engine';
import { referenceLoss } from './language-lab-reference';

const SHAPE: TransformerShape = { vocabulary: 13, width: 8, layers: 2, heads: 2, positions: 7 };

/** Numbers between -1 and 1, kept away from 0, where a ReLU has no slope. */
function drawn(length: number, seed: number): Float32Array {
  const random = randomFrom(seed);
  return Float32Array.from({ length }, () => { const x = 2 * random() - 1; return x + 0.1 * Math.sign(x); });
}

/** One operation under test: its float inputs with their sizes, and the operation on their names. */
interface Operation { inputs: number[][]; apply(tape: Tape, inputs: string[]): string }

const OPERATIONS: Record<string, Operation> = {
  linear: { inputs: [[5, 4], [4, 3], [3]], apply: (tape, [x, w, b]) => linear(tape, x, w, b) },
  'output head': { inputs: [[5, 4], [6, 4]], apply: (tape, [x, table]) => project(tape, x, table) },
  relu: { inputs: [[5, 4]], apply: (tape, [x]) => relu(tape, x) },
  sum: { inputs: [[5, 4], [5, 4]], apply: (tape, [a, b]) => add(tape, a, b) },
  'embedding with a row taken twice': { inputs: [[6, 4]], apply: (tape, [table]) => rowsOf(tape, table, tape.graph.constant('int32', Int32Array.of(5, 0, 5, 2))) },
  'layer norm': { inputs: [[5, 4], [4], [4]], apply: (tape, [x, scale, shift]) => layerNorm(tape, x, scale, shift) },
  'softmax cross-entropy': { inputs: [[3, 5]], apply: (tape, [logits]) => {
    const probabilities = Float32Array.of(0, 1, 0, 0, 0, 0.2, 0.3, 0.1, 0.2, 0.2, 0, 0, 0, 0.5, 0.5);
    return crossEntropy(tape, logits, tape.graph.constant('float32', probabilities, [3, 5]), tape.graph.constant('float32', Float32Array.of(0.5, 0.3, 0.2), [3, 1]));
  } },
  'causal attention': { inputs: [[10, 24]], apply: (tape, [packed]) => attention(tape, packed, { width: 8, heads: 2, tokens: tape.graph.ints(2, 5), mask: maskConstant(tape.graph, 5) }) },
  'a value used twice': { inputs: [[5, 4]], apply: (tape, [x]) => add(tape, relu(tape, x), x) },
};

/** A graph of the operation's output, weighted and summed to a scalar, and of the gradients of that. */
async function open({ inputs, apply }: Operation): Promise<(values: Float32Array[]) => Promise<{ loss: number; gradients: Float32Array[] }>> {
  const graph = new Graph('check'), tape = new Tape(graph);
  const names = inputs.map((dims, i) => graph.input(`in${i}`, 'float32', dims));
  const output = apply(tape, names);
  // Weights that differ from element to element, so that no error cancels: cos(0), cos(1), ...
  const flat = graph.node('Reshape', [output, graph.ints(-1)]);
  const count = graph.node('Range', [graph.scalarInt(0), graph.node('Squeeze', [graph.node('Shape', [flat])]), graph.scalarInt(1)]);
  const weights = graph.node('Reshape', [graph.node('Cos', [graph.node('Cast', [count], { to: 1 })]), graph.node('Shape', [output])]);
  const loss = tape.record(graph.node('ReduceSum', [graph.node('Mul', [output, weights])], { keepdims: 0 }), gradient => [[output, graph.node('Mul', [weights, gradient])]]);
  graph.output(graph.node('Identity', [loss], {}, 'loss'), 'float32', []);
  tape.gradientsOf(loss, names).forEach((gradient, i) => graph.output(graph.node('Identity', [gradient], {}, `out${i}`), 'float32', inputs[i]));
  const session = await ort.InferenceSession.create(modelBytes(graph), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  return async values => {
    const result = await session.run(Object.fromEntries(values.map((data, i) => [`in${i}`, floats(data, inputs[i])])));
    return { loss: (result.loss.data as Float32Array)[0], gradients: inputs.map((_, i) => result[`out${i}`].data as Float32Array) };
  };
}

for (const [name, operation] of Object.entries(OPERATIONS)) {
  test(`gradient of ${name} is its slope`, async () => {
    const run = await open(operation), h = 1e-2;
    const values = operation.inputs.map((dims, i) => drawn(dims.reduce((a, b) => a * b, 1), 7 + i));
    const { gradients } = await run(values), largest = Math.max(...gradients.flatMap(gradient => [...gradient].map(Math.abs)));
    assert.ok(largest > 0.05, 'a gradient of zeros would agree with nothing learned');
    for (const [i, data] of values.entries()) for (const k of data.keys()) {
      const at = data[k];
      data[k] = at + h; const above = (await run(values)).loss;
      data[k] = at - h; const below = (await run(values)).loss;
      data[k] = at;
      const slope = (above - below) / (2 * h);
      assert.ok(Math.abs(slope - gradients[i][k]) < 2e-3 * Math.max(1, largest), `input ${i}, value ${k}: ${gradients[i][k]} against ${slope}`);
    }
  });
}

/** Random texts with targets that are neither certain nor even, at some of their tokens. */
function lesson(): Lesson {
  const random = randomFrom(3), length = 6, rows = Int32Array.of(2, 5, 6, 9, 11);
  const tokens = Int32Array.from({ length: 2 * length }, () => random() * SHAPE.vocabulary);
  const targets = Float32Array.from({ length: rows.length * SHAPE.vocabulary }, () => random());
  for (let row = 0; row < rows.length; row++) {
    const slice = targets.subarray(row * SHAPE.vocabulary, (row + 1) * SHAPE.vocabulary), sum = slice.reduce((a, b) => a + b, 0);
    slice.forEach((value, i) => { slice[i] = value / sum; });
  }
  return { tokens, length, rows, targets, weights: Float32Array.of(0.1, 0.2, 0.3, 0.15, 0.25) };
}

test('the whole transformer: loss and every kind of gradient agree with one written out in float64', async () => {
  const engine = new LanguageEngine(SHAPE), parameters = drawn(parameterCount(SHAPE), 5).map(value => value / 2), task = lesson();
  try {
    const { loss, gradient } = await engine.gradient(parameters, task), exact = Float64Array.from(parameters);
    assert.ok(Math.abs(loss - referenceLoss(exact, task, SHAPE)) < 1e-5, `${loss} against ${referenceLoss(exact, task, SHAPE)}`);
    for (let k = 0; k < exact.length; k += 17) {
      const at = exact[k], h = 1e-6;
      exact[k] = at + h; const above = referenceLoss(exact, task, SHAPE);
      exact[k] = at - h; const below = referenceLoss(exact, task, SHAPE);
      exact[k] = at;
      const slope = (above - below) / (2 * h);
      assert.ok(Math.abs(slope - gradient[k]) < 2e-6 + 1e-3 * Math.abs(slope), `value ${k}: ${gradient[k]} against ${slope}`);
    }
  } finally { await engine.close(); }
});

test('a step is the textbook one, of Adam and of descent with momentum', async () => {
  const engine = new LanguageEngine(SHAPE), parameters = drawn(parameterCount(SHAPE), 5), task = lesson();
  const vector = (data: Float32Array) => floats(data, [data.length]), scalar = (value: number) => floats(Float32Array.of(value), []);
  try {
    const { gradient } = await engine.gradient(parameters, task), { rate, guard } = adamScalars(1, 1e-3), { first, second } = freshState(parameters);
    const state = { parameters: vector(parameters), first: vector(first) };
    const adam = await engine.train('adam', { ...engine.lessonFeeds(task), ...state, second: vector(second), rate: scalar(rate), guard: scalar(guard) });
    const before = drawn(parameters.length, 8), sgd = await engine.train('sgd', { ...engine.lessonFeeds(task), ...state, first: vector(before), rate: scalar(0.1) });
    gradient.forEach((slope, k) => {
      if (Math.abs(slope) > 1e-4) assert.ok(Math.abs((adam['parameters.next'].data as Float32Array)[k] - (parameters[k] - 1e-3 * Math.sign(slope))) < 2e-6, `value ${k} by Adam`);
      assert.ok(Math.abs((sgd['parameters.next'].data as Float32Array)[k] - (parameters[k] - 0.1 * (0.9 * before[k] + slope))) < 1e-5, `value ${k} by descent`);
    });
  } finally { await engine.close(); }
});
