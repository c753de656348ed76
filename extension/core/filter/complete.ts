import { parseFilter } from './parse';
import { printField, printLiteral } from './print';
import { FILTER_KINDS, FilterProblem, pathField, PSEUDO_FIELDS, type Expected, type FilterField } from './syntax';

/** What completion can draw on: the file's fields, and values that are known of a field. */
export interface Vocabulary { fields: readonly string[]; values(field: FilterField): readonly string[] }

/** Something that can stand at the caret; `detail` says what it is. */
export interface Completion { text: string; detail: string }

/** Completions of a place, and the stretch of text that one of them replaces. */
export interface Completions { start: number; end: number; items: Completion[] }

const MAX_ITEMS = 50;
const OPERATORS: Completion[] = [
  { text: '=', detail: 'equals' }, { text: '!=', detail: 'differs, or is missing' }, { text: '>', detail: 'is more than' }, { text: '<', detail: 'is less than' }, { text: '>=', detail: 'is at least' }, { text: '<=', detail: 'is at most' },
  { text: '~', detail: 'contains a text, or matches an /expression/' }, { text: '!~', detail: 'does not' }, { text: 'IN (', detail: 'is one of' }, { text: 'IS', detail: 'kind of the value, or MISSING' }, { text: 'IS NOT', detail: 'is not of this kind, or not MISSING' },
];

/** What a filter that ends here would still need. */
function expectedAfter(before: string): { expected: Expected; field?: FilterField } | undefined {
  try {
    return { expected: parseFilter(before) === undefined ? 'field' : 'joiner' };
  } catch (error) {
    if (!(error instanceof FilterProblem) || error.expected === undefined || error.at < before.trimEnd().length) return undefined;
    return { expected: error.expected, field: error.field };
  }
}

function itemsFor(expected: Expected, field: FilterField | undefined, vocabulary: Vocabulary): Completion[] {
  switch (expected) {
    case 'field': return [
      ...vocabulary.fields.map(name => ({ text: printField(pathField(name)), detail: 'field' })),
      ...Object.entries(PSEUDO_FIELDS).map(([text, detail]) => ({ text, detail })), { text: 'length(', detail: 'characters of a text, elements of a list' }, { text: 'NOT', detail: 'the opposite' }];
    case 'operator': return OPERATORS;
    case 'kind': return [...FILTER_KINDS, 'NOT'].map(kind => ({ text: kind.toUpperCase(), detail: 'kind of value' }));
    case 'value': return field ? vocabulary.values(field).map(text => ({ text: printLiteral({ kind: 'string', text }), detail: 'value' })) : [];
    case 'joiner': return [{ text: 'AND', detail: 'both' }, { text: 'OR', detail: 'either' }];
    case 'bracket': return [{ text: ')', detail: 'close the bracket' }];
    case 'pattern': return [];
  }
}

/** What can stand at the caret of a filter, by what has been typed of it so far. */
export function completeFilter(text: string, caret: number, vocabulary: Vocabulary): Completions {
  const start = caret - (/[^\s()=!<>~,"'&|]*$/.exec(text.slice(0, caret))?.[0].length ?? 0);
  const end = caret + (/^[^\s()=!<>~,"'&|]*/.exec(text.slice(caret))?.[0].length ?? 0);
  const typed = text.slice(start, caret).toLowerCase();
  const state = expectedAfter(text.slice(0, start));
  if (!state) return { start, end, items: [] };
  const items = itemsFor(state.expected, state.field, vocabulary).filter(item => item.text.toLowerCase() !== typed && item.text.toLowerCase().includes(typed));
  items.sort((a, b) => Number(b.text.toLowerCase().startsWith(typed)) - Number(a.text.toLowerCase().startsWith(typed)));
  return { start, end, items: items.slice(0, MAX_ITEMS) };
}
