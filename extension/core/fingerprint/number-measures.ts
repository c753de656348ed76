import type { NumberSequence } from './number-reader';

/** What a number sequence is like whoever wrote it; their means over a set show whether the set is of a familiar kind. Format takes no part. */
export const NUMBER_MEASURES = [
  'logCount', 'width', 'underHundred', 'overThousand', 'distinct', 'level', 'spread', 'rises', 'step', 'round', 'odd', 'nearRepeats', 'ramps', 'odds',
] as const;

const share = <T>(list: T[], test: (item: T, index: number) => boolean): number => list.length ? list.filter(test).length / list.length : 0;
const mean = (list: number[]): number => list.length ? list.reduce((sum, x) => sum + x, 0) / list.length : 0;
/** Longest sequence that is measured; the rest is like it or it is unfamiliar anyway. */
const MOST = 4096;

/** The measures of a sequence, all finite and about 0..2; zeros for a text without numbers. */
export function numberMeasures({ tokens: all }: NumberSequence): Float32Array {
  const tokens = all.slice(0, MOST);
  const values = tokens.map(token => Math.min(token.value, 9999));
  const differences = values.slice(1).map((value, i) => value - values[i]);
  const level = mean(values);
  const near = (i: number): boolean => values.slice(Math.max(0, i - 15), i).some(other => Math.abs(other - values[i]) <= 9);
  return Float32Array.of(
    Math.log1p(all.length), mean(tokens.map(token => Math.min(token.digits, 9))) / 3, share(values, v => v < 100), share(values, v => v >= 1000),
    values.length ? new Set(values).size / values.length : 0, level / 1000, Math.sqrt(mean(values.map(v => (v - level) ** 2))) / 500,
    share(differences, d => d > 0), mean(differences.map(Math.abs)) / 500, share(values, v => v % 10 === 0), share(values, v => v % 2 === 1),
    share(values, (_, i) => near(i)), share(differences, (d, i) => i > 0 && d === differences[i - 1]),
    share(tokens, token => token.negative || token.decimal),
  );
}
