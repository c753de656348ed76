import test, { type TestContext } from 'node:test';
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readDigits } from '../../extension/core/lab/digits';
import { readIdxFolder } from '../../extension/core/lab/idx';
import { makeNoise } from '../../extension/core/lab/noise';

const MNIST = path.resolve('../shared/mnist');

function header(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, i) => bytes.writeUInt32BE(number, i * 4));
  return bytes;
}

const images = (count: number) => Buffer.concat([header(0x803, count, 28, 28), Buffer.alloc(count * 784, 7)]);
const labels = (count: number) => Buffer.concat([header(0x801, count), Buffer.from(Array.from({ length: count }, (_, i) => i % 10))]);
const GOOD: Record<string, Buffer> = {
  'train-images-idx3-ubyte': images(30), 'train-labels-idx1-ubyte': labels(30), 't10k-images-idx3-ubyte.gz': gzipSync(images(10)), 't10k-labels-idx1-ubyte.gz': gzipSync(labels(10)),
};

/** A folder with the good files, some replaced or (undefined) left out. */
function folder(t: TestContext, changes: Record<string, Buffer | undefined> = {}): string {
  const made = mkdtempSync(path.join(tmpdir(), 'undertone-lab-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  for (const [name, bytes] of Object.entries({ ...GOOD, ...changes })) if (bytes) writeFileSync(path.join(made, name), bytes);
  return made;
}

test('plain and gzip files of the right form are read, and said not to be MNIST', async t => {
  const data = await readIdxFolder(folder(t));
  assert.deepEqual([data.train.count, data.test.count, data.isFull], [30, 10, false]);
  assert.deepEqual([...data.test.labels], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.ok(data.train.pixels.length === 30 * 784 && data.train.pixels.every(pixel => pixel === 7));
  assert.match(data.description, /not the original/);
});

test('a folder, or a file, without permission says so', { skip: process.platform === 'win32' && 'no modes on Windows' }, async t => {
  const closed = folder(t), one = folder(t);
  chmodSync(one, 0o755);
  chmodSync(path.join(one, 'train-labels-idx1-ubyte'), 0);
  chmodSync(closed, 0);
  const isRoot = process.getuid?.() === 0; // who may read everything, so someone else looks
  if (isRoot) process.seteuid?.(65534);
  try {
    await assert.rejects(readIdxFolder(closed), /train-images-idx3-ubyte: no permission to read it.*another folder/);
    await assert.rejects(readIdxFolder(one), /train-labels-idx1-ubyte: no permission to read it/);
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(closed, 0o700);
  }
});

test('anything else is named with its file and a remedy', async t => {
  const cases: [Record<string, Buffer | undefined>, RegExp][] = [
    [{ 'train-labels-idx1-ubyte': undefined }, /train-labels-idx1-ubyte: not found.*folder/],
    [{ 'train-images-idx3-ubyte': images(30).subarray(0, 9000) }, /train-images-idx3-ubyte: cut off: 30 images take 23536 bytes, it has 9000/],
    [{ 'train-images-idx3-ubyte': Buffer.concat([images(30), Buffer.alloc(3)]) }, /too long/],
    [{ 'train-images-idx3-ubyte': Buffer.alloc(0) }, /less than a header/],
    [{ 'train-images-idx3-ubyte': labels(30) }, /not an IDX file of images: it starts with 0x00000801/],
    [{ 'train-images-idx3-ubyte': Buffer.concat([header(0x803, 1, 32, 32), Buffer.alloc(1024)]) }, /32 x 32 pixels/],
    [{ 'train-labels-idx1-ubyte': labels(29) }, /29 labels, but train-images-idx3-ubyte has 30 images/],
    [{ 'train-labels-idx1-ubyte': Buffer.concat([header(0x801, 30), Buffer.alloc(30, 11)]) }, /label 1 is 11, not a digit/],
    [{ 'train-images-idx3-ubyte': images(0), 'train-labels-idx1-ubyte': labels(0) }, /holds no images/],
    [{ 't10k-images-idx3-ubyte.gz': gzipSync(images(10)).subarray(0, 40) }, /t10k-images-idx3-ubyte\.gz: the gzip data ends too early\. Copy/],
    [{ 't10k-images-idx3-ubyte.gz': Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(50, 3)]) }, /gzip data is damaged/],
  ];
  for (const [changes, message] of cases) await assert.rejects(readIdxFolder(folder(t, changes)), message);
});

test('the original files are known by their contents', { skip: !existsSync(MNIST) && 'no ../shared/mnist here' }, async () => {
  const data = await readIdxFolder(MNIST);
  assert.deepEqual([data.train.count, data.test.count, data.isFull], [60_000, 10_000, true]);
  assert.deepEqual([...data.train.labels.subarray(0, 5)], [5, 0, 4, 1, 9]);
});

test('the bundled digits are ten thousand, split without a digit in both', async () => {
  const { train, test: held, isFull } = await readDigits('dist/mnist-10k.bin.gz');
  assert.deepEqual([train.count, held.count, isFull], [8000, 2000, false]);
  for (const { labels: digits, count } of [train, held]) for (let digit = 0; digit < 10; digit++) assert.ok(digits.filter(label => label === digit).length > count * 0.07, `digit ${digit}`);
  assert.ok(train.pixels.includes(255) && train.pixels.includes(253) && train.pixels.includes(1), 'whole bytes, not rounded shares');
  const text = (pixels: Uint8Array, row: number) => Buffer.from(pixels.subarray(row * 784, (row + 1) * 784)).toString('latin1');
  const seen = new Set(Array.from({ length: train.count }, (_, row) => text(train.pixels, row)));
  assert.ok(Array.from({ length: held.count }, (_, row) => text(held.pixels, row)).every(image => !seen.has(image)));
});

test('missing bundled digits say so', () => assert.rejects(readDigits('nowhere/mnist-10k.bin.gz'), /nowhere.*bundled digits cannot be read/));

test('noise has the distribution it is named after, and is the same for the same seed', async () => {
  const digits = { inputs: 784, count: 2, pixels: Uint8Array.from({ length: 1568 }, (_, i) => i < 784 ? i % 5 : 200) };
  const signal = new AbortController().signal;
  const moments = ({ pixels }: { pixels: Uint8Array }) => {
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    return [mean, Math.sqrt(pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length)];
  };
  const near = ([mean, sd]: number[], expected: number[]) => assert.ok(Math.abs(mean - expected[0]) < 1 && Math.abs(sd - expected[1]) < 1.5, `${mean} ${sd}`);
  near(moments(await makeNoise('uniform', new Uint8Array(200 * 784), digits, 1, signal)), [127.5, 73.9]);
  near(moments(await makeNoise('gaussian', new Uint8Array(200 * 784), digits, 1, signal)), [127.5, 62.6]);
  const shuffled = await makeNoise('shuffled', new Uint8Array(4 * 784), digits, 1, signal);
  assert.deepEqual(shuffled.pixels.slice(0, 784).sort(), digits.pixels.slice(0, 784).sort());
  assert.notDeepEqual(shuffled.pixels.slice(0, 784), digits.pixels.slice(0, 784));
  assert.notDeepEqual(shuffled.pixels.slice(0, 784), shuffled.pixels.slice(1568, 2352), 'each image in an order of its own');
  assert.deepEqual(await makeNoise('uniform', new Uint8Array(3 * 784), digits, 4, signal), await makeNoise('uniform', new Uint8Array(3 * 784), digits, 4, signal));
  await assert.rejects(makeNoise('uniform', new Uint8Array(3 * 784), digits, 4, AbortSignal.abort(new Error('enough'))), /enough/);
});
