import { auditFile, type AuditEvent } from '../core/audit/audit-file';
import { evenSample } from '../core/audit/even-sample';
import { ReadProblem } from '../core/bytes/read-problem';
import { ConfigProblem } from '../core/curate/config-reader';
import { ReviewedProblem } from '../core/curate/reviewed';
import { openKnownTeachers, type KnownTeachers } from '../core/enrol/known-teachers';
import { withTeachers } from '../core/enrol/with-teachers';
import type { Scorer } from '../core/fingerprint/scorer';
import { UsageError } from './exit-codes';
import { openInput, STDIN } from './inputs';
import { auditOptionsFor, type Options } from './options';
import { Progress } from './progress';

/** Audits one file and hands its events to `take`, in order, with the scorer that knows the teachers enrolled beside it. A file that cannot be opened, or whose configuration or marks are damaged, is named on stderr and gives false; the others go on. */
export async function runFile(file: string, scorer: Scorer, all: Options, signal: AbortSignal, take: (event: AuditEvent, scorer: Scorer) => Promise<void> | void): Promise<boolean> {
  const progress = new Progress(all.quiet);
  try {
    const options = await auditOptionsFor(file, all), isSampled = await sampleOf(file, all, signal), source = await openInput(file, signal);
    try {
      const own = await withTeachers(scorer, await knownTeachers(scorer, all.models), options.teachers);
      for (const { message, remedy } of own.problems ?? []) process.stderr.write(`undertone: ${message} ${remedy}\n`);
      for await (const event of auditFile({ source, scorer: own, options, signal, isSampled })) {
        if (event.kind === 'progress') progress.show(file, event);
        await take(event, own);
      }
      return true;
    } finally {
      progress.clear();
      await source.close();
    }
  } catch (error) {
    if (![ReadProblem, ConfigProblem, ReviewedProblem].some(kind => error instanceof kind) || !(error instanceof Error)) throw error;
    process.stderr.write(`undertone: ${error.message}\n`);
    return false;
  }
}

const known = new WeakMap<Scorer, Promise<KnownTeachers>>();

/** What is known of a scorer's teachers, read once for all files. */
function knownTeachers(scorer: Scorer, models: string): Promise<KnownTeachers> {
  const opening = known.get(scorer) ?? openKnownTeachers(models, scorer.version);
  known.set(scorer, opening);
  return opening;
}

async function sampleOf(file: string, { sampleRecords }: Options, signal: AbortSignal): Promise<((record: number) => boolean) | undefined> {
  if (sampleRecords === undefined) return undefined;
  if (file === STDIN) throw new UsageError('--sample counts the records first, so it cannot read standard input.');
  const source = await openInput(file, signal);
  try {
    return await evenSample(source, sampleRecords, signal);
  } finally {
    await source.close();
  }
}
