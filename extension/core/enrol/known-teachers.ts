import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DIGESTS, ModelProblem } from '../fingerprint/model-file';
import type { NamedChannel } from '../fingerprint/scorer';
import { meanOf } from './fingerprint';

/** File beside the models with held-out fingerprints of the teachers that the models know; written by `npm run train`. */
export const KNOWN_TEACHERS = 'known-teachers.json';

/** Whitened fingerprints are stored in steps of this. */
export const STEP = 1 / 200;

/** The file as JSON; numbers in base64 of little-endian arrays. */
export interface KnownFile { format: 1; channels: Record<NamedChannel, KnownChannelJson> }

/** One channel: how fingerprints are whitened, and what sets of known teachers look like then. */
export interface KnownChannelJson {
  /** Digest of the model file that the fingerprints come from. */
  model: string;
  /** Length of a fingerprint. */
  size: number;
  /** float32, rows of a lower triangle: whitened = triangle x fingerprint. */
  whitening: string;
  /** float32 [n x size]: directions in which known teachers differ on the same task. */
  directions: string;
  /** Spread of records along those directions (`spreadOf`) from which a dataset is called a mixture; share of pure ones called so, of mixtures found. */
  mixture: { limit: number; falseRate: number; power: number };
  /** Per family: the largest mean likeness (core/verdict/contamination.ts) that held-out output of the others has to it. */
  likeness: Record<string, number>;
  /** `chunks`: int16 [n x size], means of `chunkRecords` records each. */
  teachers: { family: string; model: string; kind: string; records: number; chunkRecords: number; chunks: string }[];
}

/** Held-out output of one known teacher on one kind of task. */
export interface KnownTeacher { family: string; model: string; kind: string; records: number; chunkRecords: number; chunks: Float64Array[]; mean: Float64Array }

/** What is known of one channel, ready for comparison. */
export class KnownChannel {
  readonly model: string;
  readonly size: number;
  readonly mixture: KnownChannelJson['mixture'];
  readonly likeness: KnownChannelJson['likeness'];
  readonly directions: Float64Array[];
  private readonly triangle: Float32Array;

  constructor(private readonly json: KnownChannelJson, readonly teachers: KnownTeacher[] = json.teachers.map(teacher => readTeacher(teacher, json.size))) {
    this.model = json.model;
    this.size = json.size;
    this.mixture = json.mixture;
    this.likeness = json.likeness;
    this.triangle = new Float32Array(bufferOf(json.whitening));
    this.directions = rows(new Float32Array(bufferOf(json.directions)), json.size, 1);
  }

  /** The same, with fewer teachers. */
  without(isLeftOut: (teacher: KnownTeacher) => boolean): KnownChannel {
    return new KnownChannel(this.json, this.teachers.filter(teacher => !isLeftOut(teacher)));
  }

  /** A fingerprint (or a mean of some) in units of one record's spread within a teacher; [size] in, [size] out. */
  whiten(fingerprint: ArrayLike<number>): Float64Array {
    const whitened = new Float64Array(this.size);
    for (let row = 0, at = 0; row < this.size; row++) for (let k = 0; k <= row; k++) whitened[row] += this.triangle[at++] * fingerprint[k];
    return whitened;
  }
}

/** What is known, channel by channel. */
export type KnownTeachers = Record<NamedChannel, KnownChannel>;

/**
 * The known teachers beside the models of a folder. Throws ModelProblem when the file is missing, altered, or belongs to other models.
 * @param version the scorer's: begins of the digests of both models.
 */
export async function openKnownTeachers(folder: string, version: string): Promise<KnownTeachers> {
  const file = path.join(folder, KNOWN_TEACHERS);
  const bytes = await read(file), digests = JSON.parse(String(await read(path.join(folder, DIGESTS)))) as Record<string, string>;
  if (createHash('sha256').update(bytes).digest('hex') !== digests[KNOWN_TEACHERS]) throw new ModelProblem(`${file} is not the file that this version shipped. Reinstall Undertone.`);
  const { format, channels: { numbers, code, reasoning } } = JSON.parse(String(bytes)) as KnownFile;
  const [numbersVersion, textVersion] = version.split('.');
  const fits = format === 1 && numbers.model.startsWith(numbersVersion) && code.model.startsWith(textVersion) && reasoning.model.startsWith(textVersion);
  if (!fits) throw new ModelProblem(`${file} belongs to other models than those beside it. Reinstall Undertone, or run \`npm run train\` in a checkout.`);
  return { numbers: new KnownChannel(numbers), code: new KnownChannel(code), reasoning: new KnownChannel(reasoning) };
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new ModelProblem(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}). Reinstall Undertone, or run \`npm run train\` in a checkout.`);
  }
}

function readTeacher({ chunks, ...teacher }: KnownChannelJson['teachers'][number], size: number): KnownTeacher {
  const means = rows(new Int16Array(bufferOf(chunks)), size, STEP);
  return { ...teacher, chunks: means, mean: meanOf(means) };
}

const bufferOf = (base64: string): ArrayBuffer => Uint8Array.from(Buffer.from(base64, 'base64')).buffer;

const rows = (values: ArrayLike<number>, size: number, step: number): Float64Array[] =>
  Array.from({ length: Math.floor(values.length / size) }, (_, row) => Float64Array.from({ length: size }, (_unused, k) => values[row * size + k] * step));
