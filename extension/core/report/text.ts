import type { FileAudit, Problem } from '../protocol/nouns';
import { visibleText } from '../records/visible-text';
import { alongFile, coverage, headline, partText } from '../verdict/words';
import { contextSentences } from './context';

const SHOWN = 10;

/** One audit as plain text for a terminal: verdict first, then what it rests on. */
export function renderText(audit: FileAudit): string {
  const lines = [visibleText(audit.path), `  ${visibleText(headline(audit.verdict))}`];
  lines.push(...audit.verdict.reasons.map(reason => `  because  ${visibleText(reason)}`));
  lines.push(...coverage(audit).map(sentence => `  records  ${visibleText(sentence)}`));
  lines.push(...contextSentences(audit).map(sentence => `  note     ${visibleText(sentence)}`));
  for (const part of audit.composition.filter(part => part.share >= 0.01)) lines.push(`  share    ${part.channel}: ${visibleText(partText(part))}`);
  lines.push(...alongFile(audit).map(sentence => `  along    ${visibleText(sentence)}`));
  lines.push(`  findings ${audit.findingsTotal === 0 ? 'none' : audit.findingsTotal}`);
  for (const finding of audit.findings.slice(0, SHOWN)) {
    lines.push(`    ${finding.record ? `record ${finding.record.record}` : 'file'}: ${visibleText(finding.message)} [${finding.rule}]`);
  }
  lines.push(...more(audit.findingsTotal, Math.min(SHOWN, audit.findings.length), 'findings'));
  lines.push(...audit.problems.slice(0, SHOWN).map(problem => `    ${problemText(problem)}`));
  lines.push(...more(audit.problemsTotal, Math.min(SHOWN, audit.problems.length), 'problems'));
  lines.push(`  models   ${audit.modelVersion}`);
  return lines.join('\n');
}

/** A problem, which names its file and record, with its remedy. */
export function problemText(problem: Problem): string {
  return visibleText(`${problem.message} ${problem.remedy}`);
}

const more = (total: number, shown: number, what: string) => (total > shown ? [`    ... and ${total - shown} more ${what}`] : []);
