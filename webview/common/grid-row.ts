import { el, setText } from './dom';
import type { ColumnLayout } from './columns';

/** What a cell shows; `text` reaches the page as a text node. */
export interface GridCell { text: string; class?: string; title?: string }

/** Which columns a row has to show now; `extra` (the focused column) stays mounted also when it is out of view. */
export interface ColumnRange { start: number; end: number; extra: number }

/** The cells of one row, header or body: only those of the visible columns exist. */
export class RowView {
  readonly element = el('div', { class: 'grid-row', attrs: { role: 'row' } });
  private readonly pinned = el('div', { class: 'grid-pinned' });
  private readonly scrolled = el('div', { class: 'grid-scrolled' });
  private readonly cells = new Map<number, HTMLElement>();
  private stamp = '';

  constructor(readonly position: number, private readonly role: 'columnheader' | 'gridcell') {
    this.element.append(this.pinned, this.scrolled);
    this.element.setAttribute('aria-rowindex', String(position + 2));
    this.element.dataset.row = String(position);
  }

  /** Brings the mounted cells up to date; does nothing when neither the range nor `version` changed. */
  render(layout: ColumnLayout, range: ColumnRange, version: number, cellAt: (column: number) => GridCell): void {
    const stamp = `${range.start},${range.end},${range.extra},${version}`;
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    const isWanted = (column: number) => column < layout.pinnedCount || (column >= range.start && column < range.end) || column === range.extra;
    for (const [column, cell] of this.cells) if (column >= layout.columns.length || !isWanted(column)) { cell.remove(); this.cells.delete(column); }
    for (let column = 0; column < layout.pinnedCount; column++) this.draw(layout, column, cellAt(column));
    for (let column = range.start; column < range.end; column++) this.draw(layout, column, cellAt(column));
    if (range.extra >= layout.pinnedCount && range.extra < layout.columns.length) this.draw(layout, range.extra, cellAt(range.extra));
  }

  /** The element of a column, or undefined while it is not mounted. */
  cell(column: number): HTMLElement | undefined {
    return this.cells.get(column);
  }

  private draw(layout: ColumnLayout, column: number, content: GridCell): void {
    const cell = this.cells.get(column) ?? this.mount(layout, column);
    const { pinned, align, widthPx, sort } = layout.columns[column];
    const name = `grid-cell${align === 'end' ? ' end' : ''}${content.class ? ` ${content.class}` : ''}`;
    if (cell.className !== name) cell.className = name;
    cell.style.width = `${widthPx}px`;
    if (sort && this.role === 'columnheader') cell.setAttribute('aria-sort', sort);
    if (!pinned) cell.style.left = `${layout.left[column]}px`;
    setText(cell, content.text);
    if (content.title) cell.title = content.title; else if (cell.title) cell.removeAttribute('title');
  }

  private mount(layout: ColumnLayout, column: number): HTMLElement {
    const role = this.role === 'gridcell' && column === 0 ? 'rowheader' : this.role;
    const cell = el('div', { attrs: { role, 'aria-colindex': String(column + 1), tabindex: '-1' } });
    cell.dataset.column = String(column);
    const parent = column < layout.pinnedCount ? this.pinned : this.scrolled;
    const next = [...this.cells.keys()].filter(other => other > column && (other < layout.pinnedCount) === (column < layout.pinnedCount)).sort((a, b) => a - b)[0];
    parent.insertBefore(cell, next === undefined ? null : this.cells.get(next) ?? null);
    this.cells.set(column, cell);
    return cell;
  }
}
