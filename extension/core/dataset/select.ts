import type { Selection, SelectionResult } from '../protocol/dataset-view';
import type { BitSet } from './bit-set';
import type { ScoreColumns } from './score-columns';

const LEVELS = 256;

/** Most positions that a selection lists; the rest is counted. */
export const MAX_SELECTED = 100_000;

/**
 * Lines `0 .. lines` that a selection keeps, in its order. Ordered by score they are placed by counting (256 levels),
 * so equal scores stay in file order and ten million lines take one pass more, not a sort.
 */
export function select({ group, onlyFound, order }: Selection, lines: number, scores: ScoreColumns, found: BitSet): SelectionResult {
  const keeps = (position: number) => (group === null || scores.codeAt(position) === group) && (!onlyFound || found.has(position));
  const rank = (position: number) => order === 'descending' ? LEVELS - 1 - scores.levelAt(position) : order === 'ascending' ? scores.levelAt(position) : 0;
  const next = new Uint32Array(LEVELS + 1);
  for (let i = 0; i < lines; i++) if (keeps(i)) next[rank(i) + 1]++;
  for (let level = 0; level < LEVELS; level++) next[level + 1] += next[level];
  const total = next[LEVELS];
  const positions = new Array<number>(Math.min(total, MAX_SELECTED)).fill(0);
  for (let i = 0; i < lines; i++) {
    if (!keeps(i)) continue;
    const at = next[rank(i)]++;
    if (at < positions.length) positions[at] = i;
  }
  return { positions, total, capped: total > positions.length };
}
