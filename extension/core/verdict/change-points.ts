import { randomFrom } from '../fingerprint/random';

/** Random orders that a stretch is held against; the least rate is one in this many. */
const DRAWS = 500;
/** A stretch of fewer rows is no part of a file. */
const LEAST_ROWS = 3;
const MOST_CUTS = 12;
/** Places where a stretch may begin or end in the search; the one that is found is then placed to the row. */
const PLACES = 96;

/** Rows `from` up to, not including, `to`. */
interface Stretch { from: number; to: number }

/**
 * Where a series changes: circular binary segmentation (Olshen and others, 2004). A stretch is cut out where its mean differs most from that of
 * the rest (in its most different column), if the same rows in random order have one as strong at most at the stated rate; then each part is
 * looked at alone. Rows that are alike in any order give a cut at `rate`; what it is that changes (teacher, task, order) a cut does not say.
 * @returns indices of rows at which a new part begins, rising.
 */
export function changePoints(rows: Float64Array[], rate: number): number[] {
  const cuts = new Set<number>(), open: Stretch[] = [{ from: 0, to: rows.length }];
  for (let part = open.pop(); part && cuts.size < MOST_CUTS; part = open.pop()) {
    const { from, to } = part, found = strongest(rows.slice(from, to), rate);
    if (!found) continue;
    const edges = [from, from + found.from, from + found.to, to];
    edges.slice(1, 3).filter(edge => edge > from && edge < to).forEach(edge => cuts.add(edge));
    for (let i = 1; i < edges.length; i++) if (edges[i] > edges[i - 1]) open.push({ from: edges[i - 1], to: edges[i] });
  }
  return [...cuts].sort((a, b) => a - b);
}

function strongest(rows: Float64Array[], rate: number): Stretch | undefined {
  if (rows.length < 2 * LEAST_ROWS) return undefined;
  const columns = standardisedColumns(rows);
  if (!columns.length) return undefined;
  const order = Int32Array.from(rows, (_, i) => i), random = randomFrom(rows.length);
  const found = search(columns, order);
  let reached = 1;
  for (let draw = 1; draw < DRAWS && reached <= rate * DRAWS; draw++) {
    shuffle(order, random);
    if (search(columns, order).strength >= found.strength) reached++;
  }
  return reached <= rate * DRAWS && found.strength > 0 ? placed(columns, found) : undefined;
}

/** The strongest stretch with its ends at some evenly spaced places, of the rows in the given order. */
function search(columns: Float64Array[], order: Int32Array): Stretch & { strength: number } {
  const n = order.length, step = Math.ceil(n / PLACES), sums = columns.map(column => prefixSums(column, order));
  let found = { from: 0, to: n, strength: 0 };
  for (let from = 0; from < n; from += step) {
    for (let to = from + step; ; to = Math.min(n, to + step)) {
      const end = Math.min(to, n), strength = strengthOf(sums, from, end, n);
      if (strength > found.strength) found = { from, to: end, strength };
      if (end === n) break;
    }
  }
  return found;
}

/** Moves the ends of a stretch, one after the other, to the row where it is strongest. */
function placed(columns: Float64Array[], { from, to }: Stretch): Stretch {
  const n = columns[0].length, step = Math.ceil(n / PLACES), sums = columns.map(column => prefixSums(column, Int32Array.from(column, (_, i) => i)));
  const near = (at: number) => Array.from({ length: 2 * step + 1 }, (_, i) => at - step + i).filter(row => row >= 0 && row <= n);
  const most = (stretches: Stretch[]) => stretches.reduce((best, next) => (strengthOf(sums, next.from, next.to, n) > strengthOf(sums, best.from, best.to, n) ? next : best));
  const begun = from === 0 ? { from, to } : most(near(from).filter(at => at < to).map(at => ({ from: at, to })));
  return to === n ? begun : most(near(to).filter(at => at > begun.from).map(at => ({ from: begun.from, to: at })));
}

/** Largest difference of means among the columns, in units of what chance gives; 0 where the stretch or the rest is too short. */
function strengthOf(sums: Float64Array[], from: number, to: number, n: number): number {
  const length = to - from;
  if (length < LEAST_ROWS || n - length < LEAST_ROWS) return 0;
  let most = 0;
  for (const sum of sums) most = Math.max(most, Math.abs(sum[to] - sum[from]));
  return most / Math.sqrt(length * (n - length) / n);
}

function prefixSums(column: Float64Array, order: Int32Array): Float64Array {
  const sums = new Float64Array(order.length + 1);
  for (let i = 0; i < order.length; i++) sums[i + 1] = sums[i] + column[order[i]];
  return sums;
}

/** Columns of mean 0 and deviation 1; those that never vary are left out. */
function standardisedColumns(rows: Float64Array[]): Float64Array[] {
  const n = rows.length;
  return Array.from(rows[0], (_, k) => {
    const mean = rows.reduce((sum, row) => sum + row[k], 0) / n;
    const deviation = Math.sqrt(rows.reduce((sum, row) => sum + (row[k] - mean) ** 2, 0) / n);
    return { deviation, values: Float64Array.from(rows, row => (row[k] - mean) / deviation) };
  }).filter(({ deviation }) => deviation > 1e-9).map(({ values }) => values);
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
}
