/** A place in the grid; row -1 is the header. */
export interface GridPlace { row: number; column: number }

/** What a key press may move over. */
export interface GridExtent { rows: number; columns: number; pageRows: number }

/** Where a key moves the focus (WAI-ARIA grid pattern), or undefined when the key is not a movement. */
export function moveFor(key: string, ctrl: boolean, from: GridPlace, extent: GridExtent): GridPlace | undefined {
  const lastRow = extent.rows - 1;
  const lastColumn = extent.columns - 1;
  const move = (row: number, column: number): GridPlace => ({
    row: Math.min(Math.max(-1, row), lastRow), column: Math.min(Math.max(0, column), lastColumn),
  });
  switch (key) {
    case 'ArrowUp': return move(ctrl ? 0 : from.row - 1, from.column);
    case 'ArrowDown': return move(ctrl ? lastRow : from.row + 1, from.column);
    case 'ArrowLeft': return move(from.row, ctrl ? 0 : from.column - 1);
    case 'ArrowRight': return move(from.row, ctrl ? lastColumn : from.column + 1);
    case 'PageUp': return move(Math.max(0, from.row - extent.pageRows), from.column);
    case 'PageDown': return move(from.row + extent.pageRows, from.column);
    case 'Home': return move(ctrl ? 0 : from.row, 0);
    case 'End': return move(ctrl ? lastRow : from.row, lastColumn);
    default: return undefined;
  }
}
