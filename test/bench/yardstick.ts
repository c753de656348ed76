import * as ort from 'onnxruntime-node';
import { Graph, modelBytes } from '../../extension/core/onnx/graph';

const SIDE = 1024;

/** Operations of one product of the yardstick. */
export const PRODUCT_FLOPS = 2 * SIDE ** 3;
export const PRODUCT_NAME = `MatMul ${SIDE}`;

/** ONNX Runtime's own matrix product on one thread, to measure other work by. */
export async function openProduct(): Promise<() => Promise<unknown>> {
  const graph = new Graph('product');
  const a = graph.input('a', 'float32', [SIDE, SIDE]), b = graph.input('b', 'float32', [SIDE, SIDE]);
  graph.node('MatMul', [a, b], {}, 'product');
  graph.output('product', 'float32', [SIDE, SIDE]);
  const session = await ort.InferenceSession.create(modelBytes(graph), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const matrix = () => new ort.Tensor('float32', Float32Array.from({ length: SIDE * SIDE }, Math.random), [SIDE, SIDE]);
  const feeds = { a: matrix(), b: matrix() };
  return () => session.run(feeds);
}

/** Processor time that some work takes, in seconds. */
export async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Work to be timed: `steps` of it with `flops` operations in all. */
export interface Contender { name: string; flops: number; steps: number; work: () => Promise<unknown> }

/** Times contenders by turns on one thread and prints each beside the first: processor time, the least of the rounds (and their median). */
export async function compare(contenders: readonly Contender[], rounds: number): Promise<void> {
  const seconds = contenders.map((): number[] => []), median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];
  for (const { work } of contenders) await work();
  for (let round = 0; round < rounds; round++) for (const [i, { work }] of contenders.entries()) seconds[i].push(await cpuSeconds(work));
  const rate = (i: number) => contenders[i].flops / Math.min(...seconds[i]) / 1e9;
  for (const [i, { name, steps }] of contenders.entries()) {
    const ms = (value: number) => (1000 * value / steps).toFixed(2);
    console.log(`${name.padEnd(18)} ${ms(Math.min(...seconds[i])).padStart(6)} ms (median ${ms(median(seconds[i]))})  ${rate(i).toFixed(0).padStart(4)} GFLOP/s  ${(rate(i) / rate(0)).toFixed(2)} of MatMul`);
  }
}
