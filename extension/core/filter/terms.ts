import { parseFilter } from './parse';
import { printField, printFilter } from './print';
import { fieldsOf, type FilterNode } from './syntax';

const partsOf = (text: string): FilterNode[] => {
  const node = parseFilter(text);
  return node === undefined ? [] : node.kind === 'and' ? node.items : [node];
};

const joined = (parts: FilterNode[]): string => parts.length === 0 ? '' : printFilter(parts.length === 1 ? parts[0] : { kind: 'and', items: parts });

/** The filter with a term added by AND; terms that test the same field give way, and a term that is there already is taken away. Both must be readable. */
export function toggleTerm(text: string, term: string): string {
  const [parts, added] = [partsOf(text), partsOf(term)];
  const isThere = hasTerm(text, term);
  const fields = new Set(added.flatMap(fieldsOf).map(printField));
  const others = parts.filter(part => !fieldsOf(part).every(field => fields.has(printField(field))));
  return joined(isThere ? others : [...others, ...added]);
}

/** True when a filter demands a term, apart from anything else. False for a filter that cannot be read. */
export function hasTerm(text: string, term: string): boolean {
  try {
    const there = new Set(partsOf(text).map(printFilter));
    return partsOf(term).every(part => there.has(printFilter(part)));
  } catch { return false; }
}
