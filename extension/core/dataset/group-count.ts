import type { FilterValue } from '../filter/compile';
import { printField, printLiteral } from '../filter/print';
import { pathField, type FilterLiteral } from '../filter/syntax';
import type { GroupResult } from '../protocol/dataset-view';

/** Most different values that are counted apart, and most that are listed. */
export const MAX_GROUPS = 100_000;
const MAX_LISTED = 100;
const MAX_LABEL_UNITS = 200;

interface Entry { literal: FilterLiteral; count: number }

/** Counts the values of a field; texts longer than a label, lists and objects count as other values. */
export class GroupCount {
  private readonly entries = new Map<string, Entry>();
  private missing = 0;
  private others = 0;
  private isCapped = false;

  constructor(private readonly field: string) {}

  /** Takes the field's value in one record. */
  add(value: FilterValue | undefined): void {
    if (!value) { this.missing++; return; }
    const { kind, text } = value;
    if ((kind !== 'string' && kind !== 'number' && kind !== 'boolean' && kind !== 'null') || text.length > MAX_LABEL_UNITS) { this.others++; return; }
    const key = `${kind} ${text}`;
    const entry = this.entries.get(key);
    if (entry) entry.count++;
    else if (this.entries.size < MAX_GROUPS) this.entries.set(key, { literal: { kind, text }, count: 1 });
    else { this.others++; this.isCapped = true; }
  }

  /** The commonest values so far. */
  result(cancelled: boolean, elapsedMs: number): GroupResult {
    const field = printField(pathField(this.field));
    const sorted = [...this.entries.values()].sort((a, b) => b.count - a.count);
    const values = sorted.slice(0, MAX_LISTED).map(({ literal, count }) => ({ label: literal.text, term: `${field} = ${printLiteral(literal)}`, count }));
    const rest = sorted.slice(MAX_LISTED).reduce((sum, { count }) => sum + count, 0);
    return { values, others: this.others + rest, distinct: this.entries.size, isDistinctCapped: this.isCapped, missing: this.missing, cancelled, elapsedMs };
  }
}
