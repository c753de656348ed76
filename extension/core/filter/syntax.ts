import type { ValueKind } from '../protocol/dataset-view';

/** What is known of a record besides its fields. A field of the same name is written with a dot before it (`.teacher`). */
export const PSEUDO_FIELDS = {
  line: 'line number, from 1',
  length: 'bytes of the record’s line',
  raw: 'the line as it stands in the file',
  teacher: 'family that the audit named, or unfamiliar, undecided, other, skipped, unreadable',
  score: 'probability of the leading family, 0 to 1',
  channel: 'numbers, code, reasoning or other',
  reviewed: 'true once the record was marked as reviewed',
  tag: 'each tag that was given to the record',
} as const;
export type PseudoField = keyof typeof PSEUDO_FIELDS;

/** One step into a record: a member, an array position, or every element of an array. */
export type FieldStep = { member: string } | { position: number } | 'each';

/** What a test looks at. `whole` is tried as a single key first, so that keys with dots can be named. */
export type FilterField =
  | { kind: 'pseudo'; name: PseudoField }
  | PathField
  | { kind: 'length'; of: FilterField };
export interface PathField { kind: 'path'; whole: string; steps: FieldStep[] }

/** A value as it was written; numbers keep their digits. */
export interface FilterLiteral { kind: 'string' | 'number' | 'boolean' | 'null'; text: string }

export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
/** What `IS` can ask for: the kind of a value, whether there is one, whether there is anything in it. */
export type FilterKind = ValueKind | 'empty';
export const FILTER_KINDS: readonly FilterKind[] = ['missing', 'null', 'empty', 'string', 'number', 'boolean', 'object', 'array'];

/** A filter as a tree. */
export type FilterNode =
  | { kind: 'and' | 'or'; items: FilterNode[] }
  | { kind: 'not'; item: FilterNode }
  | { kind: 'compare'; field: FilterField; operator: CompareOperator; value: FilterLiteral }
  | { kind: 'match'; field: FilterField; pattern: string; flags: string }
  | { kind: 'in'; field: FilterField; values: FilterLiteral[] }
  | { kind: 'is'; field: FilterField; wanted: FilterKind };

/** What may come next at a place of a filter. */
export type Expected = 'field' | 'operator' | 'value' | 'pattern' | 'kind' | 'joiner' | 'bracket';

/** A filter that cannot be read: what is wrong, and where (UTF-16 offsets in the filter's text). */
export class FilterProblem extends Error {
  constructor(message: string, readonly at: number, readonly length: number, readonly expected?: Expected, readonly field?: FilterField) {
    super(message);
    this.name = 'FilterProblem';
  }
}

/** Parses the steps of a path: `messages[].content`, `choices[0].text`. */
export function pathField(text: string): PathField {
  const steps = [...text.matchAll(/\[(\d*)\]|([^.[\]]+)/g)].map(([, position, member]): FieldStep =>
    member === undefined ? position === '' ? 'each' : { position: Number(position) } : { member });
  return { kind: 'path', whole: text, steps };
}

/** The field that a word names: one known of every record, or a path. */
export function wordField(word: string): FilterField {
  if (Object.hasOwn(PSEUDO_FIELDS, word)) return { kind: 'pseudo', name: word as PseudoField };
  return pathField(word.startsWith('.') ? word.slice(1) : word);
}

/** Every field that a filter looks at. */
export function fieldsOf(node: FilterNode): FilterField[] {
  if ('items' in node) return node.items.flatMap(fieldsOf);
  if ('item' in node) return fieldsOf(node.item);
  return [node.field.kind === 'length' ? node.field.of : node.field];
}

/** True when a filter asks for something that is known of a record besides its fields. */
export function asksFor(node: FilterNode, ...names: PseudoField[]): boolean {
  return fieldsOf(node).some(field => field.kind === 'pseudo' && names.includes(field.name));
}
