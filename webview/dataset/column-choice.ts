import type { GridColumn } from '../common/columns';

/** What a person chose about columns, by id: those not shown, and an order of their own for those that were moved. */
export interface ColumnChoice { hidden: string[]; order: string[] }

/** The columns in the order that was chosen; new ones come after, in their own order. Pinned columns stay first. */
export function ordered(columns: readonly GridColumn[], { order }: ColumnChoice): GridColumn[] {
  const place = (column: GridColumn, i: number) => { const at = order.indexOf(column.id); return at < 0 ? order.length + i : at; };
  return columns.map((column, i) => ({ column, at: (column.pinned ? -1000 : 0) + place(column, i) })).sort((a, b) => a.at - b.at).map(({ column }) => column);
}

/** The choice with a column moved by some places among those that are not pinned. */
export function moved(columns: readonly GridColumn[], choice: ColumnChoice, id: string, by: number): ColumnChoice {
  const ids = ordered(columns, choice).filter(column => !column.pinned).map(column => column.id);
  const from = ids.indexOf(id);
  const to = Math.min(ids.length - 1, Math.max(0, from + by));
  if (from < 0 || from === to) return choice;
  ids.splice(to, 0, ...ids.splice(from, 1));
  return { ...choice, order: ids };
}

/** The choice with a column shown or hidden. */
export function toggled({ hidden, order }: ColumnChoice, id: string): ColumnChoice {
  return { order, hidden: hidden.includes(id) ? hidden.filter(other => other !== id) : [...hidden, id] };
}
