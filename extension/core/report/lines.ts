import type { FileAudit, Problem } from '../protocol/nouns';
import { visibleText } from '../records/visible-text';
import { headline } from '../verdict/words';
import { findingRate } from './context';
import { RULE_TEXTS } from './rules';
import { problemText } from './text';

/** Audits as one line per finding, `path:line:column: level: message [rule]`, as problem matchers and editors read them; then each file's verdict as a line of its own. */
export function renderLines(audits: FileAudit[]): string {
  return audits.flatMap(audit => [...findingLines(audit), ...audit.problems.map(problem => problemLine(audit.path, problem)), verdictLine(audit)]).join('\n');
}

function findingLines({ path, findings, findingsTotal, modelVersion }: FileAudit): string[] {
  const listed = findings.map(finding => line(path, finding.record?.record, RULE_TEXTS[finding.rule].level, `${finding.message} (error rate ${findingRate(finding)}, models ${modelVersion})`, finding.rule));
  return findingsTotal > findings.length ? [...listed, line(path, 1, 'note', `${findingsTotal} findings in this file; ${findings.length} are listed.`, 'undertone')] : listed;
}

const problemLine = (path: string, problem: Problem) => line(path, problem.record, 'warning', problemText(problem), problem.code);

const verdictLine = (audit: FileAudit) => `${visibleText(audit.path)}: ${visibleText(headline(audit.verdict))}`;

const line = (path: string, record: number | undefined, level: 'note' | 'warning', message: string, rule: string) =>
  `${visibleText(path)}:${record ?? 1}:1: ${level === 'note' ? 'info' : 'warning'}: ${visibleText(message).replace(/\s+/g, ' ')} [${rule}]`;
