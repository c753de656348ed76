import type { AuditOptions, LineScore } from '../core/protocol/audit-worker';
import { t } from '../core/protocol/translate';
import type { LineTable, Slot } from './line-table';

/** Lines and characters sent at once: small enough that a cancel is felt, large enough that messages cost little. */
const BATCH = { lines: 400, characters: 512 * 1024 };

/** Scores lines off the host's thread: `records` are 1-based lines. After a cancel it resolves with what is done. */
export type ScoreLines = (records: number[], lines: string[], options: AuditOptions) => Promise<LineScore[]>;

/** The text as it is now; reading it and the table must always agree. */
export interface LineText { (line: number): string }

interface Batch { lines: number[]; texts: string[]; slots: Slot[] }

/** The next unscored lines with text; blank ones are marked on the way. */
function nextBatch(table: LineTable, textOf: LineText, first: number): Batch {
  const batch: Batch = { lines: [], texts: [], slots: [] };
  let characters = 0;
  for (const line of table.unscored(first, BATCH.lines)) {
    const text = textOf(line);
    const slot = table.lines[line];
    if (text.trim() === '') { slot.blank = true; continue; }
    characters += text.length;
    if (batch.lines.length > 0 && characters > BATCH.characters) break;
    batch.lines.push(line);
    batch.texts.push(text);
    batch.slots.push(slot);
  }
  return batch;
}

const keep = ({ contentHash, rawStart, rawEnd, error, skipped }: LineScore) => ({ contentHash, rawStart, rawEnd, error, skipped });

/**
 * Scores what the table does not hold yet, batch by batch, from line `first()` on; `onBatch` is called after each.
 * Edits may come in between: results go to the slots they were asked for. Throws what `score` throws.
 */
export async function scoreUnscored(table: LineTable, textOf: LineText, score: ScoreLines, options: AuditOptions,
  steps: { signal: AbortSignal; first: () => number; onBatch: () => void }): Promise<void> {
  while (!steps.signal.aborted) {
    const batch = nextBatch(table, textOf, steps.first());
    if (batch.lines.length === 0 && table.unscored(0, 1).length === 0) return;
    if (batch.lines.length === 0) continue;
    const results = await score(batch.lines.map(line => line + 1), batch.texts, options);
    const slotOf = new Map(batch.lines.map((line, index) => [line + 1, batch.slots[index]]));
    for (const result of results) {
      const slot = slotOf.get(result.record);
      if (slot) slot.scored = keep(result);
    }
    if (results.length === 0 && !steps.signal.aborted) throw new Error(t('The scoring thread returned nothing; the log may say why.'));
    steps.onBatch();
  }
}

/** Content hash per line for the file's verdict, '' where there is none. */
export function contentHashes(table: LineTable): string[] {
  return table.lines.map(slot => slot.scored?.contentHash ?? '');
}
