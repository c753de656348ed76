import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readModelHeader } from '../onnx/graph';
import type { BagForm } from './bag-model';

const OPSET = 17;
/** File beside the models that holds their sha256 digests, written by `npm run train`. */
export const DIGESTS = 'digests.json';

/** A model file that cannot be used; the message names the file and the remedy. */
export class ModelProblem extends Error {}

/** A checked model file: its bytes, and what its metadata says. */
export interface ModelFile<M> { name: string; bytes: Uint8Array; sha256: string; metadata: BagForm & M }

/**
 * Reads `<folder>/<name>.onnx` and checks it against the folder's digests, the opset and the format.
 * Throws ModelProblem when it is missing, altered, cut off or of another format.
 */
export async function readModelFile<M>(folder: string, name: string): Promise<ModelFile<M>> {
  const file = path.join(folder, `${name}.onnx`);
  const bytes = await readOrExplain(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const expected = (parseJson(await readOrExplain(path.join(folder, DIGESTS)), DIGESTS) as Record<string, string>)[`${name}.onnx`];
  if (sha256 !== expected) throw new ModelProblem(`${file} is not the model that this version shipped (sha256 ${sha256.slice(0, 12)}..., expected ${String(expected).slice(0, 12)}...). Reinstall Undertone.`);
  const { opset, metadata } = headerOf(bytes, file);
  if (opset !== OPSET) throw new ModelProblem(`${file} uses ONNX opset ${opset}; this version reads opset ${OPSET}. Reinstall Undertone.`);
  const form = parseJson(Buffer.from(metadata.undertone ?? ''), file) as BagForm & M;
  if (form.format !== 1) throw new ModelProblem(`${file} has model format ${String(form.format)}; this version reads format 1. Reinstall Undertone.`);
  return { name, bytes, sha256, metadata: form };
}

function headerOf(bytes: Uint8Array, file: string): ReturnType<typeof readModelHeader> {
  try {
    return readModelHeader(bytes);
  } catch {
    throw new ModelProblem(`${file} is not a whole ONNX file. Reinstall Undertone.`);
  }
}

async function readOrExplain(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new ModelProblem(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}). Reinstall Undertone, or run \`npm run build\` in a checkout.`);
  }
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new ModelProblem(`${file} does not hold the JSON that it should. Reinstall Undertone.`);
  }
}

/** Throws ModelProblem when a model was trained for other statistics than this program computes. */
export function checkStatistics(name: string, stored: string[], computed: string[]): void {
  if (stored.join() !== computed.join()) throw new ModelProblem(`${name}.onnx was trained for another version of the program (its statistics differ). Reinstall Undertone, or run \`npm run train\` in a checkout.`);
}
