import type { Comparison, Driver } from '../protocol/compare';
import { visibleText } from '../records/visible-text';
import { percent } from '../verdict/words';
import { escapeMarkdown } from './markdown';

/** The answer in one line, as every surface words it. */
export function comparisonHeadline({ kind, effect, errorRate }: Comparison): string {
  switch (kind) {
    case 'different': return `Different: a classifier tells unseen records apart with AUROC ${range(effect)}; error rate ${percent(errorRate)}`;
    case 'same-so-far': return 'No difference found so far; that is no proof of sameness';
    case 'insufficient': return 'Not enough evidence to tell whether they differ';
    case 'incomparable': return 'Nothing in common to compare';
  }
}

const range = ({ auroc, low, high }: Comparison['effect']) => `${auroc.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;

/** `lines: 23 in the candidate, 41 in the reference`. */
export function driverText(driver: Driver): string {
  if (driver.kind === 'record') return `${driver.side} record ${driver.record}: least like the other side (log-odds ${driver.logOdds.toFixed(1)})`;
  if (driver.unit === 'mean') return `${driver.name}: ${plain(driver.candidate)} in the candidate, ${plain(driver.reference)} in the reference (z ${driver.z.toFixed(1)})`;
  return `${driver.name}: in ${percent(driver.candidate)} of the candidate's records, ${percent(driver.reference)} of the reference's (z ${driver.z.toFixed(1)})`;
}

const plain = (value: number) => Number(value.toPrecision(3)).toString();

const evidence = ({ logEValue, records }: Comparison) => `log e-value ${logEValue.toFixed(1)} (4.6 is called a difference); ${records.candidate} against ${records.reference} records read.`;

/** A difference is one of the data; who wrote it is another question. */
const COMPARISON_CAVEAT = 'A difference is a statistical finding about the data, not about anybody\'s intent: another model, system prompt, decoding, task or filter may be behind it. Where one teacher wrote both, this is said at most at the stated error rate.';

/** A comparison for a terminal. */
export function renderComparisonText(comparison: Comparison): string {
  return [
    `${visibleText(comparison.candidate)} against ${visibleText(comparison.reference)}`, `  ${comparisonHeadline(comparison)}`,
    `  evidence ${evidence(comparison)}`, ...comparison.reasons.map(reason => `  because  ${visibleText(reason)}`),
    ...comparison.drivers.map(driver => `  driver   ${driver.channel}: ${visibleText(driverText(driver))}`),
    `  models   ${comparison.modelVersion}`,
  ].join('\n');
}

/** A comparison as Markdown. Quotes short phrases of the records, no whole record. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  return [
    `# ${comparisonHeadline(comparison)}`, '', `Candidate: ${escapeMarkdown(comparison.candidate)}`, '', `Reference: ${escapeMarkdown(comparison.reference)}`, '',
    `- ${escapeMarkdown(evidence(comparison))}`, ...comparison.reasons.map(reason => `- ${escapeMarkdown(reason)}`), '',
    ...(comparison.drivers.length ? ['## What drives it', '', ...comparison.drivers.map(driver => `- ${driver.channel}: ${escapeMarkdown(driverText(driver))}`), ''] : []),
    `${COMPARISON_CAVEAT} Models: ${comparison.modelVersion}.`, '',
  ].join('\n');
}
