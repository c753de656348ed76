import { createHash } from 'node:crypto';
import type { FilterTally } from '../content-filters/filter-tally';
import type { AuditOptions } from '../protocol/audit-worker';
import type { Finding, Provenance, RecordCounts, RuleId, Verdict } from '../protocol/nouns';
import { CONTAMINATION_ERROR_RATE } from '../verdict/contamination';
import { contaminationText, LEAST_PART, type ChannelVerdict } from '../verdict/judge-channel';
import type { FileEvidence } from '../verdict/file-evidence';
import { percent } from '../verdict/words';

/** What a file is expected to be, and who says so. */
export interface Expectation { families: string[]; from: 'settings' | 'records' }

/** Expected families from settings or, without any, the family that the records themselves declare. */
export function expectationOf(expectFamilies: string[], declared: string | null): Expectation | null {
  if (expectFamilies.length) return { families: expectFamilies, from: 'settings' };
  return declared ? { families: [declared], from: 'records' } : null;
}

/** Everything that findings follow from. */
export interface Gathered {
  verdict: Verdict;
  channels: ChannelVerdict[];
  evidence: FileEvidence;
  expectation: Expectation | null;
  provenance: Provenance;
  counts: RecordCounts;
  filters: FilterTally;
}

/**
 * Findings of a file. Every synthetic file has a teacher, so naming one is none: a finding is a verdict that differs from what is
 * expected, a mixed or unfamiliar verdict, a shift from the model's neutral output, declarations that differ or are missing,
 * a record that departs from its file, or one that fails a content filter that was asked for. Also returns the true total behind the cap.
 */
export function findingsOf(gathered: Gathered, options: AuditOptions): { findings: Finding[]; total: number } {
  const { verdict, channels, evidence, expectation, counts, filters } = gathered;
  const isReported = ({ rule }: { rule: RuleId }) => !options.suppress?.includes(rule);
  const ofFile = [...fileFindings(verdict, channels, expectation), ...contaminationFindings(verdict, channels, expectation), ...shiftFindings(channels, evidence), ...provenanceFindings(gathered, options)]
    .filter(isReported).map(finding => ({ ...finding, contentHash: fileHash(finding.rule, verdict, counts) }));
  const groups = [departureFindings(gathered), filters.findings()].filter(({ kept }) => kept.every(isReported));
  return { findings: [...ofFile, ...groups.flatMap(({ kept }) => kept)].slice(0, options.maxFindings), total: groups.reduce((sum, { total }) => sum + total, ofFile.length) };
}

function departureFindings({ verdict, evidence, channels }: Gathered): { total: number; kept: Finding[] } {
  const { total, strongest } = verdict.kind === 'teacher' ? evidence.departuresFrom(channels) : { total: 0, strongest: [] };
  const kept = strongest.map((departure): Finding => ({
    rule: 'undertone/departure', record: departure.ref, logOdds: departure.logOdds, errorRate: departure.errorRate, contentHash: departure.contentHash,
    message: `Reads like ${departure.family} in a file that reads like ${departure.from}: log-odds ${departure.logOdds.toFixed(1)}; ${percent(departure.errorRate)} of clean records do so by chance.`,
  }));
  return { total, kept };
}

/** An enrolled teacher is expected by its family's name or by its own. */
const isExpected = ({ family, model, enrolled }: Verdict, { families }: Expectation): boolean => families.includes(family ?? '') || enrolled === true && families.includes(model ?? '');

type FileFinding = Omit<Finding, 'contentHash' | 'record'>;

function fileFindings(verdict: Verdict, channels: ChannelVerdict[], expectation: Expectation | null): FileFinding[] {
  const at = { logOdds: verdict.logOdds, errorRate: verdict.errorRate };
  if (verdict.kind === 'unfamiliar') {
    return [{ rule: 'undertone/unfamiliar', ...at, errorRate: 1, message: `Unfamiliar: no known teacher writes like this, so none is named. ${verdict.reasons[0] ?? ''}`.trim() }];
  }
  if (verdict.kind === 'mixed') return mixedFindings(verdict, channels, expectation);
  if (verdict.kind !== 'teacher' || !expectation || isExpected(verdict, expectation)) return [];
  const expected = expectation.families.join(' or ');
  const source = expectation.from === 'settings' ? `${expected} is expected` : `the records declare ${expected}`;
  return [{ rule: 'undertone/unexpected-teacher', ...at, message: `Reads like ${verdict.family}, but ${source}: log-odds ${verdict.logOdds.toFixed(1)}, error rate ${percent(verdict.errorRate)}.` }];
}

/** Declarations that differ from what is detected, at the verdict's error rate; those that differ from each other, and silence where a card is there to speak or a declaration is demanded, are plain facts. */
function provenanceFindings({ verdict, expectation, provenance: { state, text, declarations } }: Gathered, { beside, requireDeclaration }: AuditOptions): FileFinding[] {
  const plain: FileFinding = { rule: 'undertone/provenance', logOdds: 0, errorRate: 0, message: text };
  const isContradiction = new Set(declarations.flatMap(({ family }) => family ?? [])).size > 1;
  const isSaidAlready = expectation?.from === 'records' && verdict.kind === 'teacher' && !isExpected(verdict, expectation);
  if (state === 'differs' && isContradiction) return [plain];
  if (state === 'differs' && !isSaidAlready) return [{ ...plain, logOdds: verdict.logOdds, errorRate: verdict.errorRate }];
  return state === 'silent' && (requireDeclaration || beside?.silent.length) ? [plain] : [];
}

/** A set of numbers that differs from the neutral output of the very model that it reads like. */
function shiftFindings(channels: ChannelVerdict[], evidence: FileEvidence): FileFinding[] {
  const shift = evidence.shift.of(channels.find(({ channel }) => channel === 'numbers')?.model ?? null);
  if (!shift) return [];
  const caution = shift.singleSource ? ' Its neutral output is known from one source only.' : '';
  return [{ rule: 'undertone/trait-shift', logOdds: shift.z ** 2 / 2, errorRate: shift.falseRate,
    message: `Differs from ${shift.model}'s neutral output (z = ${shift.z.toFixed(1)} over ${shift.records} records, false-alarm rate ${percent(shift.falseRate)}): a system prompt, persona or tune was active. Which one cannot be told.${caution}` }];
}

/** Records of another family in a file of a named teacher; none where that family is expected, too. */
function contaminationFindings(verdict: Verdict, channels: ChannelVerdict[], expectation: Expectation | null): FileFinding[] {
  return verdict.kind !== 'teacher' ? [] : channels.flatMap(({ channel, contamination }) => (!contamination || expectation?.from === 'settings' && expectation.families.includes(contamination.family) ? []
    : [{ rule: 'undertone/mixed', logOdds: contamination.logEValue, errorRate: CONTAMINATION_ERROR_RATE, message: `${contaminationText(contamination, channel)} The others read like ${verdict.family}.` }]));
}

/** A mixture of families that are all expected is no finding. */
function mixedFindings(verdict: Verdict, channels: ChannelVerdict[], expectation: Expectation | null): FileFinding[] {
  const parts = channels.flatMap(channel => channel.composition).filter(part => part.kind === 'family' && part.low >= LEAST_PART);
  if (expectation?.from === 'settings' && parts.length > 0 && parts.every(part => expectation.families.includes(part.family ?? ''))) return [];
  const list = parts.map(part => `${percent(part.share)} ${part.family} (${percent(part.low)}-${percent(part.high)}) of ${part.channel}`).join(', ');
  return [{ rule: 'undertone/mixed', logOdds: verdict.logOdds, errorRate: verdict.errorRate, message: `More than one family wrote this file: ${list}.` }];
}

/** Same file, same claim, same key: lets a reviewed verdict stay reviewed until the data or the claim changes. */
function fileHash(rule: RuleId, verdict: Verdict, counts: RecordCounts): string {
  return createHash('sha256').update(JSON.stringify([rule, verdict.kind, verdict.family, counts.total, counts.byChannel])).digest('hex').slice(0, 16);
}

