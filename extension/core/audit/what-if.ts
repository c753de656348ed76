import { readNumbers, type NumberToken } from '../fingerprint/number-reader';
import { randomFrom } from '../fingerprint/random';
import type { Scorable, Scorer } from '../fingerprint/scorer';
import type { WhatIf } from '../protocol/dataset-view';

/** Other numbers are drawn this often; what is told is the mean. */
const DRAWS = 8;
const LARGEST = 1000;
const SEED = 1;

/** The text with each number replaced; everything between the numbers stays. */
function withNumbers(text: Uint8Array, tokens: readonly NumberToken[], replace: (number: string) => string): Uint8Array {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  let from = 0;
  for (const { start, end } of tokens) {
    pieces.push(bytes.subarray(from, start), Buffer.from(replace(bytes.toString('latin1', start, end))));
    from = end;
  }
  return Buffer.concat([...pieces, bytes.subarray(from)]);
}

/**
 * What would have become of a number sample with one side of it changed: other values written the same way, other digits after
 * the first, or the same numbers written plainly. `family` is an index into the channel's families. Undefined for texts without numbers.
 */
export async function whatIf(scorer: Scorer, sample: Scorable, family: number): Promise<WhatIf[] | undefined> {
  const { tokens } = readNumbers(sample.bytes);
  if (tokens.length === 0) return undefined;
  const random = randomFrom(SEED);
  const digits = (number: string, keep: number) => number.replace(/\d/g, (digit, at: number) => at < keep ? digit : String(Math.floor(random() * 10)));
  const variants: Record<WhatIf['change'], () => Uint8Array> = {
    values: () => withNumbers(sample.bytes, tokens, () => String(Math.floor(random() * LARGEST))),
    digits: () => withNumbers(sample.bytes, tokens, number => digits(number, number.startsWith('-') ? 2 : 1)),
    format: () => Buffer.from(tokens.map(({ start, end }) => Buffer.from(sample.bytes).toString('latin1', start, end)).join(', ')),
  };
  const changes = Object.keys(variants) as WhatIf['change'][];
  const texts = changes.flatMap(change => Array.from({ length: change === 'format' ? 1 : DRAWS }, () => ({ change, bytes: variants[change]() })));
  const [now, ...then] = await scorer.score([sample, ...texts.map(({ bytes }) => ({ ...sample, bytes, channel: 'numbers' as const }))]);
  const probability = (score: { familyLogProb: Float32Array }) => Math.exp(score.familyLogProb[family]);
  return changes.map(change => {
    const scores = then.filter((_, i) => texts[i].change === change).map(probability);
    return { change, before: probability(now), after: scores.reduce((sum, value) => sum + value, 0) / scores.length };
  });
}
