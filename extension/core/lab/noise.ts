import { randomFrom } from '../fingerprint/random';
import type { NoiseKind } from '../protocol/mnist-lab';
import { shuffle, type Images } from './network';

const IMAGES_PER_TURN = 4096;
/** Half of the range from grey to white. */
const GAUSSIAN_SD = 63.75;
/** Mean and standard deviation of the sum of four even bytes, which is near enough to normal for pixels. */
const FOUR_BYTES = { mean: 510, sd: Math.sqrt(4 * (256 ** 2 - 1) / 12) };

/**
 * Fills `pixels` with noise images of the size of `digits`, in turns between which the thread is free; the memory is the caller's, who may
 * use it for seed after seed. `digits` are the source of shuffled pixels. Rejects with the signal's reason when it is aborted.
 */
export async function makeNoise(kind: NoiseKind, pixels: Uint8Array, digits: Images, seed: number, signal: AbortSignal): Promise<Images> {
  const { inputs } = digits, count = pixels.length / inputs, random = randomFrom(seed);
  for (let image = 0; image < count; image += IMAGES_PER_TURN) {
    signal.throwIfAborted();
    const end = Math.min(count, image + IMAGES_PER_TURN);
    if (kind === 'shuffled') for (let i = image; i < end; i++) shuffledImage(pixels, i, digits, random);
    else fill(pixels.subarray(image * inputs, end * inputs), kind, random);
    await new Promise(setImmediate);
  }
  return { pixels, inputs, count };
}

function fill(pixels: Uint8Array, kind: 'uniform' | 'gaussian', random: () => number): void {
  for (let i = 0; i < pixels.length; i++) pixels[i] = kind === 'uniform' ? random() * 256 : gaussianByte(random() * 2 ** 32);
}

function gaussianByte(bits: number): number {
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + ((bits >>> 24) & 255);
  return Math.min(255, Math.max(0, Math.round(127.5 + (sum - FOUR_BYTES.mean) * GAUSSIAN_SD / FOUR_BYTES.sd)));
}

function shuffledImage(pixels: Uint8Array, image: number, digits: Images, random: () => number): void {
  const { inputs } = digits, from = (image % digits.count) * inputs;
  const target = pixels.subarray(image * inputs, (image + 1) * inputs);
  target.set(digits.pixels.subarray(from, from + inputs));
  shuffle(target, random);
}
