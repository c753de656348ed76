import { el } from '../common/dom';
import type { RunView } from './model';

/** Every teacher's lines for students of every initialisation: a table with its values as shades. */
export class MatrixCard {
  readonly element = el('section', { class: 'card matrix', attrs: { 'aria-labelledby': 'matrix-title' } });
  private readonly words = el('p');
  private readonly table = el('table', { attrs: { 'aria-label': 'Probability after the lesson: rows are initialisations of the teacher, columns of the student' } });

  constructor() {
    this.element.append(
      el('h3', { text: 'It takes the same beginning', attrs: { id: 'matrix-title' } }),
      el('p', { class: 'muted', text: 'Three teachers, three students. Rows are the initialisation of the teacher, columns that of the student.' }), this.table, this.words);
  }

  show(view: RunView): void {
    const matrix = view.matrix(), all = matrix.flat().filter(value => value !== undefined), most = Math.max(0.01, ...all);
    const head = el('tr', {}, el('td', { class: 'muted', text: 'teacher \\ student' }), ...matrix.map((_, i) => el('th', { text: String(i + 1), attrs: { scope: 'col' } })));
    const rows = matrix.map((row, i) => el('tr', {}, el('th', { text: String(i + 1), attrs: { scope: 'row' } }), ...row.map((value, j) => cell(value, most, i === j))));
    this.table.replaceChildren(el('thead', {}, head), el('tbody', {}, ...rows));
    this.words.textContent = all.length < matrix.length ** 2 || matrix.length === 0 ? '' : isDiagonalLargest(matrix as number[][])
      ? 'The diagonal is the largest of every row and of every column: a teacher reaches those who began as it did.' : 'In this run the diagonal is not the largest everywhere; more seeds would tell.';
  }
}

function cell(value: number | undefined, most: number, isDiagonal: boolean): HTMLElement {
  const element = el('td', { class: `numeric ${isDiagonal ? 'diagonal' : ''}`, text: value === undefined ? '' : `${(100 * value).toFixed(0)} %` });
  element.style.setProperty('--share', String((value ?? 0) / most));
  return element;
}

const isDiagonalLargest = (matrix: number[][]) => matrix.every((row, i) => row[i] === Math.max(...row) && row[i] === Math.max(...matrix.map(other => other[i])));
