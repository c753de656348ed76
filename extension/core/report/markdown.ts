import type { FileAudit } from '../protocol/nouns';
import { visibleText } from '../records/visible-text';
import { problemText } from './text';
import { alongFile, CAVEAT, coverage, headline, partText } from '../verdict/words';
import { contextSentences, findingRate } from './context';

/** Findings and problems listed; the true totals always stand beside them. */
const SHOWN = 50;

/** Dataset text is somebody else's: every character that Markdown or HTML could read as markup is escaped. */
export const escapeMarkdown = (text: string): string => visibleText(text).replace(/[\\`*_{}[\]()#+!|<>&~:@/]|(?<=www)\./gi, character => `&#${character.charCodeAt(0)};`).replace(/\s+/g, ' ');

/** One audit as Markdown, for the report document and for pull requests. Holds no record text. */
export function renderMarkdown(audit: FileAudit): string {
  const { verdict, composition, findings, findingsTotal, problems, problemsTotal } = audit;
  return [
    `# ${headline(verdict)}`, '', `File: ${escapeMarkdown(audit.path)}`, '',
    ...verdict.reasons.map(reason => `- ${escapeMarkdown(reason)}`), '',
    ...section('Beside the verdict', contextSentences(audit).map(sentence => `- ${escapeMarkdown(sentence)}`)),
    '## Records', '', ...coverage(audit).map(sentence => `- ${escapeMarkdown(sentence)}`), '',
    ...section('Composition', composition.map(part => `- ${part.channel}: ${partText(part)}`)),
    ...(audit.segments ? section('Along the file', alongFile(audit).map(sentence => `- ${sentence}`)) : []),
    ...section(`Findings (${findingsTotal})`, findings.slice(0, SHOWN).map(finding =>
      `- ${finding.record ? `record ${finding.record.record}` : 'file'}: ${escapeMarkdown(finding.message)} (${finding.rule}, log-odds ${finding.logOdds.toFixed(1)}, error rate ${findingRate(finding)})`), rest(findingsTotal, findings.length)),
    ...(problemsTotal ? section(`Problems while reading (${problemsTotal})`, problems.slice(0, SHOWN).map(problem => `- ${escapeMarkdown(problemText(problem))}`), rest(problemsTotal, problems.length)) : []),
    `${CAVEAT} Models: ${audit.modelVersion}.`, '',
  ].join('\n');
}

const section = (title: string, lines: string[], last: string[] = []) => [`## ${title}`, '', ...(lines.length ? lines : ['None.']), ...last, ''];

const rest = (total: number, kept: number) => (total > Math.min(kept, SHOWN) ? [`- and ${total - Math.min(kept, SHOWN)} more`] : []);
