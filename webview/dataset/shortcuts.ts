import { el } from '../common/dom';
import { button } from '../common/controls';

const SHORTCUTS: readonly [keys: string, what: string][] = [
  ['Arrow keys', 'Move by a cell; up from the first row to the header'],
  ['Page Up, Page Down', 'Move by a screen'],
  ['Home, End', 'First and last column'],
  ['Ctrl+Home, Ctrl+End', 'First and last record'],
  ['Enter', 'In the grid: read the record; Escape goes back'],
  ['Enter', 'In the header: order by the column, rising, falling, not at all'],
  ['Shift+Left, Shift+Right', 'In the header: make the column narrower or wider'],
  ['Alt+Left, Alt+Right', 'In the header: move the column'],
  ['Ctrl+F or /', 'Search; Enter and Shift+Enter for next and previous, Escape stops and clears'],
  ['Ctrl+Shift+F', 'Filter; arrow keys and Tab take over what is offered, Escape clears'],
  ['Ctrl+G', 'Go to a line'],
  ['C or Ctrl+C, Shift+C', 'In the grid: copy the value, the whole record'],
  ['P', 'In the grid: copy the field’s path'],
  ['M, T', 'In the grid: mark the record as reviewed, give it tags'],
  ['E', 'In the grid: explain the record'],
  ['R', 'In the grid: reveal the record in the text editor'],
  ['?', 'This sheet'],
];

/** The sheet of keys; a modal dialog, so that focus stays in it and Escape closes it. */
export function shortcutSheet(): HTMLDialogElement {
  const rows = SHORTCUTS.map(([keys, what]) => el('tr', {}, el('th', { text: keys, attrs: { scope: 'row' } }), el('td', { text: what })));
  const dialog = el('dialog', { class: 'sheet', attrs: { 'aria-label': 'Keyboard shortcuts' } }, el('h2', { text: 'Keyboard shortcuts' }), el('table', {}, el('tbody', {}, ...rows)));
  dialog.append(button('Close', 'Close the sheet', () => { dialog.close(); }).element);
  return dialog;
}
