import type { RowOrder } from '../protocol/dataset-view';
import type { ScoreColumns } from './score-columns';

const RANKS = 256;

/** Most positions that a selection lists; the rest is counted. */
export const MAX_SELECTED = 1_000_000;

/** Which lines are kept. */
export type Keeps = (position: number) => boolean;

/** The kept lines of `0 .. lines` in the order of their numbers. */
export function inFileOrder(lines: number, keeps: Keeps, isDescending = false): { positions: Uint32Array; total: number } {
  let total = 0;
  for (let i = 0; i < lines; i++) if (keeps(i)) total++;
  const positions = new Uint32Array(Math.min(total, MAX_SELECTED));
  for (let i = 0, at = 0; i < lines && at < positions.length; i++) {
    const line = isDescending ? lines - 1 - i : i;
    if (keeps(line)) positions[at++] = line;
  }
  return { positions, total };
}

/** What the score columns order by: a small number for each line, or undefined for columns of the file. */
export function rankBy(column: string, scores: ScoreColumns): ((position: number) => number) | undefined {
  if (column === '#score') return position => scores.levelAt(position);
  if (column === '#teacher') return position => scores.codeAt(position);
  return column === '#channel' ? position => scores.channelIndexAt(position) : undefined;
}

/** The kept lines by a small rank: placed by counting, so equal ranks stay in file order and ten million lines take two passes, not a sort. */
export function byRank(lines: number, keeps: Keeps, rankOf: (position: number) => number, { isDescending }: RowOrder): { positions: Uint32Array; total: number } {
  const rank = (position: number) => isDescending ? RANKS - 1 - rankOf(position) : rankOf(position);
  const next = new Uint32Array(RANKS + 1);
  for (let i = 0; i < lines; i++) if (keeps(i)) next[rank(i) + 1]++;
  for (let level = 0; level < RANKS; level++) next[level + 1] += next[level];
  const total = next[RANKS];
  const positions = new Uint32Array(Math.min(total, MAX_SELECTED));
  for (let i = 0; i < lines; i++) {
    if (!keeps(i)) continue;
    const at = next[rank(i)]++;
    if (at < positions.length) positions[at] = i;
  }
  return { positions, total };
}
