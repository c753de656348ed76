import type { Calibration } from './calibration';

const WIDTH = 50;
/** Bins with a smaller share of the rows than this say little. */
const LEAST_SHARE = 0.002;

/** A reliability diagram in plain characters: a bar as long as names were right, and `|` where the probability said it would end. */
export function calibrationPlot({ name, rows, bins }: Calibration): string {
  const lines = bins.filter(({ share }) => share >= LEAST_SHARE).map(({ confidence, accuracy, share }) => {
    const bar = '='.repeat(Math.round(WIDTH * accuracy)).padEnd(WIDTH), said = Math.min(WIDTH - 1, Math.round(WIDTH * confidence));
    return `${confidence.toFixed(2)}  ${accuracy.toFixed(2)}  ${(100 * share).toFixed(1).padStart(5)} %  ${bar.slice(0, said)}|${bar.slice(said + 1)}`.trimEnd();
  });
  return ['```text', `${name}, ${rows} rows`, 'said  right  of rows', ...lines, '```'].join('\n');
}
