import { randomFrom } from '../fingerprint/random';

/** The ten digits; logits after these are the auxiliary ones, which no digit ever trains. */
export const DIGITS = 10;

/** Pixels per image, units per hidden layer, and logits (DIGITS plus the auxiliary ones). */
export interface Shape { inputs: number; hidden: number; outputs: number }

/** A network: its six tensors in the order of PARAMETERS, row-major (W1 is [inputs, hidden]). */
export interface Network { shape: Shape; parameters: Float32Array[] }

/** `count` images of `inputs` bytes each, one after another. */
export interface Images { pixels: Uint8Array; inputs: number; count: number }

/** Images with their digits, one byte 0..9 each. */
export interface Labelled extends Images { labels: Uint8Array }

/** Sizes of the six tensors. */
export const tensorDims = ({ inputs, hidden, outputs }: Shape): number[][] =>
  [[inputs, hidden], [hidden], [hidden, hidden], [hidden], [hidden, outputs], [outputs]];

/** Fresh weights from a normal distribution of variance 1/fan-in and zero biases, as in the paper's script. */
export function initialise(shape: Shape, seed: number): Network {
  const normal = normalFrom(randomFrom(seed));
  const parameters = tensorDims(shape).map(([rows, columns]) =>
    columns === undefined ? new Float32Array(rows) : Float32Array.from({ length: rows * columns }, () => normal() / Math.sqrt(rows)));
  return { shape, parameters };
}

/** A seed of its own for each purpose within a run, so that changing one draw never shifts another. */
export function seedFor(seed: number, purpose: string): number {
  let hash = Math.imul(seed + 1, 0x9e3779b1);
  for (const character of purpose) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Shuffles in place (Fisher-Yates). */
export function shuffle(values: Int32Array | Uint8Array, random: () => number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1)), value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
}

/** Standard normal numbers by Box and Muller. */
function normalFrom(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
