import { auditFile, type AuditEvent } from '../core/audit/audit-file';
import { openSource } from '../core/bytes/open';
import { ReadProblem } from '../core/bytes/read-problem';
import { openKnownTeachers } from '../core/enrol/known-teachers';
import { withTeachers } from '../core/enrol/with-teachers';
import type { Scorer } from '../core/fingerprint/scorer';
import { auditOptionsFor, type Options } from './options';
import { Progress } from './progress';

/** Audits one file and hands its events to `take`, in order, with the scorer that knows the teachers enrolled beside it. A file that cannot be opened is named on stderr and gives false; the others go on. */
export async function runFile(file: string, scorer: Scorer, all: Options, signal: AbortSignal, take: (event: AuditEvent, scorer: Scorer) => Promise<void> | void): Promise<boolean> {
  const progress = new Progress(all.quiet), options = await auditOptionsFor(file, all);
  try {
    const source = await openSource(file);
    try {
      const own = await withTeachers(scorer, () => openKnownTeachers(all.models, scorer.version), options.teachers);
      for (const { message, remedy } of own.problems ?? []) process.stderr.write(`undertone: ${message} ${remedy}\n`);
      for await (const event of auditFile({ source, scorer: own, options, signal })) {
        if (event.kind === 'progress') progress.show(file, event);
        await take(event, own);
      }
      return true;
    } finally {
      progress.clear();
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof ReadProblem)) throw error;
    process.stderr.write(`undertone: ${error.message}\n`);
    return false;
  }
}
