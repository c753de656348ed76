import type { ValueKind } from '../protocol/dataset-view';
import { compareNumbers } from './numbers';
import { asRegExp } from './regex';
import type { CompareOperator, FilterField, FilterKind, FilterLiteral, FilterNode } from './syntax';

/** A value of a record as a filter sees it. */
export interface FilterValue {
  kind: ValueKind;
  /** A string decoded; any other value as it stands in the file. */
  readonly text: string;
  /** Characters of a string, elements of an array, members of an object; undefined for the rest. */
  readonly size: number | undefined;
  /** The beginning of a string, where reading all of it can be spared. */
  readonly head?: string;
}

/** What a filter asks of a record; whoever holds records implements it. A field that is not there has no values. */
export interface FilterRecord { values(field: Exclude<FilterField, { kind: 'length' }>): readonly FilterValue[] }

type Test = (value: FilterValue) => boolean;

const NONE: readonly FilterValue[] = [];

function valuesOf(record: FilterRecord, field: FilterField): readonly FilterValue[] {
  if (field.kind !== 'length') return record.values(field);
  return valuesOf(record, field.of).flatMap(({ size }) => size === undefined ? NONE : [{ kind: 'number', text: String(size), size: undefined }]);
}

const HOLDS: Record<CompareOperator, (order: number) => boolean> = {
  '=': order => order === 0, '!=': order => order !== 0, '<': order => order < 0, '<=': order => order <= 0, '>': order => order > 0, '>=': order => order >= 0,
};

/** Only values of the literal's own kind are compared. */
function comparison(operator: CompareOperator, { kind, text }: FilterLiteral): Test {
  const holds = HOLDS[operator];
  if (kind === 'number') return value => value.kind === 'number' && holds(compareNumbers(value.text, text));
  if (kind === 'string') return value => value.kind === 'string' && holds(value.text < text ? -1 : value.text > text ? 1 : 0);
  return value => value.kind === kind && holds(value.text === text ? 0 : 1);
}

function isEmpty({ kind, text, size }: FilterValue): boolean {
  return kind === 'null' || (kind === 'string' ? text.trim() === '' : size === 0);
}

const kindTest = (wanted: FilterKind): Test => wanted === 'empty' ? isEmpty : value => value.kind === wanted;

const some = (field: FilterField, test: Test) => (record: FilterRecord): boolean => valuesOf(record, field).some(test);

/** Turns a filter into a test of one record. A test of a path with `[]` holds when it holds for any of its elements; `!=` is the opposite of `=`. */
export function compileFilter(node: FilterNode): (record: FilterRecord) => boolean {
  switch (node.kind) {
    case 'and': { const tests = node.items.map(compileFilter); return record => tests.every(test => test(record)); }
    case 'or': { const tests = node.items.map(compileFilter); return record => tests.some(test => test(record)); }
    case 'not': { const test = compileFilter(node.item); return record => !test(record); }
    case 'compare': {
      if (node.operator !== '!=') return some(node.field, comparison(node.operator, node.value));
      const same = some(node.field, comparison('=', node.value));
      return record => !same(record);
    }
    case 'in': { const tests = node.values.map(value => comparison('=', value)); return some(node.field, value => tests.some(test => test(value))); }
    case 'match': { const pattern = asRegExp(node); return some(node.field, value => pattern.test(value.text)); }
    case 'is': {
      if (node.wanted === 'missing') return record => valuesOf(record, node.field).length === 0;
      return some(node.field, kindTest(node.wanted));
    }
  }
}
