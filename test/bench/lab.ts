/**
 * Training speed of the lab beside ONNX Runtime's own matrix product, on one thread, interleaved in the same run; then PyTorch's, where
 * python3 has it (Debian: python3-torch and libopenblas0); then a run of the default preset in its process, with its first curve, its length and its memory.
 *   node .config/bench.mjs lab [rounds]
 * Figures of steps are processor time, the least of the rounds (and their median), so that a busy machine counts little.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LabEngine } from '../../extension/core/lab/engine';
import { initialise, type Network } from '../../extension/core/lab/network';
import { makeNoise } from '../../extension/core/lab/noise';
import { PRESET_CARDS } from '../../extension/core/lab/settings';
import { maskOf } from '../../extension/core/lab/targets';
import { train } from '../../extension/core/lab/trainer';
import type { LabReport, MnistWorker } from '../../extension/core/protocol/mnist-lab';
import { LabProcess } from '../../extension/worker/lab-process';
import { compare, openProduct, PRODUCT_FLOPS, PRODUCT_NAME } from './yardstick';

const SHAPE = { inputs: 784, hidden: 256, outputs: 13 };
const STEPS = 16;
const never = new AbortController().signal;

/** Floating-point operations per image: forward, both gradients of every layer, less the first layer's gradient of its input. */
const flopsPerImage = 2 * (2 * 784 * 256 + 3 * 256 * 256 + 3 * 256 * 13);

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

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? 12);
  const product = await openProduct();
  await compare([
    { name: PRODUCT_NAME, flops: 8 * PRODUCT_FLOPS, steps: 8, work: async () => { for (let i = 0; i < 8; i++) await product(); } },
    ...await Promise.all([1024, 256].map(async batch => ({ name: `step, batch ${batch}`, flops: STEPS * batch * flopsPerImage, steps: STEPS, work: await openTraining(batch) }))),
  ], rounds);
  peer(rounds);
  await defaultRun();
}

function peer(rounds: number): void {
  const { status, stdout } = spawnSync('/usr/bin/python3', ['test/bench/lab-peer.py', String(rounds)], { encoding: 'utf8', env: { ...process.env, OPENBLAS_NUM_THREADS: '1' } });
  if (status !== 0) { console.log('PyTorch            absent'); return; }
  const { version, ms } = JSON.parse(stdout) as { version: string; ms: Record<string, number> };
  for (const [batch, value] of Object.entries(ms)) console.log(`PyTorch ${version}, batch ${batch}: ${value.toFixed(2)} ms, ${(Number(batch) * flopsPerImage / value / 1e6).toFixed(0)} GFLOP/s`);
}

/** One seed of the default preset as the editor runs it: the built process (npm run build) on the bundled digits. */
async function defaultRun(): Promise<void> {
  const [{ settings, id, title }] = PRESET_CARDS, began = performance.now(), seconds = () => ((performance.now() - began) / 1000).toFixed(1);
  let first = '';
  const lab = new LabProcess<MnistWorker>(path.resolve('dist/lab-worker.js'), 'mnist', {
    event: (event, data) => { if (event === 'report' && (data as LabReport).step > 0) first ||= seconds(); },
    crashed: message => { throw new Error(message); },
  });
  const run = lab.call.start({ preset: id, settings, seeds: 1, dataFolder: null });
  const pid = Number(readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ').at(-1));
  await run;
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  console.log(`preset "${title}", one seed of ${settings.conditions.length} networks: first curve after ${first} s, all after ${seconds()} s, peak memory ${(Number(peak) * 1024 / 1e6).toFixed(0)} MB`);
  lab.dispose();
}

main().catch((error: unknown) => { console.error(error); process.exitCode = 1; });
