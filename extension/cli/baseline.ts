import { readFile } from 'node:fs/promises';
import { formatReviewed, parseReviewed, writeAtomically, type Mark, type Marks } from '../core/curate/reviewed';
import type { FileAudit } from '../core/protocol/nouns';
import { UsageError } from './exit-codes';

/** The findings that a baseline file knows; none where `mayBeMissing` and there is no file. Rejects with `ReviewedProblem`, or UsageError where it is missing. */
export async function readBaseline(file: string, mayBeMissing: boolean): Promise<Map<string, Mark>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw new UsageError(`${file} cannot be read: ${error.message}`);
    if (mayBeMissing) return undefined;
    throw new UsageError(`${file} does not exist; add --update-baseline to write it.`);
  });
  return text === undefined ? new Map() : parseReviewed(text, file);
}

/** Adds the findings of some audits to a baseline file, in one step. Rejects with the file system's error. */
export async function addToBaseline(file: string, known: Marks, audits: FileAudit[], now = new Date()): Promise<void> {
  const marks = new Map(known);
  for (const { contentHash, rule } of audits.flatMap(audit => audit.findings)) if (!marks.has(contentHash)) marks.set(contentHash, { rule, markedAt: now.toISOString() });
  await writeAtomically(file, formatReviewed(marks));
}
