import type { LineScore } from '../../extension/core/protocol/audit-worker';
import type { Row } from '../../extension/core/protocol/dataset-view';
import type { GridColumn } from '../common/columns';
import { count, percent } from '../common/format';
import type { GridCell } from '../common/grid-row';
import { visibleLine } from '../common/styled-text';

/** Where a record stands. */
export const PLACE: readonly GridColumn[] = [
  { id: '#line', label: 'Line', widthPx: 64, pinned: true, align: 'end' },
  { id: '#byte', label: 'Byte offset', widthPx: 108, pinned: true, align: 'end' },
];
/** What an audit says of it. */
export const SCORED: readonly GridColumn[] = [
  { id: '#teacher', label: 'Teacher', widthPx: 172 },
  { id: '#score', label: 'Score', widthPx: 68, align: 'end' },
];
/** Comes last: it is one and the same in most files, and the text matters more. */
export const CHANNEL: GridColumn = { id: '#channel', label: 'Channel', widthPx: 88 };
/** What people said of it. */
export const MARKS: GridColumn = { id: '#marks', label: 'Marks', widthPx: 120 };

/** What a row's cells are made of; both come when they come. */
export interface RowData { position: number; record: Row | null | undefined; score: LineScore | null | undefined }

const EMPTY: GridCell = { text: '' };

/** What the teacher column says; a family is named only above the model's threshold. */
function teacherCell(score: LineScore): GridCell {
  if (score.error !== undefined) return { text: 'unreadable', class: 'muted', title: score.error };
  if (score.skipped !== undefined) return { text: 'skipped', class: 'muted', title: score.skipped };
  if (score.named !== null) return { text: score.model ? `${score.named} · ${score.model}` : score.named, class: 'named' };
  if (score.unfamiliar > 0.5) return { text: 'unfamiliar', class: 'unfamiliar', title: `unfamiliar with probability ${percent(score.unfamiliar)}` };
  return { text: 'not enough evidence', class: 'muted', title: 'No family reaches the threshold for one record.' };
}

function scoreCell(score: LineScore): GridCell {
  const first = Object.entries(score.families).sort((a, b) => b[1] - a[1])[0];
  return first ? { text: first[1].toFixed(2), class: 'numeric', title: `${first[0]} ${percent(first[1])}, given that the text is familiar` } : EMPTY;
}

/** A cell of the score columns. */
function scoredCell(column: string, score: LineScore | null | undefined): GridCell {
  if (score === undefined) return EMPTY;
  if (score === null) return column === '#teacher' ? { text: 'too long to score here', class: 'muted' } : EMPTY;
  return column === '#teacher' ? teacherCell(score) : column === '#score' ? scoreCell(score) : { text: score.channel, class: 'muted' };
}

function marksCell({ marks }: Row): GridCell {
  return marks ? { text: [marks.reviewed ? '✓ reviewed' : '', ...marks.tags].filter(Boolean).map(visibleLine).join(', ') } : EMPTY;
}

/** What a cell that belongs to no field says. */
export function fixedCell(column: string, { position, record, score }: RowData): GridCell {
  if (column === '#line') return { text: count(position + 1), class: 'numeric' };
  if (!record) return { text: column === '#byte' ? '…' : '' };
  if (column === '#byte') return { text: count(record.byteOffset), class: 'numeric muted' };
  return column === '#marks' ? marksCell(record) : scoredCell(column, score);
}

/** A field's value; `isFirst` cells of a broken line say what is wrong with it. */
export function fieldCell({ record }: RowData, index: number, isFirst: boolean): GridCell {
  if (!record) return EMPTY;
  if (record.problem) return isFirst ? { text: record.problem, class: 'problem', title: record.problem } : { text: '', class: 'kind-missing' };
  const value = record.cells[index];
  return value ? { text: visibleLine(value.text), class: `kind-${value.kind}` } : { text: '', class: 'kind-missing' };
}
