import type { FileAudit, Finding } from '../core/protocol/nouns';
import type { Marks } from '../core/curate/reviewed';

/** The findings that are shown of an audit, and how many there are in all. */
export interface ShownFindings { shown: Finding[]; reviewed: number; total: number }

/** Leaves out reviewed findings and keeps at most `maximum`; findings about the file come first. */
export function shownFindings(audit: FileAudit, marks: Marks, maximum: number): ShownFindings {
  const open = audit.findings.filter(finding => !marks.has(finding.contentHash));
  const reviewed = audit.findings.length - open.length;
  const shown = [...open.filter(finding => !finding.record), ...open.filter(finding => finding.record)].slice(0, maximum);
  return { shown, reviewed, total: audit.findingsTotal - reviewed };
}
