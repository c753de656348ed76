import type { FileAudit, Score, Verdict } from '../core/protocol/nouns';
import { t } from '../core/protocol/translate';
import { visibleText } from '../core/records/visible-text';
import { errorRate } from '../core/verdict/words';

const ODDS_SHOWN = 10_000;
const number = new Intl.NumberFormat('en');

/** Odds for something against the rest, from its probability: `12 : 1`, `1 : 3`, never more than the evidence can carry. */
export function oddsText(probability: number): string {
  const odds = probability / Math.max(1 - probability, 1e-12);
  if (odds >= ODDS_SHOWN) return t('more than {0} : 1', number.format(ODDS_SHOWN));
  if (odds <= 1 / ODDS_SHOWN) return t('less than 1 : {0}', number.format(ODDS_SHOWN));
  return odds >= 1 ? `${shortNumber(odds)} : 1` : `1 : ${shortNumber(1 / odds)}`;
}

const shortNumber = (value: number): string => value < 10 ? String(Number(value.toFixed(1))) : number.format(Math.round(value));

/** Text that may hold words of a dataset, for labels in which `$(name)` would become an icon. */
export const labelText = (text: string): string => visibleText(text).replaceAll('$(', '\\$(');

/** Grouped digits: `12,345`. */
export const countText = (count: number): string => number.format(count);

/** One and many of what is counted, each a text of its own: other languages have other plurals. */
const COUNTED = {
  record: (count: number) => count === 1 ? t('{0} record', countText(count)) : t('{0} records', countText(count)),
  line: (count: number) => count === 1 ? t('{0} line', countText(count)) : t('{0} lines', countText(count)),
  file: (count: number) => count === 1 ? t('{0} file', countText(count)) : t('{0} files', countText(count)),
  finding: (count: number) => count === 1 ? t('{0} finding', countText(count)) : t('{0} findings', countText(count)),
};

/** A count and its noun: `1 record`, `12 records`. */
export const plural = (count: number, noun: keyof typeof COUNTED): string => COUNTED[noun](count);

/** A verdict in as few words as a status bar has room for; `headline` says it in full. */
export function verdictName(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'teacher': return verdict.model ?? verdict.family ?? t('one family');
    case 'mixed': return t('mixed');
    case 'unfamiliar': return t('unfamiliar');
    case 'insufficient': return t('not enough evidence');
  }
}

/** A verdict as it fits above a line: what is named comes with its odds and error rate. */
export function verdictLine(verdict: Verdict): string {
  const name = verdictName(verdict);
  if (verdict.kind !== 'teacher') return name.charAt(0).toUpperCase() + name.slice(1);
  return t('Reads like {0} (log-odds {1}, error rate {2})', name, verdict.logOdds.toFixed(1), errorRate(verdict.errorRate));
}

const named = (counts: Record<string, number>, most: number): string => {
  const names = Object.entries(counts).filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a).map(([name]) => name);
  return names.slice(0, most).join(', ') + (names.length > most ? ` +${names.length - most}` : '');
};

/** How many records were scored, from which field and as what; `coverage` says it in full. */
export function countsLine({ records }: FileAudit): string {
  const scored = t('{0} of {1} scored', countText(records.scored), plural(records.total, 'record'));
  const from = records.scored > 0 ? ` (${t('{0} as {1}', named(records.byField, 2), named(records.byChannel, 4))})` : '';
  const left = [records.skipped > 0 ? t('{0} skipped', records.skipped) : '', records.unreadable > 0 ? t('{0} unreadable', records.unreadable) : ''];
  return [`${scored}${from}`, ...left].filter(Boolean).join(', ');
}

/** The leading family of a score and the probability that this family, familiar to the models, wrote the sample. */
export function leadingFamily(score: Score): { family: string; probability: number } | undefined {
  const [best] = Object.entries(score.families).sort(([, a], [, b]) => b - a);
  return best && { family: best[0], probability: best[1] * (1 - score.unfamiliar) };
}
