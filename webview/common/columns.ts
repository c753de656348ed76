/** How a column orders the rows; 'none' = it could. */
export type ColumnSort = 'none' | 'ascending' | 'descending';

/** A column of the grid. Widths in px; pinned columns stay at the left edge and come first. `sort` is there where rows can be ordered by it. */
export interface GridColumn { id: string; label: string; widthPx: number; pinned?: boolean; align?: 'end'; sort?: ColumnSort }

export const MIN_COLUMN_PX = 48;
export const MAX_COLUMN_PX = 1200;

/** Where each column begins, for 200 columns as for five: only those in view are in the page. */
export class ColumnLayout {
  columns: readonly GridColumn[] = [];
  /** Left edge of each column: within the pinned block, or within the scrolled block. */
  left: number[] = [];
  pinnedCount = 0;
  pinnedPx = 0;
  scrolledPx = 0;

  /** Takes a new list; pinned columns must come first. */
  set(columns: readonly GridColumn[]): void {
    this.columns = columns;
    this.left = [];
    this.pinnedPx = this.scrolledPx = 0;
    this.pinnedCount = columns.filter(column => column.pinned).length;
    for (const column of columns) {
      this.left.push(column.pinned ? this.pinnedPx : this.scrolledPx);
      if (column.pinned) this.pinnedPx += column.widthPx; else this.scrolledPx += column.widthPx;
    }
  }

  /** Indices of the scrolled columns that touch the viewport; `end` is exclusive. */
  visible(scrollLeft: number, viewportPx: number): { start: number; end: number } {
    const right = scrollLeft + Math.max(0, viewportPx - this.pinnedPx);
    let start = this.pinnedCount;
    while (start < this.columns.length && this.left[start] + this.columns[start].widthPx <= scrollLeft) start++;
    let end = start;
    while (end < this.columns.length && this.left[end] < right) end++;
    return { start, end };
  }

  /** The scroll position that shows a column with the least movement. */
  show(index: number, scrollLeft: number, viewportPx: number): number {
    if (index < this.pinnedCount) return scrollLeft;
    const room = Math.max(0, viewportPx - this.pinnedPx);
    const left = this.left[index];
    const right = left + this.columns[index].widthPx;
    if (left < scrollLeft || right - left > room) return left;
    return right > scrollLeft + room ? right - room : scrollLeft;
  }
}
