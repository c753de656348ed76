import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileAudit } from '../protocol/nouns';
import { ReviewedStore, type Marks } from './reviewed';

/** Findings that were reviewed or are in the baseline of the nearest `.undertone` folder at or above a data file. Rejects with `ReviewedProblem`. */
export async function marksFor(dataPath: string): Promise<Marks> {
  for (let folder = dirname(dataPath); ; folder = dirname(folder)) {
    if (await exists(join(folder, '.undertone'))) return readMarks(folder);
    if (dirname(folder) === folder) return new Map();
  }
}

/** The marks of one folder, reviewed and baseline together; what was reviewed wins. Rejects with `ReviewedProblem`. */
export async function readMarks(folder: string): Promise<Marks> {
  return new Map([...await new ReviewedStore(folder, 'baseline').read(), ...await new ReviewedStore(folder).read()]);
}

/** An audit with only what is new: marked findings are counted as known instead. */
export function withoutKnown(audit: FileAudit, marks: Marks): FileAudit {
  const findings = audit.findings.filter(({ contentHash }) => !marks.has(contentHash));
  const known = audit.findings.length - findings.length;
  return known === 0 ? audit : { ...audit, findings, findingsTotal: audit.findingsTotal - known, known: (audit.known ?? 0) + known };
}

const exists = (path: string) => access(path).then(() => true, () => false);
