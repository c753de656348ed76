import { PSEUDO_FIELDS } from '../../extension/core/filter/syntax';
import { button } from '../common/controls';
import { el } from '../common/dom';

const TESTS: readonly [filter: string, what: string][] = [
  ['model = qwen AND length > 200', 'both hold; AND binds before OR, brackets group, NOT turns round'],
  ['n = 7, n = "7"', 'the number seven, the text "7"; true, false and null go without quotes'],
  ['=, !=, <, <=, >, >=', 'values of one kind are compared; numbers with all their digits; != also holds where the field is missing'],
  ['text ~ word, text ~ "two words"', 'contains, in any case'],
  ['text ~ /^a.*z$/i, text !~ /x/', 'matches a regular expression, or does not'],
  ['model IN (a, "b c"), NOT IN', 'is one of these'],
  ['x IS MISSING, x IS NOT NULL', 'also EMPTY, STRING, NUMBER, BOOLEAN, OBJECT, ARRAY'],
  ['meta.source, choices[0].text', 'fields within fields; the first element'],
  ['messages[].content ~ hello', 'any element'],
  ['length(messages) > 2', 'elements of a list, characters of a text'],
  ['"odd key" = 1, .teacher = x', 'a field in quotes, or after a dot where its name has a meaning of its own:'],
];

const table = (label: string, rows: readonly (readonly [string, string])[]) => el('table', { attrs: { 'aria-label': label } }, el('tbody', {}, ...rows.map(([name, what]) =>
  el('tr', {}, el('th', { attrs: { scope: 'row' } }, el('code', { text: name })), el('td', { text: what })))));

/** The page of the filter language; a modal dialog. */
export function filterSheet(): HTMLDialogElement {
  const dialog = el('dialog', { class: 'sheet wide', attrs: { 'aria-label': 'Filter language' } }, el('h2', { text: 'Filter language' }), table('Tests', TESTS), table('Known of every record', Object.entries(PSEUDO_FIELDS)));
  dialog.append(button('Close', 'Close the page', () => { dialog.close(); }).element);
  return dialog;
}
