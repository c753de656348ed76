import { el } from './dom';
import { ColumnLayout, MAX_COLUMN_PX, MIN_COLUMN_PX, type GridColumn } from './columns';
import { GridBody, type RowSource } from './grid-body';
import { RowView, type GridCell } from './grid-row';
import { moveFor, type GridPlace } from './grid-keys';
import { ScrollMap } from './scroll-map';

export const ROW_PX = 26;
const HEADER_PX = 30;
const RESIZE_STEP_PX = 16;
const SORT_SIGNS = { none: '', ascending: ' ↑', descending: ' ↓' } as const;

/** What the grid asks of its owner. Positions and columns are 0-based. */
export interface GridOwner extends RowSource {
  /** The focused row or column changed. */
  active(place: GridPlace): void;
  /** Enter or double click. */
  open(place: GridPlace): void;
  /** Enter or a click on a column's header. */
  header(column: GridColumn): void;
  resized(column: GridColumn, widthPx: number): void;
  scrolled(): void;
}

/** A grid of any number of rows and columns with the full ARIA grid contract; only what is in view, and the focused row, is in the page. */
export class VirtualGrid {
  readonly element: HTMLElement;
  readonly map = new ScrollMap(ROW_PX);
  active: GridPlace = { row: 0, column: 0 };
  private readonly layout = new ColumnLayout();
  private readonly sizer = el('div', { class: 'grid-sizer' });
  private readonly grid: HTMLElement;
  private readonly body: GridBody;
  private readonly head = el('div', { class: 'grid-head', attrs: { role: 'rowgroup' } });
  private readonly header = new RowView(-1, 'columnheader');
  private version = 0;
  private frame = 0;
  private ownScroll = -1;

  constructor(label: string, private readonly owner: GridOwner) {
    this.body = new GridBody(this.map, this.layout, owner);
    this.grid = el('div', { class: 'grid', attrs: { role: 'grid', 'aria-label': label, 'aria-readonly': 'true' } }, this.head, this.body.element);
    this.head.append(this.header.element);
    this.sizer.append(this.grid);
    this.element = el('div', { class: 'grid-scroller' }, this.sizer);
    this.listen();
    new ResizeObserver(() => { this.resize(); }).observe(this.element);
  }

  /** Takes new columns; the focused column is kept by number. */
  setColumns(columns: readonly GridColumn[]): void {
    this.layout.set(columns);
    this.grid.setAttribute('aria-colcount', String(columns.length));
    this.resize();
    this.refresh();
  }

  /** Takes the number of rows known; `complete` is false while more may come. */
  setRows(rows: number, complete: boolean): void {
    this.map.rows = rows;
    this.map.moveTo(this.map.top);
    this.active.row = Math.min(this.active.row, Math.max(0, rows - 1));
    this.grid.setAttribute('aria-rowcount', complete ? String(rows + 1) : '-1');
    this.resize();
  }

  /** Draws all mounted cells anew. */
  refresh(): void {
    this.version++;
    this.schedule();
  }

  /** Makes a cell the focused one and brings it into view; `take` also moves the keyboard focus there. */
  moveTo(place: GridPlace, take: boolean): void {
    const moved = place.row !== this.active.row || place.column !== this.active.column;
    this.active = place;
    if (place.row >= 0) this.map.showRow(place.row);
    this.element.scrollLeft = this.layout.show(place.column, this.element.scrollLeft, this.element.clientWidth);
    this.putScroll();
    this.draw();
    if (take) this.focus();
    if (moved) this.owner.active(place);
  }

  /** Puts a row near the top third, for jumps. */
  reveal(row: number, take: boolean): void {
    this.map.moveTo(row * ROW_PX - this.map.viewportPx / 3);
    this.moveTo({ row, column: this.active.column }, take);
  }

  /** Moves the keyboard focus to the focused cell. */
  focus(): void {
    this.rowView(this.active.row)?.cell(this.active.column)?.focus({ preventScroll: true });
  }

  /** Returns to a kept scroll position. */
  restore(top: number, left: number): void {
    this.map.moveTo(top);
    this.putScroll();
    this.element.scrollLeft = left;
    this.schedule();
  }

  private rowView(row: number): RowView | undefined {
    return row < 0 ? this.header : this.body.row(row);
  }

  private listen(): void {
    this.element.addEventListener('scroll', () => { this.onScroll(); });
    this.element.addEventListener('wheel', event => { this.onWheel(event); }, { passive: false });
    this.grid.addEventListener('keydown', event => { this.onKey(event); });
    this.grid.addEventListener('mousedown', event => { this.onPointer(event); });
    this.grid.addEventListener('dblclick', event => { if (this.placeOf(event)) this.owner.open(this.active); });
  }

  private onScroll(): void {
    if (Math.abs(this.element.scrollTop - this.ownScroll) >= 1) this.map.fromScroll(this.element.scrollTop);
    this.ownScroll = -1;
    this.schedule();
    this.owner.scrolled();
  }

  /** Beyond the browser's height limit the bar is scaled, so the wheel moves rows directly. */
  private onWheel(event: WheelEvent): void {
    if (!this.map.scaled || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
    event.preventDefault();
    const unitPx = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ROW_PX : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? this.map.viewportPx : 1;
    this.map.moveTo(this.map.top + event.deltaY * unitPx);
    this.putScroll();
    this.schedule();
    this.owner.scrolled();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    if (event.key === 'Enter' && this.active.row >= 0) this.owner.open(this.active);
    else if (event.key === 'Enter') this.owner.header(this.layout.columns[this.active.column]);
    else if (event.shiftKey && this.active.row < 0 && this.resizeBy(event.key)) { /* the header's widths by keyboard */ }
    else {
      const extent = { rows: this.map.rows, columns: this.layout.columns.length, pageRows: this.map.pageRows };
      const place = moveFor(event.key, event.ctrlKey, this.active, extent);
      if (!place) return;
      this.moveTo(place, true);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private resizeBy(key: string): boolean {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return false;
    const column = this.layout.columns[this.active.column];
    this.setWidth(column, column.widthPx + (key === 'ArrowRight' ? RESIZE_STEP_PX : -RESIZE_STEP_PX));
    return true;
  }

  private setWidth(column: GridColumn, widthPx: number): void {
    this.owner.resized(column, Math.min(MAX_COLUMN_PX, Math.max(MIN_COLUMN_PX, Math.round(widthPx))));
  }

  private placeOf(event: Event): GridPlace | undefined {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.grid-cell') : null;
    const row = cell?.closest<HTMLElement>('.grid-row');
    return cell && row ? { row: Number(row.dataset.row), column: Number(cell.dataset.column) } : undefined;
  }

  private onPointer(event: MouseEvent): void {
    const place = this.placeOf(event);
    if (!place || event.button !== 0) return;
    const cell = this.rowView(place.row)?.cell(place.column);
    const edge = cell?.getBoundingClientRect();
    if (place.row < 0 && edge && edge.right - event.clientX < 8) { this.drag(event, this.layout.columns[place.column]); return; }
    this.moveTo(place, true);
    if (place.row < 0) this.owner.header(this.layout.columns[place.column]);
    event.preventDefault();
  }

  private drag(start: MouseEvent, column: GridColumn): void {
    const widthPx = column.widthPx;
    const move = (event: MouseEvent) => { this.setWidth(column, widthPx + event.clientX - start.clientX); };
    window.addEventListener('mousemove', move);
    window.addEventListener('mouseup', () => { window.removeEventListener('mousemove', move); }, { once: true });
    start.preventDefault();
  }

  private putScroll(): void {
    this.element.scrollTop = this.map.scrollTop;
    this.ownScroll = this.element.scrollTop;
  }

  private resize(): void {
    this.map.viewportPx = Math.max(0, this.element.clientHeight - HEADER_PX);
    this.map.moveTo(this.map.top);
    this.sizer.style.height = `${Math.max(this.map.spacerPx + HEADER_PX, this.element.clientHeight)}px`;
    this.sizer.style.width = `${this.layout.pinnedPx + this.layout.scrolledPx}px`;
    this.grid.style.width = `${this.element.clientWidth}px`;
    this.grid.style.height = `${this.element.clientHeight}px`;
    this.putScroll();
    this.schedule();
  }

  private schedule(): void {
    this.frame ||= requestAnimationFrame(() => { this.draw(); });
  }

  private draw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const columns = this.layout.visible(this.element.scrollLeft, this.element.clientWidth);
    this.grid.style.setProperty('--grid-x', `${this.layout.pinnedPx - this.element.scrollLeft}px`);
    this.header.render(this.layout, { ...columns, extra: this.active.column }, this.version, column => this.headerCell(this.layout.columns[column]));
    this.body.draw(this.active, columns, this.version);
    this.markActive();
  }

  private headerCell({ label, sort }: GridColumn): GridCell {
    return { text: `${label}${SORT_SIGNS[sort ?? 'none']}`, title: sort ? `${label}: Enter or click orders by it` : label };
  }

  /** Exactly one cell is in the tab order. */
  private markActive(): void {
    const cell = this.rowView(this.active.row)?.cell(this.active.column);
    for (const other of this.grid.querySelectorAll<HTMLElement>('[tabindex="0"]')) if (other !== cell) other.tabIndex = -1;
    if (cell) cell.tabIndex = 0;
  }
}
