import type { GridColumn } from '../common/columns';
import { button } from '../common/controls';
import { el } from '../common/dom';

/** What the dialog asks of the page. */
export interface ColumnsOwner { columns(): readonly GridColumn[]; hidden(): readonly string[]; toggle(id: string): void; move(id: string, by: number): void }

/** Which columns are shown, and in which order; a modal dialog, so that focus stays in it and Escape closes it. */
export class ColumnsDialog {
  readonly element = el('dialog', { class: 'sheet', attrs: { 'aria-label': 'Columns' } });
  private readonly list = el('ul', { class: 'column-list' });

  constructor(private readonly owner: ColumnsOwner) {
    this.element.append(el('h2', { text: 'Columns' }), el('p', { class: 'muted', text: 'In the header, Alt+Left and Alt+Right move a column too.' }), this.list, button('Close', 'Close the list', () => { this.element.close(); }).element);
  }

  /** Opens the list as the columns are now. */
  open(): void {
    this.draw();
    this.element.showModal();
  }

  private draw(): void {
    this.list.replaceChildren(...this.owner.columns().filter(column => !column.pinned).map(column => this.entry(column)));
  }

  private entry({ id, label }: GridColumn): HTMLElement {
    const box = el('input', { attrs: { type: 'checkbox' }, on: { change: () => { this.owner.toggle(id); } } });
    box.checked = !this.owner.hidden().includes(id);
    const step = (by: number, sign: string, where: string) => {
      const move = button(sign, `Move ${label} ${where}`, () => { this.owner.move(id, by); this.draw(); this.list.querySelector<HTMLElement>(`[data-move="${CSS.escape(id + by)}"]`)?.focus(); }).element;
      move.dataset.move = id + by;
      move.setAttribute('aria-label', `Move ${label} ${where}`);
      return move;
    };
    return el('li', {}, el('label', {}, box, el('span', { text: label })), step(-1, '↑', 'to the left'), step(1, '↓', 'to the right'));
  }
}
