/**
 * Training speed of the lab beside ONNX Runtime's own matrix product, on one thread, interleaved in the same run.
 *   node .config/bench.mjs lab [rounds]
 * Figures are processor time, the least of the rounds (and their median), so that a busy machine counts little.
 */
import * as ort from 'onnxruntime-node';
import { Graph, modelBytes } from '../../extension/core/onnx/graph';
import { LabEngine } from '../../extension/core/lab/engine';
import { initialise, type Network } from '../../extension/core/lab/network';
import { makeNoise } from '../../extension/core/lab/noise';
import { maskOf } from '../../extension/core/lab/targets';
import { train } from '../../extension/core/lab/trainer';

const SIDE = 1024;
const SHAPE = { inputs: 784, hidden: 256, outputs: 13 };
const STEPS = 16;
const never = new AbortController().signal;

/** Floating-point operations per image: forward, both gradients of every layer, less the first layer's gradient of its input. */
const flopsPerImage = 2 * (2 * 784 * 256 + 3 * 256 * 256 + 3 * 256 * 13);

async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function openProduct(): Promise<() => Promise<unknown>> {
  const graph = new Graph('product');
  const a = graph.input('a', 'float32', [SIDE, SIDE]), b = graph.input('b', 'float32', [SIDE, SIDE]);
  graph.node('MatMul', [a, b], {}, 'product');
  graph.output('product', 'float32', [SIDE, SIDE]);
  const session = await ort.InferenceSession.create(modelBytes(graph), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const matrix = () => new ort.Tensor('float32', Float32Array.from({ length: SIDE * SIDE }, Math.random), [SIDE, SIDE]);
  const feeds = { a: matrix(), b: matrix() };
  return () => session.run(feeds);
}

async function openTraining(batch: number): Promise<() => Promise<unknown>> {
  const engine = await LabEngine.open(), mask = maskOf('all', SHAPE.outputs);
  const images = await makeNoise('uniform', new Uint8Array(STEPS * batch * SHAPE.inputs), { pixels: new Uint8Array(0), inputs: SHAPE.inputs, count: 0 }, 1, never);
  const targets = await engine.softTargets(initialise(SHAPE, 2), images, mask, never), start = initialise(SHAPE, 3);
  return async () => {
    let network: Network = start;
    for await (const epoch of train(engine, start, { images, targets, mask }, { batch, learningRate: 3e-4, epochs: 1, seed: 1 }, never)) network = epoch.network;
    return network;
  };
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 12);
  const product = await openProduct();
  const contenders = [
    { name: `MatMul ${SIDE}`, flops: 8 * 2 * SIDE ** 3, steps: 8, work: async () => { for (let i = 0; i < 8; i++) await product(); }, seconds: [] as number[] },
    ...await Promise.all([1024, 256].map(async batch => ({ name: `step, batch ${batch}`, flops: STEPS * batch * flopsPerImage, steps: STEPS, work: await openTraining(batch), seconds: [] as number[] }))),
  ];
  for (const { work } of contenders) await work();
  for (let round = 0; round < rounds; round++) for (const contender of contenders) contender.seconds.push(await cpuSeconds(contender.work));
  const rate = ({ flops, seconds }: { flops: number; seconds: number[] }) => flops / Math.min(...seconds) / 1e9;
  for (const contender of contenders) {
    const { name, steps, seconds } = contender, ms = (value: number) => (1000 * value / steps).toFixed(2);
    console.log(`${name.padEnd(18)} ${ms(Math.min(...seconds)).padStart(6)} ms (median ${ms(median(seconds))})  ${rate(contender).toFixed(0).padStart(4)} GFLOP/s  ${(rate(contender) / rate(contenders[0])).toFixed(2)} of MatMul`);
  }
  console.log(`memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB, ${rounds} rounds`);
}

main().catch((error: unknown) => { console.error(error); process.exitCode = 1; });
