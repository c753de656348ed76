import type { NumberSequence } from './number-reader';

/** What a number sequence is like whoever wrote it; their means over a set show whether the set is of a familiar kind. Format takes no part. */
export const NUMBER_MEASURES = [
  'logCount', 'width', 'underHundred', 'overThousand', 'distinct', 'level', 'spread', 'rises', 'step', 'round', 'odd', 'nearRepeats', 'ramps', 'odds',
] as const;

/** Longest sequence that is measured; the rest is like it or it is unfamiliar anyway. */
const MOST = 4096;

/** The measures of a sequence, all finite and about 0..2; zeros for a text without numbers. */
export function numberMeasures({ tokens: all }: NumberSequence): Float32Array {
  const tokens = all.length > MOST ? all.slice(0, MOST) : all;
  const values = tokens.map(token => Math.min(token.value, 9999)), count = Math.max(1, values.length), steps = Math.max(1, values.length - 1);
  let digits = 0, under = 0, over = 0, round = 0, odd = 0, odds = 0, total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i], token = tokens[i];
    digits += Math.min(token.digits, 9);
    total += value;
    if (value < 100) under++;
    if (value >= 1000) over++;
    if (value % 10 === 0) round++;
    if (value % 2 === 1) odd++;
    if (token.negative || token.decimal) odds++;
  }
  const { rises, distance, ramps, near, distinct } = neighbours(values), level = total / count;
  let squares = 0;
  for (const value of values) squares += (value - level) ** 2;
  return Float32Array.of(
    Math.log1p(all.length), digits / count / 3, under / count, over / count, distinct / count, level / 1000, Math.sqrt(squares / count) / 500,
    rises / steps, distance / steps / 500, round / count, odd / count, near / count, ramps / steps, odds / count,
  );
}

/** Counts over neighbouring values: rises, summed distances, equal steps in a row, values near one of the 15 before, and different values. */
function neighbours(values: number[]): { rises: number; distance: number; ramps: number; near: number; distinct: number } {
  let rises = 0, distance = 0, ramps = 0, near = 0;
  for (let i = 1; i < values.length; i++) {
    const step = values[i] - values[i - 1];
    if (step > 0) rises++;
    distance += Math.abs(step);
    if (i > 1 && step === values[i - 1] - values[i - 2]) ramps++;
    for (let j = Math.max(0, i - 15); j < i; j++) if (Math.abs(values[j] - values[i]) <= 9) { near++; break; }
  }
  return { rises, distance, ramps, near, distinct: new Set(values).size };
}
