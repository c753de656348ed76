import type { SlotRecord } from './slot-sample';

/** Records whose sides are exchanged together: under the hypothesis that one teacher wrote both files, that changes nothing. */
export interface Unit<R> { candidate: R[]; reference: R[] }

/** How two samples are compared: in pairs that answer the same prompt (`matched`), or as two sets of units, each on one side. */
export interface Plan<R> { matched: boolean; units: Unit<R>[] }

/** Fewer prompts than this cannot serve as units: their records do. */
const LEAST_GROUPS = 10;
/** Matched pairs are used alone where they are at least this share of the smaller side. */
const LEAST_MATCHED = 0.5;

/** Pairs where enough slots are in both samples, else groups of each side. Order follows the slots, which is random. */
export function planUnits<R extends Pick<SlotRecord, 'slot' | 'group'>>(candidate: R[], reference: R[]): Plan<R> {
  const there = new Map(reference.map(record => [record.slot, record]));
  const pairs = candidate.flatMap(record => {
    const other = there.get(record.slot);
    return other ? [{ candidate: [record], reference: [other] }] : [];
  });
  if (pairs.length > 0 && pairs.length >= LEAST_MATCHED * Math.min(candidate.length, reference.length)) {
    return { matched: true, units: merged(pairs, pair => pair.candidate[0].group) };
  }
  return { matched: false, units: [...sideUnits(candidate, 'candidate', reference), ...sideUnits(reference, 'reference', candidate)] };
}

/** One unit per group where there are enough groups. */
function merged<R>(units: Unit<R>[], groupOf: (unit: Unit<R>) => number): Unit<R>[] {
  const byGroup = new Map<number, Unit<R>>();
  for (const unit of units) {
    const known = byGroup.get(groupOf(unit));
    if (known) { known.candidate.push(...unit.candidate); known.reference.push(...unit.reference); }
    else byGroup.set(groupOf(unit), { candidate: [...unit.candidate], reference: [...unit.reference] });
  }
  return byGroup.size >= Math.min(LEAST_GROUPS, units.length) ? [...byGroup.values()] : units;
}

/** Groups of one side, all of the same size: means of larger groups vary less, and exchanging them with smaller ones would not be fair. */
function sideUnits<R extends Pick<SlotRecord, 'group'>>(records: R[], side: 'candidate' | 'reference', others: R[]): Unit<R>[] {
  const size = Math.min(typicalSize(records), typicalSize(others));
  const singles = records.map((record): Unit<R> => ({ candidate: [], reference: [], [side]: [record] }));
  const groups = merged(singles, unit => unit[side][0].group);
  if (groups === singles || groups.length === singles.length) return singles;
  return groups.filter(unit => unit[side].length >= size).map(unit => ({ ...unit, [side]: unit[side].slice(0, size) }));
}

/** Median number of records per group. */
function typicalSize(records: Pick<SlotRecord, 'group'>[]): number {
  const counts = new Map<number, number>();
  for (const { group } of records) counts.set(group, (counts.get(group) ?? 0) + 1);
  const sizes = [...counts.values()].sort((a, b) => a - b);
  return sizes.length < LEAST_GROUPS ? 1 : sizes[Math.floor((sizes.length - 1) / 2)];
}
