import type { RecordRef } from '../protocol/nouns';
import type { Cell, RecordMarks, Row } from '../protocol/dataset-view';
import { JsonScan } from '../records/json-scan';
import type { ColumnSet } from './column-set';
import { previewCell } from './preview';

/** Longer lines are not scanned for the grid; the row says so and the reader shows their beginning. */
export const MAX_ROW_BYTES = 8 << 20;

const scan = new JsonScan();

/** True when a line holds nothing but white space. */
export function isBlankLine(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] > 0x20) return false;
  return true;
}

/** Why a line has no fields, or undefined when it has; on success `scanned` holds its values. */
export function lineProblem(line: Uint8Array, scanned: JsonScan): string | undefined {
  if (isBlankLine(line, 0, line.length)) return 'Blank line';
  const fault = scanned.scan(line);
  if (fault) return `Not JSON: ${fault.message} (byte ${fault.offset} of the line)`;
  return scanned.tape.isObject(0) ? undefined : 'JSON, but not an object: it has no fields';
}

/** One line as a row of the grid; fields met for the first time become columns. */
export function toRow(ref: RecordRef, line: Uint8Array | null, columns: ColumnSet, marks?: RecordMarks): Row {
  const place = { record: ref.record, byteOffset: ref.byteOffset, byteLength: ref.byteLength, ...(marks ? { marks } : {}) };
  if (!line) return { ...place, cells: [], problem: `Too long for the grid (${ref.byteLength} bytes)` };
  const problem = lineProblem(line, scan);
  if (problem) return { ...place, cells: [], problem };
  const cells: Cell[] = [];
  for (const node of scan.tape.children(0)) {
    const index = columns.indexOf(Buffer.from(scan.tape.keyBytes(node)).toString());
    if (index === undefined) continue;
    while (cells.length <= index) cells.push({ kind: 'missing', text: '' });
    cells[index] = previewCell(scan.tape, node);
  }
  return { ...place, cells };
}
