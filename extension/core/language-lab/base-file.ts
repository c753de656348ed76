import { createHash } from 'node:crypto';
import { ModelProblem, readModelFile } from '../fingerprint/model-file';
import { asFloats, readGraph } from '../onnx/read-model';
import { storedModel } from './graphs';
import { parameterCount } from './transformer';
import { SHAPE } from './shape';
import { TOKENS } from './vocabulary';

/** Base models that are shipped: initialisations 1 to this. */
export const BASES = 5;

/** Name of a base model's file, without its ending. */
export const baseName = (initialisation: number): string => `base-${initialisation}`;

/** What a base file says of itself besides its format: its initialisation, and the language whose tokens it reads. */
interface BaseForm { initialisation: number; language: string }

/** Digest of the tokens in their order, so that a base of another vocabulary is not taken for one of this. */
const languageDigest = (): string => createHash('sha256').update(TOKENS.join('\n')).digest('hex');

/** A base model as a file that any ONNX runtime can read texts with. */
export function baseBytes(parameters: Float32Array, initialisation: number): Uint8Array {
  return storedModel(SHAPE, parameters, { undertone: JSON.stringify({ format: 1, initialisation, language: languageDigest() }) });
}

/** The values of a base model. Throws ModelProblem, naming the file and the remedy, when it is missing, altered or of another language. */
export async function readBase(folder: string, initialisation: number): Promise<Float32Array> {
  const { bytes, metadata } = await readModelFile<BaseForm>(folder, baseName(initialisation));
  const stored = readGraph(bytes).tensors.get('parameters'), values = stored && asFloats(stored);
  if (metadata.language !== languageDigest() || values?.length !== parameterCount(SHAPE)) {
    throw new ModelProblem(`${baseName(initialisation)}.onnx was trained for another version of the lab's language. Reinstall Undertone, or run \`npm run train:language-lab\` in a checkout.`);
  }
  return values;
}

/** All base models, initialisation 1 first. */
export const readBases = (folder: string): Promise<Float32Array[]> => Promise.all(Array.from({ length: BASES }, (_, i) => readBase(folder, i + 1)));
