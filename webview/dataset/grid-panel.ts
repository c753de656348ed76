import type { LineScore } from '../../extension/core/protocol/audit-worker';
import type { Row } from '../../extension/core/protocol/dataset-view';
import type { ColumnSort, GridColumn } from '../common/columns';
import { count, percent } from '../common/format';
import type { GridCell } from '../common/grid-row';
import { RowCache } from '../common/row-cache';
import { visibleLine } from '../common/styled-text';
import { VirtualGrid } from '../common/virtual-grid';

/** What the panel asks of the page. */
export interface PanelOwner {
  rows(positions: number[]): Promise<(Row | null)[]>;
  scores(positions: number[]): Promise<(LineScore | null)[]>;
  /** The focused record changed (0-based line). */
  selected(position: number): void;
  open(): void;
  /** The person asked for the next order by score. */
  sort(): void;
  changed(): void;
  failed(message: string): void;
}

const FIXED: readonly GridColumn[] = [
  { id: '#line', label: 'Line', widthPx: 64, pinned: true, align: 'end' },
  { id: '#byte', label: 'Byte offset', widthPx: 108, pinned: true, align: 'end' },
];
const SCORED: readonly GridColumn[] = [
  { id: '#teacher', label: 'Teacher', widthPx: 172 },
  { id: '#score', label: 'Score', widthPx: 68, align: 'end' },
];
/** Comes last: it is one and the same in most files, and the text matters more. */
const CHANNEL: GridColumn = { id: '#channel', label: 'Channel', widthPx: 88 };
const FIELD_PX = 280;
const FIELD_RANGE_PX = { min: 84, max: 340 } as const;
const CHARACTER_PX = 7.2;
const CELL_PADDING_PX = 26;
const LEAD = FIXED.length + SCORED.length;

const leading = (score: LineScore) => Object.entries(score.families).sort((a, b) => b[1] - a[1])[0];

/** What the teacher column says; a family is named only above the model's threshold. */
function teacherCell(score: LineScore): GridCell {
  if (score.error !== undefined) return { text: 'unreadable', class: 'muted', title: score.error };
  if (score.skipped !== undefined) return { text: 'skipped', class: 'muted', title: score.skipped };
  if (score.named !== null) return { text: score.model ? `${score.named} · ${score.model}` : score.named, class: 'named' };
  if (score.unfamiliar > 0.5) return { text: 'unfamiliar', class: 'unfamiliar', title: `unfamiliar with probability ${percent(score.unfamiliar)}` };
  return { text: 'not enough evidence', class: 'muted', title: 'No family reaches the threshold for one record.' };
}

function scoreCell(score: LineScore): GridCell {
  const first = leading(score);
  return first ? { text: first[1].toFixed(2), class: 'numeric', title: `${first[0]} ${percent(first[1])}, given that the text is familiar` } : { text: '' };
}

/** The grid of one file: which columns there are, and what each cell says. */
export class GridPanel {
  readonly grid: VirtualGrid;
  widths: Record<string, number>;
  private fields: string[] = [];
  private scored = false;
  private order: ColumnSort = 'none';
  /** Widths that fit the first rows, until a person sets others. */
  private fitted: number[] = [];
  private filter: number[] | null = null;
  private known = { rows: 0, complete: false };
  private readonly cache: RowCache<Row | null>;
  private readonly scores: RowCache<LineScore | null>;

  constructor(fileName: string, owner: PanelOwner, widths: Record<string, number>) {
    this.widths = widths;
    const positions = (start: number, size: number) => Array.from({ length: Math.max(0, Math.min(size, this.rowCount - start)) }, (_, i) => this.positionOf(start + i));
    const arrived = (start: number, size: number) => { if (this.fitted.length < this.fields.length) this.fit(start, size); this.grid.refresh(); };
    const failed = (error: Error) => { owner.failed(error.message); };
    this.cache = new RowCache((start, size) => owner.rows(positions(start, size)), arrived, failed);
    this.scores = new RowCache((start, size) => owner.scores(positions(start, size)), () => { this.grid.refresh(); }, failed);
    this.grid = new VirtualGrid(`Records of ${fileName}`, {
      cell: (row, column) => this.cell(row, column),
      rowClass: row => { const record = this.cache.get(row); return record ? record.problem ? 'has-problem' : '' : 'loading'; },
      need: (start, end) => { this.cache.want(start, end); if (this.scored) this.scores.want(start, end); },
      active: ({ row }) => { if (row >= 0 && row < this.rowCount) owner.selected(this.positionOf(row)); owner.changed(); },
      open: () => { owner.open(); },
      header: column => { if (column.id === '#score') owner.sort(); },
      resized: (column, widthPx) => { this.widths = { ...this.widths, [column.id]: widthPx }; this.putColumns(); owner.changed(); },
      scrolled: () => { owner.changed(); },
    });
  }

  /** True while only some lines, or another order, are shown. */
  get isFiltered(): boolean { return this.filter !== null; }

  /** The file's line at a row of the grid. */
  positionOf(row: number): number {
    return this.filter ? this.filter[row] : row;
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
  setFilter(positions: number[] | null, order: ColumnSort): void {
    const isReordered = order !== this.order;
    if (isReordered) { this.order = order; this.putColumns(); }
    if (!positions && !this.filter) return;
    const { row } = this.grid.active;
    const selected = this.positionOf(row);
    this.filter = positions;
    this.cache.clear();
    this.scores.clear();
    this.grid.setRows(this.rowCount, this.filter !== null || this.known.complete);
    this.grid.refresh();
    if (isReordered) this.grid.restore(0, this.grid.element.scrollLeft);
    if (row >= 0 && (isReordered || !this.goTo(selected, false))) this.grid.moveTo({ row: 0, column: this.grid.active.column }, false);
  }

  /** Fills the score columns from now on. */
  showScores(): void {
    this.scored = true;
    this.scores.clear();
    this.putColumns();
  }

  /** Selects and shows a line of the file; false when a filter hides it. */
  goTo(position: number, take: boolean): boolean {
    const row = this.filter ? this.filter.indexOf(position) : position;
    if (row < 0 || row >= this.rowCount) return false;
    this.grid.reveal(row, take);
    return true;
  }

  /** Fits new fields to the longest text in the rows that come first: short fields leave their room to long ones. */
  private fit(start: number, size: number): void {
    const rows = Array.from({ length: size }, (_, i) => this.cache.get(start + i)?.cells ?? []);
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
    const fields = this.fields.map((name, i) => ({ id: `.${name}`, label: visibleLine(name), widthPx: this.fitted[i] ?? FIELD_PX }));
    const scored = SCORED.map(column => column.id === '#score' ? { ...column, sort: this.order } : column);
    const columns = [...FIXED, ...(this.scored ? scored : []), ...fields, ...(this.scored ? [CHANNEL] : [])];
    this.grid.setColumns(columns.map(column => ({ ...column, widthPx: Object.hasOwn(this.widths, column.id) ? this.widths[column.id] : column.widthPx })));
  }

  private cell(row: number, column: number): GridCell {
    const record = this.cache.get(row);
    if (column === 0) return { text: count(this.positionOf(row) + 1), class: 'numeric' };
    if (!record) return { text: column === 1 ? '…' : '' };
    if (column === 1) return { text: count(record.byteOffset), class: 'numeric muted' };
    if (this.scored && column < LEAD) return this.scoreColumn(row, column - FIXED.length);
    const index = column - (this.scored ? LEAD : FIXED.length);
    if (index === this.fields.length) return this.scoreColumn(row, SCORED.length);
    if (record.problem && index === 0) return { text: record.problem, class: 'problem', title: record.problem };
    const value = record.cells[index];
    return value ? { text: visibleLine(value.text), class: `kind-${value.kind}` } : { text: '', class: 'kind-missing' };
  }

  private scoreColumn(row: number, column: number): GridCell {
    const score = this.scores.get(row);
    if (score === undefined) return { text: '' };
    if (score === null) return { text: column === 0 ? 'too long to score here' : '', class: 'muted' };
    return column === 0 ? teacherCell(score) : column === 1 ? scoreCell(score) : { text: score.channel, class: 'muted' };
  }
}
