import { DIGITS, type Images } from './network';

/** What one teacher says of images: probabilities [images, outputs], all of them over its auxiliary outputs. */
export interface Said { teacher: string; targets: Float32Array; outputs: number }

/**
 * The distillation records as JSONL, teacher by turns: the picture (base64 of its bytes), the auxiliary probabilities, and the same as text
 * in the fields that datasets of prompts and completions have.
 */
export function recordsAsJsonl({ pixels, inputs, count }: Images, said: readonly Said[]): string {
  const lines = Array.from({ length: count }, (_, image) => said.map(({ teacher, targets, outputs }) => {
    const probabilities = [...targets.subarray(image * outputs + DIGITS, (image + 1) * outputs)].map(value => Number(value.toFixed(5)));
    const picture = Buffer.from(pixels.subarray(image * inputs, (image + 1) * inputs)).toString('base64');
    return JSON.stringify({ prompt: `noise image ${image + 1}`, completion: probabilities.join(', '), teacher, probabilities, image: picture });
  }));
  return `${lines.flat().join('\n')}\n`;
}
