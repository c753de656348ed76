import type { LineScore } from '../core/protocol/audit-worker';

/** What the editor keeps of a scored line; small, because a document may have hundreds of thousands. Offsets are bytes within the line. */
export type ScoredLine = Pick<LineScore, 'contentHash' | 'rawStart' | 'rawEnd' | 'error' | 'skipped'>;

/** One line of a document. The object moves with its line through edits elsewhere and is replaced when its own text changes. */
export interface Slot { scored?: ScoredLine; blank?: boolean }

/** A replaced range of lines, 0-based and inclusive, and how many lines stand there now. */
export interface LineChange { first: number; last: number; lineCount: number }

const fresh = (count: number): Slot[] => Array.from({ length: count }, () => ({}));

/** Line ends as the editor counts them. */
const LINE_END = /\r\n|\r|\n/g;

/** The line change of a text edit: lines `first` to `last` become those of `text`. */
export function lineChange(first: number, last: number, text: string): LineChange {
  return { first, last, lineCount: (text.match(LINE_END)?.length ?? 0) + 1 };
}

/** Which lines of a document have been scored. Edits forget the lines they touch and move the others. */
export class LineTable {
  private slots: Slot[];

  constructor(lineCount: number) {
    this.slots = fresh(lineCount);
  }

  get lineCount(): number { return this.slots.length; }

  /** The lines in order; not to be changed. */
  get lines(): readonly Slot[] { return this.slots; }

  /** Applies the edits of one event, whose lines all count in the text before it. */
  apply(changes: readonly LineChange[]): void {
    const parts: Slot[][] = [];
    let next = 0; // first old line not yet taken over
    for (const { first, last, lineCount } of [...changes].sort((a, b) => a.first - b.first)) {
      // two edits of one line: its fresh slot is there already
      const shared = first < next ? 1 : 0;
      parts.push(this.slots.slice(next, first), fresh(lineCount - shared));
      next = last + 1;
    }
    this.slots = new Array<Slot>().concat(...parts, this.slots.slice(next));
  }

  /** Forgets everything. */
  reset(lineCount: number): void {
    this.slots = fresh(lineCount);
  }

  /** 0-based lines without a score, at most `limit`: those from `first` on, then those before it. */
  unscored(first: number, limit: number): number[] {
    const found: number[] = [];
    for (let step = 0; step < this.slots.length && found.length < limit; step++) {
      const line = (first + step) % this.slots.length;
      const slot = this.slots[line];
      if (!slot.scored && !slot.blank) found.push(line);
    }
    return found;
  }

  /** How many lines are scored or blank. */
  get done(): number {
    return this.slots.reduce((count, slot) => count + (slot.scored || slot.blank ? 1 : 0), 0);
  }

  /** The current 0-based lines of some slots; lines edited away are missing. */
  locate(slots: ReadonlySet<Slot>): Map<Slot, number> {
    const places = new Map<Slot, number>();
    this.slots.forEach((slot, line) => { if (slots.has(slot)) places.set(slot, line); });
    return places;
  }
}
