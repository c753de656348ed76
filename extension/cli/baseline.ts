import { readFile } from 'node:fs/promises';
import { formatReviewed, parseReviewed, type Mark } from '../core/curate/reviewed';
import { changeFile } from '../core/curate/shared-file';
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

/** Adds the findings of some audits to what a baseline file holds by now, in one step. Rejects with `WriteProblem` or `ReviewedProblem`. */
export async function addToBaseline(file: string, audits: FileAudit[], now = new Date()): Promise<void> {
  await changeFile(file, text => {
    const marks = text === undefined ? new Map<string, Mark>() : parseReviewed(text, file);
    for (const { contentHash, rule } of audits.flatMap(audit => audit.findings)) if (!marks.has(contentHash)) marks.set(contentHash, { rule, markedAt: now.toISOString() });
    return formatReviewed(marks);
  });
}
