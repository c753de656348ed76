import type { ByteSource } from '../bytes/source';
import { writeSubset, type SubsetResult } from '../curate/subset';
import type { SubsetWish } from '../protocol/audit-worker';
import { auditFile, type AuditRun } from './audit-file';

/** Findings about single records that are told apart; more would not fit in memory. */
const MOST = 2_000_000;

/**
 * Writes the records of a dataset that have no finding of certain rules (`clean`), or only those that do (`quarantine`), to a new file: two passes over the file, first the
 * audit, then the copy. Records that a person reviewed have no finding. The dataset itself is only read.
 * @param open gives the source anew for each pass.
 * @throws WriteProblem, ReadProblem, the signal's reason.
 */
export async function writeFindingsSubset(open: () => Promise<ByteSource>, run: Omit<AuditRun, 'source'>, wish: SubsetWish, reviewed: ReadonlySet<string>): Promise<SubsetResult> {
  const found = await pass(open, source => recordsFound({ ...run, source }, wish, reviewed));
  const keep = ({ record }: { record: number }) => found.has(record) === (wish.which === 'quarantine');
  return pass(open, source => writeSubset({ source, keep, path: wish.path, signal: run.signal }));
}

async function pass<T>(open: () => Promise<ByteSource>, work: (source: ByteSource) => Promise<T>): Promise<T> {
  const source = await open();
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}

async function recordsFound(run: AuditRun, { rules }: SubsetWish, reviewed: ReadonlySet<string>): Promise<Set<number>> {
  const records = new Set<number>();
  for await (const event of auditFile({ ...run, options: { ...run.options, maxFindings: MOST } })) {
    run.signal?.throwIfAborted();
    if (event.kind !== 'done') continue;
    const [problem] = event.audit.incomplete ? event.audit.problems.slice(-1) : [];
    if (problem) throw new Error(`${problem.message} ${problem.remedy} No subset was written.`);
    for (const { rule, record, contentHash } of event.audit.findings) if (record && rules.includes(rule) && !reviewed.has(contentHash)) records.add(record.record);
  }
  return records;
}
