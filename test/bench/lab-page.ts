/**
 * Frames of the lab's page in Chromium while real networks train beside it and every report is drawn.
 *   node --import tsx test/bench/lab-page.ts        (after npm run build)
 */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { PRESET_CARDS } from '../../extension/core/lab/settings';
import type { MnistWorker } from '../../extension/core/protocol/mnist-lab';
import { LabProcess } from '../../extension/worker/lab-process';
import { LAB, startBench } from '../webview/browser';

/** A little more than a frame at 60 per second, for what timers round away. */
const FRAME_MS = 17.5;

const record = `window.frames60 = []; let last = performance.now();
  requestAnimationFrame(function next(now) { window.frames60.push(now - last); last = now; requestAnimationFrame(next); });`;

async function train(page: Page): Promise<number> {
  const began = performance.now(), [{ settings, id }] = PRESET_CARDS;
  let sent = Promise.resolve();
  const lab = new LabProcess<MnistWorker>(path.resolve('dist/lab-worker.js'), 'mnist', {
    event: (event, data) => { sent = sent.then(() => page.evaluate(`window.fake.emit(${JSON.stringify(event)}, ${JSON.stringify(data)})`).then(() => undefined)); },
    crashed: message => { throw new Error(message); },
  });
  await lab.call.start({ preset: id, settings, seeds: 1, dataFolder: null });
  await sent;
  lab.dispose();
  return (performance.now() - began) / 1000;
}

async function main(): Promise<void> {
  const bench = await startBench(LAB), page = await bench.open('');
  await page.evaluate(record);
  const elapsed = await train(page), frames = (await page.evaluate<number[]>('window.frames60')).sort((a, b) => a - b);
  const at = (share: number) => frames[Math.floor(share * (frames.length - 1))].toFixed(1), late = frames.filter(ms => ms > FRAME_MS).length;
  console.log(`${frames.length} frames in ${elapsed.toFixed(1)} s of training, ${(frames.length / elapsed).toFixed(1)} per second; median ${at(0.5)} ms, 99 % within ${at(0.99)} ms, slowest ${at(1)} ms, ${late} later than ${FRAME_MS} ms`);
  await bench.close();
}

main().catch((error: unknown) => { console.error(error); process.exitCode = 1; });
