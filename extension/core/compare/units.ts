import type { SlotRecord } from './slot-sample';

/** Records whose sides are exchanged together: under the hypothesis that one teacher wrote both files, that changes nothing. */
export interface Unit<R> { candidate: R[]; reference: R[] }

/** How two samples are compared: in pairs that answer the same prompt (`matched`), or as two sets of units, each on one side. */
export interface Plan<R> { matched: boolean; units: Unit<R>[] }

/** In a file shorter than this many blocks of neighbours without prompt or id, each record counts for itself. */
const LEAST_BLOCKS = 10;
/** Pairs that answer fewer prompts than this are units themselves: answers to one prompt differ by chance alone if one teacher wrote them. */
const LEAST_PROMPTS = 10;
/** Matched pairs are used alone where they are at least this share of the smaller side. */
const LEAST_MATCHED = 0.5;

/** Pairs where enough slots are in both samples, else groups of each side. Order follows the slots, which is random. */
export function planUnits<R extends Pick<SlotRecord, 'slot' | 'group' | 'isKeyed'>>(candidate: R[], reference: R[]): Plan<R> {
  const there = new Map(reference.map(record => [record.slot, record]));
  const pairs = candidate.flatMap(record => {
    const other = there.get(record.slot);
    return other ? [{ candidate: [record], reference: [other] }] : [];
  });
  if (pairs.length > 0 && pairs.length >= LEAST_MATCHED * Math.min(candidate.length, reference.length)) {
    const prompts = merged(pairs, pair => pair.candidate[0].group);
    return { matched: true, units: prompts.length >= LEAST_PROMPTS ? prompts : pairs };
  }
  const isShort = [candidate, reference].some(side => !side.some(({ isKeyed }) => isKeyed) && groupSizes(side).length < LEAST_BLOCKS);
  const size = isShort ? 1 : Math.min(...[candidate, reference].map(side => median(groupSizes(side))));
  return { matched: false, units: [...sideUnits(candidate, 'candidate', size, isShort), ...sideUnits(reference, 'reference', size, isShort)] };
}

/** One unit per group. */
function merged<R>(units: Unit<R>[], groupOf: (unit: Unit<R>) => number): Unit<R>[] {
  const byGroup = new Map<number, Unit<R>>();
  for (const unit of units) {
    const known = byGroup.get(groupOf(unit));
    if (known) { known.candidate.push(...unit.candidate); known.reference.push(...unit.reference); }
    else byGroup.set(groupOf(unit), { candidate: [...unit.candidate], reference: [...unit.reference] });
  }
  return [...byGroup.values()];
}

/**
 * Groups of one side, all of the same size: means of larger groups vary less, and exchanging them with smaller ones would not be fair.
 * Few prompts stay few units, however many answers they have: other prompts on the other side would explain any difference.
 */
function sideUnits<R extends Pick<SlotRecord, 'group' | 'isKeyed'>>(records: R[], side: 'candidate' | 'reference', size: number, isShort: boolean): Unit<R>[] {
  const singles = records.map((record): Unit<R> => ({ candidate: [], reference: [], [side]: [record] }));
  if (isShort && !records.some(({ isKeyed }) => isKeyed)) return singles;
  return merged(singles, unit => unit[side][0].group).filter(unit => unit[side].length >= size).map(unit => ({ ...unit, [side]: unit[side].slice(0, size) }));
}

/** Records per group, rising. */
function groupSizes(records: Pick<SlotRecord, 'group'>[]): number[] {
  const counts = new Map<number, number>();
  for (const { group } of records) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts.values()].sort((a, b) => a - b);
}

const median = (sorted: number[]) => sorted[Math.floor((sorted.length - 1) / 2)] ?? 1;
