import type { LineScore } from '../../extension/core/protocol/audit-worker';
import type { Row, RowOrder } from '../../extension/core/protocol/dataset-view';
import type { GridColumn } from '../common/columns';
import type { GridCell } from '../common/grid-row';
import { RowCache } from '../common/row-cache';
import { visibleLine } from '../common/styled-text';
import { VirtualGrid } from '../common/virtual-grid';
import { CHANNEL, fieldCell, fixedCell, MARKS, PLACE, SCORED } from './cells';
import { moved, ordered, toggled, type ColumnChoice } from './column-choice';

/** What the panel asks of the page. */
export interface PanelOwner {
  rows(positions: number[]): Promise<(Row | null)[]>;
  scores(positions: number[]): Promise<(LineScore | null)[]>;
  /** The focused record changed (0-based line). */
  selected(position: number): void;
  open(): void;
  /** The person asked for the next order by a column. */
  sort(column: string): void;
  changed(): void;
  failed(message: string): void;
}

/** How a person laid the columns out. */
export interface PanelLayout { widths: Record<string, number>; columns: ColumnChoice }

const UNSORTED: readonly string[] = [PLACE[1].id, MARKS.id];
const FIELD_PX = 280;
const FIELD_RANGE_PX = { min: 84, max: 340 } as const;
const CHARACTER_PX = 7.2;
const CELL_PADDING_PX = 26;
const MAX_KNOWN_VALUES = 40;

/** The grid of one file: which columns there are, and what each cell says. */
export class GridPanel {
  readonly grid: VirtualGrid;
  private fields: string[] = [];
  private all: GridColumn[] = [];
  private shown: GridColumn[] = [];
  private hasScores = false;
  private hasMarks = false;
  private order: RowOrder | null = null;
  /** Widths that fit the first rows, until a person sets others. */
  private fitted: number[] = [];
  private filter: Uint32Array | null = null;
  private known = { rows: 0, complete: false };
  private readonly cache: RowCache<Row | null>;
  private readonly scores: RowCache<LineScore | null>;

  constructor(fileName: string, private readonly owner: PanelOwner, readonly layout: PanelLayout) {
    const positions = (start: number, size: number) => Array.from({ length: Math.max(0, Math.min(size, this.rowCount - start)) }, (_, i) => this.positionOf(start + i));
    const failed = (error: Error) => { owner.failed(error.message); };
    this.cache = new RowCache((start, size) => owner.rows(positions(start, size)), (start, size) => { this.arrived(start, size); }, failed);
    this.scores = new RowCache((start, size) => owner.scores(positions(start, size)), () => { this.grid.refresh(); }, failed);
    this.grid = new VirtualGrid(`Records of ${fileName}`, {
      cell: (row, column) => this.cell(row, this.shown[column]),
      rowClass: row => { const record = this.cache.get(row); return record ? record.problem ? 'has-problem' : '' : 'loading'; },
      need: (start, end) => { this.cache.want(start, end); if (this.hasScores) this.scores.want(start, end); },
      active: ({ row }) => { if (row >= 0 && row < this.rowCount) owner.selected(this.positionOf(row)); owner.changed(); },
      open: () => { owner.open(); },
      header: column => { if (column.sort) owner.sort(column.id); },
      resized: (column, widthPx) => { this.layout.widths = { ...this.layout.widths, [column.id]: widthPx }; this.changedLayout(); },
      scrolled: () => { owner.changed(); },
    });
  }

  /** True while only some lines, or another order, are shown. */
  get isFiltered(): boolean { return this.filter !== null; }

  /** Every column, shown or not, in its order. */
  get columns(): readonly GridColumn[] { return ordered(this.all, this.layout.columns); }

  /** The names of all fields, in the order of their columns. */
  get fieldNames(): string[] { return this.columns.filter(column => column.id.startsWith('.')).map(column => column.id.slice(1)); }

  /** The field of the focused column, or undefined where it belongs to none. */
  get activeField(): string | undefined {
    const id = this.shown[this.grid.active.column]?.id;
    return id?.startsWith('.') ? id.slice(1) : undefined;
  }

  /** The file's line at a row of the grid. */
  positionOf(row: number): number {
    return this.filter ? this.filter[row] : row;
  }

  /** Short values of a field in the rows that are here; for completion. */
  valuesOf(field: string): string[] {
    const index = this.fields.indexOf(field);
    const values = new Set<string>();
    for (const row of this.cache.known()) {
      const cell = row?.cells[index];
      if (cell?.kind === 'string' && cell.text.length < 60) values.add(cell.text);
      if (values.size === MAX_KNOWN_VALUES) break;
    }
    return [...values];
  }

  /** Takes the fields met so far. */
  setFields(fields: string[]): void {
    this.fields = fields;
    this.putColumns();
  }

  /** Takes how many lines are known. */
  setKnown(rows: number, complete: boolean): void {
    this.known = { rows, complete };
    if (!this.filter) this.grid.setRows(rows, complete);
  }

  /** Shows only these lines in this order, or all again. A new order begins at its top; else the selected line stays selected where it is still there. */
  setFilter(positions: Uint32Array | null, order: RowOrder | null): void {
    const isReordered = order?.column !== this.order?.column || order?.isDescending !== this.order?.isDescending;
    if (isReordered) { this.order = order; this.putColumns(); }
    if (!positions && !this.filter) return;
    const { row } = this.grid.active;
    const selected = this.positionOf(row);
    this.filter = positions;
    this.reread();
    this.grid.setRows(this.rowCount, this.filter !== null || this.known.complete);
    if (isReordered) this.grid.restore(0, this.grid.element.scrollLeft);
    if (row >= 0 && (isReordered || !this.goTo(selected, false))) this.grid.moveTo({ row: 0, column: this.grid.active.column }, false);
    const now = this.positionOf(Math.max(0, this.grid.active.row)); // the same row can be another record now
    if (now !== selected && now < this.known.rows) this.owner.selected(now);
  }

  /** Asks for all rows anew: what is said of them has changed. */
  reread(): void {
    this.cache.clear();
    this.scores.clear();
    this.grid.refresh();
  }

  /** Fills the score columns from now on. */
  showScores(): void {
    if (this.hasScores) return;
    this.hasScores = true;
    this.scores.clear();
    this.putColumns();
  }

  /** Selects and shows a line of the file; false when a filter hides it. */
  goTo(position: number, take: boolean): boolean {
    const row = this.filter ? this.filter.indexOf(position) : position;
    if (!(row >= 0 && row < this.rowCount)) return false; // also where nothing was selected
    this.grid.reveal(row, take);
    return true;
  }

  /** Shows or hides a column. */
  toggleColumn(id: string): void {
    this.layout.columns = toggled(this.layout.columns, id);
    this.changedLayout();
  }

  /** Moves a column by some places; the focus goes with it. */
  moveColumn(id: string, by: number): void {
    this.layout.columns = moved(this.all, this.layout.columns, id, by);
    this.changedLayout();
    const column = this.shown.findIndex(each => each.id === id);
    if (column >= 0) this.grid.moveTo({ row: this.grid.active.row, column }, false);
  }

  /** Moves the focused column past the next one that is shown, over those that are hidden between them. */
  moveActive(by: -1 | 1): void {
    const at = this.grid.active.column;
    const [column, neighbour] = [this.shown[at], this.shown.at(at + by)];
    if (!column || !neighbour || column.pinned || neighbour.pinned) return;
    const places = this.columns.map(each => each.id);
    this.moveColumn(column.id, places.indexOf(neighbour.id) - places.indexOf(column.id));
    this.grid.focus();
  }

  private changedLayout(): void {
    this.putColumns();
    this.owner.changed();
  }

  private arrived(start: number, size: number): void {
    const rows = Array.from({ length: size }, (_, i) => this.cache.get(start + i));
    if (!this.hasMarks && rows.some(row => row?.marks)) { this.hasMarks = true; this.putColumns(); }
    if (this.fitted.length < this.fields.length) this.fit(rows.map(row => row?.cells ?? []));
    this.grid.refresh();
  }

  /** Fits new fields to the longest text in the rows that come first: short fields leave their room to long ones. */
  private fit(rows: Row['cells'][]): void {
    this.fitted = this.fields.map((name, i) => {
      const longest = Math.max(name.length, ...rows.map(cells => cells[i]?.text.length ?? 0));
      return this.fitted[i] ?? Math.min(FIELD_RANGE_PX.max, Math.max(FIELD_RANGE_PX.min, Math.round(longest * CHARACTER_PX + CELL_PADDING_PX)));
    });
    this.putColumns();
  }

  private get rowCount(): number {
    return this.filter ? this.filter.length : this.known.rows;
  }

  private putColumns(): void {
    const fields = this.fields.map((name, i): GridColumn => ({ id: `.${name}`, label: visibleLine(name), widthPx: this.fitted[i] ?? FIELD_PX }));
    const { widths, columns: choice } = this.layout;
    this.all = [...PLACE, ...(this.hasScores ? SCORED : []), ...(this.hasMarks ? [MARKS] : []), ...fields, ...(this.hasScores ? [CHANNEL] : [])].map(column => ({
      ...column, widthPx: Object.hasOwn(widths, column.id) ? widths[column.id] : column.widthPx, ...(UNSORTED.includes(column.id) ? {} : { sort: this.sortOf(column.id) }),
    }));
    this.shown = ordered(this.all, choice).filter(column => column.pinned || !choice.hidden.includes(column.id));
    this.grid.setColumns(this.shown);
  }

  private sortOf(id: string): 'none' | 'ascending' | 'descending' {
    return this.order?.column !== id ? 'none' : this.order.isDescending ? 'descending' : 'ascending';
  }

  private cell(row: number, column: GridColumn): GridCell {
    const data = { position: this.positionOf(row), record: this.cache.get(row), score: this.scores.get(row) };
    if (column.id.startsWith('#')) return fixedCell(column.id, data);
    return fieldCell(data, this.fields.indexOf(column.id.slice(1)), column === this.shown.find(each => each.id.startsWith('.')));
  }
}
