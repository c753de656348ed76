// Speed and memory of the dataset view on a file made for it: node --import tsx test/bench/view.ts [megabytes]
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatasetFile } from '../../extension/core/dataset/dataset-file';
import type { FindQuery, Selection } from '../../extension/core/protocol/dataset-view';
import { fixtureFolder, writeLargeFile } from '../fixtures/generate';
import { findChromium } from '../vscode/lib/find';
import { startBench } from '../webview/browser';

const megabytes = Number(process.argv[2] ?? 1000);
const now = () => performance.now();
const say = (name: string, value: string) => { console.log(`${name.padEnd(42)} ${value}`); };
const speed = (sizeBytes: number, elapsedMs: number) => `${(sizeBytes / 1e3 / elapsedMs).toFixed(0)} MB/s`;
const quantile = (values: number[], q: number) => [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))];

/** The peer: what counts lines fastest on this machine, now. */
function wordCount(file: string): number {
  const began = now();
  spawnSync('wc', ['-l', file]);
  return now() - began;
}

async function findSpeed(dataset: DatasetFile, name: string, query: FindQuery): Promise<void> {
  const { scannedBytes, elapsedMs, total } = await dataset.queries.find(query, { signal: new AbortController().signal });
  say(name, `${speed(scannedBytes, elapsedMs)} (${total} records)`);
}

async function selectSpeed(dataset: DatasetFile, name: string, sizeBytes: number, selection: Partial<Selection>): Promise<void> {
  const { elapsedMs, total } = await dataset.queries.select({ where: '', find: null, order: null, ...selection }, { signal: new AbortController().signal });
  say(name, `${speed(sizeBytes, elapsedMs)} (${total} records)`);
}

async function cancelDelay(dataset: DatasetFile): Promise<number> {
  const controller = new AbortController();
  const search = dataset.queries.find({ text: 'nowhere', regex: false, matchCase: true }, { signal: controller.signal });
  await new Promise(resolve => { setTimeout(resolve, 60); });
  const began = now();
  controller.abort();
  await search;
  return now() - began;
}

async function readFile(file: string): Promise<void> {
  const sizeBytes = statSync(file).size;
  const peerMs = Math.min(wordCount(file), wordCount(file));
  const began = now();
  const dataset = await DatasetFile.open(file);
  let firstMs = 0, wholeMs = 0;
  await new Promise<void>((resolve, reject) => {
    dataset.start(({ complete }) => { if (complete) { wholeMs = now() - began; resolve(); } }).then(() => { firstMs = now() - began; }, reject);
  });
  say('first rows', `${firstMs.toFixed(0)} ms`);
  say('index', `${speed(sizeBytes, wholeMs)} = ${(peerMs / wholeMs).toFixed(2)} of wc -l (${speed(sizeBytes, peerMs)})`);
  const { rows } = dataset.progress;
  const jumps: number[] = [];
  for (let i = 0; i < 100; i++) {
    const start = Math.floor(Math.random() * (rows - 64)), from = now();
    await dataset.rows(Array.from({ length: 64 }, (_, k) => start + k));
    jumps.push(now() - from);
  }
  say('64 rows at a random place', `median ${quantile(jumps, 0.5).toFixed(1)} ms, 95 % ${quantile(jumps, 0.95).toFixed(1)} ms`);
  await findSpeed(dataset, 'text search', { text: '"id":"r-77777"', regex: false, matchCase: true });
  await findSpeed(dataset, 'text search, any case', { text: 'R-77777', regex: false, matchCase: false });
  await findSpeed(dataset, 'regular expression', { text: 'r-7{5}"', regex: true, matchCase: true });
  await selectSpeed(dataset, 'filter: id = r-77777', sizeBytes, { where: 'id = r-77777' });
  await selectSpeed(dataset, 'filter: model = made-up AND seed > 77777', sizeBytes, { where: 'model = made-up AND seed > 77777' });
  await selectSpeed(dataset, 'filter: prompt ~ /7{4}/', sizeBytes, { where: 'prompt ~ /7{4}/' });
  await selectSpeed(dataset, 'order by seed', sizeBytes, { order: { column: '.seed', isDescending: true } });
  say('cancel a search', `${(await cancelDelay(dataset)).toFixed(0)} ms`);
  say('resident memory after all that', `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB for ${rows} lines`);
  await dataset.close();
}

/** First rows of a file of 10 GB: real rows, and a hole behind them. */
async function firstRowsOfTen(file: string): Promise<void> {
  writeLargeFile(file, 4e6);
  const handle = openSync(file, 'r+');
  ftruncateSync(handle, 10e9);
  closeSync(handle);
  const began = now();
  const dataset = await DatasetFile.open(file);
  await dataset.start(() => undefined);
  say('first rows of 10 GB', `${(now() - began).toFixed(0)} ms`);
  await dataset.close();
}

/** Frames of the page while an audit tells its progress and the wheel turns over ten million rows: their length, and the script's part in them. */
async function scrollFrames(): Promise<void> {
  const bench = await startBench();
  const page = await bench.open('rows=10000000&columns=20&audited=1&auditing=1');
  const { frames, script } = await page.evaluate<{ frames: number[]; script: number[] }>(`new Promise(resolve => {
    const scroller = document.querySelector('.grid-scroller'), frames = [], script = [], request = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = run => request(now => { const began = performance.now(); run(now); script.push(performance.now() - began); });
    const audit = setInterval(() => {
      window.fake.emit('progress', { records: frames.length * 1000, recordsPerSecond: 30000, bytes: frames.length * 240000, sizeBytes: 2.4e9 });
      if (frames.length % 4 === 0) window.fake.emit('scores', null);
    }, 150);
    let last = performance.now();
    const turn = now => {
      frames.push(now - last);
      last = now;
      scroller.dispatchEvent(new WheelEvent('wheel', { deltaY: 90, bubbles: true, cancelable: true }));
      if (frames.length < 400) request(turn); else { clearInterval(audit); resolve({ frames: frames.slice(20), script: script.slice(20) }); }
    };
    request(turn);
  })`);
  say('frame while scrolling 10 million rows, audited', `median ${quantile(frames, 0.5).toFixed(1)} ms, 99 % ${quantile(frames, 0.99).toFixed(1)} ms`);
  say('  of which the grid draws for', `median ${quantile(script, 0.5).toFixed(1)} ms, 99 % ${quantile(script, 0.99).toFixed(1)} ms`);
  await bench.close();
}

async function main(): Promise<void> {
  const folder = fixtureFolder();
  try {
    const file = path.join(folder.path, 'large.jsonl');
    say('file', `${writeLargeFile(file, megabytes * 1e6)} lines, ${megabytes} MB`);
    await firstRowsOfTen(path.join(folder.path, 'ten.jsonl'));
    await readFile(file);
    if (findChromium()) await scrollFrames(); else say('frames', 'not measured: no Chromium');
  } finally {
    folder.remove();
  }
}

void main();
