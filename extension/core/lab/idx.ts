import { createHash } from 'node:crypto';
import { access, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DataProblem } from './data-problem';
import type { DigitData } from './experiment';
import { DIGITS, type Labelled } from './network';

const SIDE = 28;
/** The full set is 47 MB; ten times as much is no MNIST. */
const MAX_BYTES = 512 * 2 ** 20;
/** More than the largest file holds, so that gunzip need not join pieces, which would take its memory twice. */
const GUNZIP_CHUNK_BYTES = 64 * 2 ** 20;
const REMEDY = 'Name a folder with the four MNIST files as they are distributed, plain or gzip.';

/** First four bytes of an IDX file: unsigned bytes in three dimensions, or in one. */
const MAGIC = { images: 0x803, labels: 0x801 } as const;
type Kind = keyof typeof MAGIC;

/** SHA-256 of the original files' contents, before compression. */
const ORIGINAL: Record<string, string> = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
};

interface IdxFile { file: string; bytes: Buffer; isOriginal: boolean }

/**
 * Reads the four MNIST files of a folder, each plain or `.gz` (format: yann.lecun.com/exdb/mnist). Files of the same form with other
 * contents are taken too, and said not to be the original. Rejects with DataProblem where a file is missing, cut off or something else.
 */
export async function readIdxFolder(folder: string): Promise<DigitData> {
  const files: IdxFile[] = [];
  for (const name of Object.keys(ORIGINAL)) files.push(await readIdx(folder, name));
  const [train, test] = [labelled(files[0], files[1]), labelled(files[2], files[3])];
  const counts = `${train.count} training and ${test.count} test digits`;
  const isFull = files.every(({ isOriginal }) => isOriginal);
  return { train, test, isFull, description: isFull ? `MNIST, ${counts}` : `${counts}; not the original MNIST files, so published figures do not apply` };
}

async function readIdx(folder: string, name: string): Promise<IdxFile> {
  const file = await findFile(folder, name);
  const bytes = await readBytes(file);
  return { file, bytes, isOriginal: createHash('sha256').update(bytes).digest('hex') === ORIGINAL[name] };
}

async function findFile(folder: string, name: string): Promise<string> {
  for (const candidate of [name, `${name}.gz`, name.replace('-idx', '.idx')].map(entry => path.join(folder, entry))) {
    if (await access(candidate).then(() => true, (error: NodeJS.ErrnoException) => error.code === 'EACCES')) return candidate;
  }
  throw new DataProblem(path.join(folder, name), 'not found, neither plain nor with .gz', REMEDY);
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).size > MAX_BYTES) throw new DataProblem(file, 'too large for MNIST', REMEDY);
    const bytes = await readFile(file);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES, chunkSize: GUNZIP_CHUNK_BYTES }) : bytes;
  } catch (error) {
    if (error instanceof DataProblem) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw new DataProblem(file, 'the gzip data ends too early', 'Copy the file again.');
    if (code?.startsWith('Z_')) throw new DataProblem(file, `the gzip data is damaged (${message})`, 'Copy the file again.');
    if (code === 'EACCES' || code === 'EPERM') throw new DataProblem(file, 'no permission to read it', 'Change its permissions or choose another folder.');
    throw new DataProblem(file, `cannot be read (${message})`, REMEDY);
  }
}

/** Checks both files of a set and joins them. */
function labelled(images: IdxFile, labels: IdxFile): Labelled {
  const count = checkHeader(images, 'images', SIDE * SIDE), labelCount = checkHeader(labels, 'labels', 1);
  if (count !== labelCount) throw new DataProblem(labels.file, `${labelCount} labels, but ${path.basename(images.file)} has ${count} images`, 'Take both files from the same set.');
  const pixels = images.bytes.subarray(16), digits = labels.bytes.subarray(8);
  const wrong = digits.findIndex(digit => digit >= DIGITS);
  if (wrong >= 0) throw new DataProblem(labels.file, `label ${wrong + 1} is ${digits[wrong]}, not a digit`, REMEDY);
  return { pixels, inputs: SIDE * SIDE, count, labels: digits };
}

/** The number of items, once the header and the file's size agree on it. */
function checkHeader({ file, bytes }: IdxFile, kind: Kind, bytesPerItem: number): number {
  const headerBytes = kind === 'images' ? 16 : 8;
  if (bytes.length < headerBytes) throw new DataProblem(file, `cut off: ${bytes.length} bytes are less than a header`, 'Copy the file again.');
  const magic = bytes.readUInt32BE(0), count = bytes.readUInt32BE(4);
  if (magic !== MAGIC[kind]) throw new DataProblem(file, `not an IDX file of ${kind}: it starts with ${hex(magic)}, not ${hex(MAGIC[kind])}`, REMEDY);
  if (kind === 'images' && (bytes.readUInt32BE(8) !== SIDE || bytes.readUInt32BE(12) !== SIDE)) {
    throw new DataProblem(file, `images of ${bytes.readUInt32BE(8)} x ${bytes.readUInt32BE(12)} pixels, not ${SIDE} x ${SIDE}`, REMEDY);
  }
  if (count === 0) throw new DataProblem(file, `it holds no ${kind}`, REMEDY);
  const expected = headerBytes + count * bytesPerItem;
  if (bytes.length !== expected) {
    throw new DataProblem(file, `${bytes.length < expected ? 'cut off' : 'too long'}: ${count} ${kind} take ${expected} bytes, it has ${bytes.length}`, 'Copy the file again.');
  }
  return count;
}

const hex = (magic: number) => `0x${magic.toString(16).padStart(8, '0')}`;
