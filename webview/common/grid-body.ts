import type { ColumnLayout } from './columns';
import { el } from './dom';
import type { GridPlace } from './grid-keys';
import { RowView, type GridCell } from './grid-row';
import type { ScrollMap } from './scroll-map';

/** Rows drawn beyond the viewport on both sides. */
const OVERSCAN_ROWS = 6;

/** What the rows of a grid show. */
export interface RowSource {
  cell(position: number, column: number): GridCell;
  rowClass(position: number): string;
  /** Rows about to be seen. */
  need(start: number, end: number): void;
}

/** The mounted rows of a grid: those in view and the focused one, in order, and no others. */
export class GridBody {
  readonly element = el('div', { class: 'grid-body', attrs: { role: 'rowgroup' } });
  private readonly rows = new Map<number, RowView>();

  constructor(private readonly map: ScrollMap, private readonly layout: ColumnLayout, private readonly source: RowSource) {}

  /** The mounted row at a position. */
  row(position: number): RowView | undefined {
    return this.rows.get(position);
  }

  /** Brings the mounted rows in line with the scroll position; cells are drawn anew when `version` changed. */
  draw(active: GridPlace, columns: { start: number; end: number }, version: number): void {
    const { start, end } = this.map.visible(OVERSCAN_ROWS);
    const isWanted = (row: number) => (row >= start && row < end) || (row === active.row && row >= 0 && row < this.map.rows);
    this.source.need(start, end);
    for (const [row, view] of this.rows) if (!isWanted(row)) { view.element.remove(); this.rows.delete(row); }
    for (let row = start; row < end; row++) this.drawRow(row, active, columns, version);
    if (isWanted(active.row) && (active.row < start || active.row >= end)) this.drawRow(active.row, active, columns, version);
  }

  private drawRow(row: number, active: GridPlace, columns: { start: number; end: number }, version: number): void {
    const view = this.rows.get(row) ?? this.mount(row);
    const isActive = row === active.row;
    view.render(this.layout, { ...columns, extra: isActive ? active.column : -1 }, version, column => this.source.cell(row, column));
    view.element.style.transform = `translateY(${Math.round(row * this.map.rowPx - this.map.top)}px)`;
    const name = `grid-row ${this.source.rowClass(row)}${row % 2 ? ' odd' : ''}${isActive ? ' active' : ''}`;
    if (view.element.className !== name) view.element.className = name;
    if (isActive) view.element.setAttribute('aria-selected', 'true'); else view.element.removeAttribute('aria-selected');
  }

  private mount(row: number): RowView {
    const view = new RowView(row, 'gridcell');
    const next = [...this.rows.keys()].filter(other => other > row).sort((a, b) => a - b)[0];
    this.element.insertBefore(view.element, next === undefined ? null : this.rows.get(next)?.element ?? null);
    this.rows.set(row, view);
    return view;
  }
}
