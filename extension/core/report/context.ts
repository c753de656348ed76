import { FILTER_NAMES } from '../content-filters/content-filters';
import type { ContentFilterCount, FileAudit, Finding } from '../protocol/nouns';
import { errorRate } from '../verdict/words';

/** What stands beside a verdict, one sentence each: what it means for the student, what is declared, what passes the content filters. */
export function contextSentences({ risk, provenance, filters = [], known }: Pick<FileAudit, 'risk' | 'provenance' | 'filters' | 'known'>): string[] {
  return [
    ...(risk ? [`${risk.text}${risk.source ? ` (${risk.source})` : ''}`] : []),
    ...(provenance ? [provenance.text] : []),
    ...(filters.length ? [`Content filters: ${filters.map(filterText).join('; ')}. Passing them says nothing about who wrote the records.`] : []),
    ...(known ? [`${known} finding${known === 1 ? ' was' : 's were'} reviewed or accepted before and ${known === 1 ? 'is' : 'are'} not shown.`] : []),
  ];
}

/** `198 of 200 pass "no comment in the code"`. */
export const filterText = ({ filter, applied, failed }: ContentFilterCount): string => `${applied - failed} of ${applied} pass "${FILTER_NAMES[filter]}"`;

/** How often a finding is wrong; a plain rule is not a matter of chance. */
export const findingRate = (finding: Finding): string => (finding.errorRate === 0 ? 'none, a plain rule' : errorRate(finding.errorRate));
