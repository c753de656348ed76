import { groupBy, type View } from './forced-choice';
import type { ScoredTestRow } from './score-corpus';

/** Of single rows by each family (in order of `names`), the shares that read likeliest as each; kinds of task weigh alike. Families without rows have none. */
export interface Confusion { channel: string; names: string[]; lines: { name: string; rows: number; shares: number[] }[] }

/** Confusion of the likeliest family of single rows, nobody withheld. */
export function confusion(channel: string, names: string[], rows: ScoredTestRow[], view: View): Confusion {
  const own = groupBy(rows.filter(row => view.truth(row) >= 0), view.truth);
  const lines = names.flatMap((name, truth) => {
    const kinds = [...groupBy(own.get(truth) ?? [], row => row.kind).values()];
    return kinds.length ? [{ name, rows: kinds.flat().length, shares: names.map((_, read) => kinds.reduce((sum, group) => sum + group.filter(row => likeliest(view.single(row)) === read).length / group.length / kinds.length, 0)) }] : [];
  });
  return { channel, names, lines };
}

const likeliest = (values: Float32Array): number => values.indexOf(Math.max(...values));
