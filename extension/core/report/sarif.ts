import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log, Notification, PropertyBag, ReportingDescriptor, Result } from 'sarif';
import type { FileAudit, Finding, RuleId } from '../protocol/nouns';
import { visibleText } from '../records/visible-text';
import { CAVEAT, headline } from '../verdict/words';
import { contextSentences } from './context';
import { RULE_TEXTS, RULE_IDS } from './rules';
import { problemText } from './text';

/** What GitHub shows of a run at most, and the size that it takes (https://docs.github.com, SARIF support for code scanning). */
const MAX_RESULTS = 5000, MAX_BYTES = 10e6;
const MAX_MESSAGE = 1000, MAX_NOTIFICATIONS = 100;

/** Where and by what a report is made: paths become relative to `root`; `version` is the program's. */
export interface SarifContext { root: string; version: string }

/**
 * Audits as one SARIF 2.1.0 run that GitHub accepts: the strongest findings, and for each rule of which not all are listed one result with the true total.
 * Holds byte offsets, scores, error rates and the models' version, and no record text.
 */
export function renderSarif(audits: FileAudit[], context: SarifContext): string {
  for (let limit = MAX_RESULTS; ; limit = Math.floor(limit / 2)) {
    const text = `${JSON.stringify(sarifLog(audits, context, limit), null, 1)}\n`;
    if (Buffer.byteLength(text) < MAX_BYTES || limit === 0) return text;
  }
}

function sarifLog(audits: FileAudit[], context: SarifContext, limit: number): Log {
  const uris = audits.map(({ path }) => uriOf(path, context.root));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'Undertone', version: context.version || '0.0.0', rules: RULE_IDS.map(ruleOf) } },
      automationDetails: { id: 'undertone/audit/' },
      columnKind: 'utf16CodeUnits',
      invocations: [{ executionSuccessful: !audits.some(({ incomplete }) => incomplete), toolExecutionNotifications: audits.flatMap((audit, i) => notifications(audit, uris[i], i)) }],
      artifacts: audits.map((audit, i) => ({ location: { uri: uris[i] }, properties: artifactProperties(audit) })),
      results: choose(audits, limit).map(({ finding, file, total }) => resultOf(finding, total, uris[file], file, audits[file].modelVersion)),
      properties: { caveat: CAVEAT, modelVersions: [...new Set(audits.map(({ modelVersion }) => modelVersion))] },
    }],
  };
}

/** A finding that is listed; with a `total` it stands for all of its rule in its file. */
interface Listed { finding: Finding; file: number; total?: number }

/** File findings and totals first, then records by strength. */
function choose(audits: FileAudit[], limit: number): Listed[] {
  const all = audits.flatMap(({ findings }, file) => findings.map((finding): Listed => ({ finding, file })));
  const ofRecords = all.filter(({ finding }) => finding.record).sort((a, b) => b.finding.logOdds - a.finding.logOdds);
  const ofFiles = all.filter(({ finding }) => !finding.record);
  const listed = ofRecords.slice(0, Math.max(0, limit - ofFiles.length - audits.length));
  const totals = audits.flatMap((audit, file) => totalOf(audit, file, listed.filter(each => each.file === file).length));
  return [...ofFiles, ...totals].slice(0, limit).concat(listed);
}

/** One result that states the true total, where a file has more findings about records than are listed. */
function totalOf({ findings, findingsTotal }: FileAudit, file: number, listed: number): Listed[] {
  const [first] = findings.filter(finding => finding.record);
  const total = findingsTotal - findings.filter(finding => !finding.record).length;
  if (!first || total <= listed) return [];
  const message = `${total} findings about single records in this file; the strongest ${listed} are listed.`;
  return [{ finding: { ...first, message, record: undefined }, file, total }];
}

function resultOf({ rule, message, logOdds, errorRate, record, contentHash }: Finding, total: number | undefined, uri: string, index: number, modelVersion: string): Result {
  const region = record ? { startLine: record.record, byteOffset: record.byteOffset, byteLength: record.byteLength } : { startLine: 1 };
  return {
    ruleId: rule, ruleIndex: RULE_IDS.indexOf(rule), level: RULE_TEXTS[rule].level,
    message: { text: shortened(message) },
    locations: [{ physicalLocation: { artifactLocation: { uri, index }, region } }],
    partialFingerprints: { 'undertoneContent/v1': total === undefined ? `${contentHash}:${rule}` : `total:${rule}` },
    rank: Math.round(1000 * (1 - errorRate)) / 10,
    properties: { logOdds, errorRate, modelVersion, ...(total === undefined ? {} : { total }) },
  };
}

function ruleOf(id: RuleId): ReportingDescriptor {
  const { title, text, help, level, precision } = RULE_TEXTS[id];
  return {
    id, name: title, shortDescription: { text }, fullDescription: { text: `${text} ${CAVEAT}` }, help: { text: help },
    defaultConfiguration: { level }, properties: { precision, tags: ['provenance'], 'problem.severity': level === 'note' ? 'recommendation' : 'warning' },
  };
}

function artifactProperties(audit: FileAudit): PropertyBag {
  const { records, verdict, composition, findingsTotal, modelVersion, incomplete, settledEarly, risk, provenance, filters } = audit;
  return {
    headline: visibleText(headline(verdict)), verdict: { kind: verdict.kind, family: verdict.family, model: verdict.model, logOdds: verdict.logOdds, errorRate: verdict.errorRate },
    records: { total: records.total, scored: records.scored, unreadable: records.unreadable }, composition, findings: findingsTotal, modelVersion, incomplete, ...(settledEarly ? { settledEarly } : {}),
    risk: risk?.level, provenance: provenance?.state, filters, notes: contextSentences(audit).map(shortened),
  };
}

function notifications({ problems, problemsTotal }: FileAudit, uri: string, index: number): Notification[] {
  const listed = problems.slice(0, MAX_NOTIFICATIONS).map((problem): Notification => ({
    level: 'warning', message: { text: shortened(problemText(problem)) },
    locations: [{ physicalLocation: { artifactLocation: { uri, index }, region: { startLine: problem.record ?? 1 } } }],
  }));
  const more = problemsTotal - listed.length;
  return more > 0 ? [...listed, { level: 'warning', message: { text: `${more} more problems while reading this file.` }, locations: [{ physicalLocation: { artifactLocation: { uri, index } } }] }] : listed;
}

const shortened = (text: string): string => {
  const visible = visibleText(text);
  return visible.length > MAX_MESSAGE ? `${visible.slice(0, MAX_MESSAGE)}…` : visible;
};

/** A path as a URI relative to the root where it lies below it, as GitHub wants it; else as a file URI. */
function uriOf(path: string, root: string): string {
  const below = isAbsolute(path) ? relative(root, path) : path;
  if (below === '' || below.startsWith('..') || isAbsolute(below)) return isAbsolute(path) ? pathToFileURL(path).href : encodeURI(path);
  return below.split(sep).map(encodeURIComponent).join('/');
}
