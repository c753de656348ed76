import { isReserved } from './parse';
import { PSEUDO_FIELDS, type FilterField, type FilterLiteral, type FilterNode } from './syntax';

const BARE = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
const BARE_PATH = /^[\p{L}_$][\p{L}\p{N}_$-]*(?:\[\d*\]|\.[\p{L}\p{N}_$-]+)*$/u;

/** A value as text of a filter, in quotes where it needs them. */
export function printLiteral({ kind, text }: FilterLiteral): string {
  return kind !== 'string' || (BARE.test(text) && !isReserved(text)) ? text : JSON.stringify(text);
}

/** A field as text of a filter. */
export function printField(field: FilterField): string {
  if (field.kind === 'pseudo') return field.name;
  if (field.kind === 'length') return `length(${printField(field.of)})`;
  const { whole } = field;
  if (!BARE_PATH.test(whole) || isReserved(whole)) return JSON.stringify(whole);
  return Object.hasOwn(PSEUDO_FIELDS, whole) ? `.${whole}` : whole;
}

/** A filter as text that reads back as the same filter. */
export function printFilter(node: FilterNode): string {
  switch (node.kind) {
    case 'and': return node.items.map(item => item.kind === 'or' || item.kind === 'and' ? `(${printFilter(item)})` : printFilter(item)).join(' AND ');
    case 'or': return node.items.map(item => item.kind === 'or' ? `(${printFilter(item)})` : printFilter(item)).join(' OR ');
    case 'not': return node.item.kind === 'and' || node.item.kind === 'or' ? `NOT (${printFilter(node.item)})` : `NOT ${printFilter(node.item)}`;
    case 'compare': return `${printField(node.field)} ${node.operator} ${printLiteral(node.value)}`;
    case 'in': return `${printField(node.field)} IN (${node.values.map(printLiteral).join(', ')})`;
    case 'is': return `${printField(node.field)} IS ${node.wanted.toUpperCase()}`;
    case 'match': return `${printField(node.field)} ~ /${node.pattern}/${node.flags}`;
  }
}
