import type { FileAudit, Finding } from '../protocol/nouns';
import { visibleText } from '../records/visible-text';
import { alongFile, CAVEAT, coverage, discoveryText, headline, percent } from '../verdict/words';
import { barChart, strip, type Bar, type Tick } from './charts';
import { contextSentences, filterText, findingRate } from './context';
import { STYLE } from './html-style';
import { problemText } from './text';

const SHOWN = 200;

/** Text made safe for an HTML text node or attribute. */
export const escapeHtml = (text: string): string => visibleText(text).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);

/** A self-contained HTML report of one or more audits, with charts: no script, no request, no record text. Prints on paper as it stands. */
export function renderHtml(audits: FileAudit[]): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>Undertone report</title><style>${STYLE}</style></head><body>
${audits.length > 1 ? overview(audits) : ''}${audits.map(article).join('\n')}
<p class="small">${escapeHtml(CAVEAT)} Models: ${escapeHtml([...new Set(audits.map(audit => audit.modelVersion))].join(', '))}.</p>
</body></html>\n`;
}

const list = (items: string[]) => `<ul>${items.map(item => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;

const table = (heads: string[], rows: (string | number)[][]) =>
  `<table><thead><tr>${heads.map(head => `<th>${head}</th>`).join('')}</tr></thead><tbody>${rows.map(row => `<tr>${row.map(cell => `<td>${typeof cell === 'number' ? cell : escapeHtml(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table>`;

function overview(audits: FileAudit[]): string {
  const discoveries = discoveryText(audits);
  return `<h1>${audits.length} files</h1>${table(['file', 'verdict', 'findings'], audits.map(audit => [audit.path, headline(audit.verdict), audit.findingsTotal]))}${discoveries ? `<p>${escapeHtml(discoveries)}</p>` : ''}\n`;
}

function article(audit: FileAudit): string {
  const { verdict, risk, findingsTotal, problems, problemsTotal } = audit;
  return [
    `<article><h1>${escapeHtml(headline(verdict))}</h1><p class="path">${escapeHtml(audit.path)}</p>`,
    risk ? `<p class="risk ${risk.level}">${escapeHtml(risk.text)}${risk.source ? ` <span class="small">${escapeHtml(risk.source)}</span>` : ''}</p>` : '',
    sideBySide(audit),
    `<h2>Records</h2>${coverageChart(audit)}${list([...coverage(audit), ...contextSentences({ ...audit, risk: undefined, provenance: undefined, filters: [] })])}`,
    composition(audit),
    audit.segments ? `<h2>Along the file</h2>${list(alongFile(audit))}` : '',
    provenance(audit),
    `<h2>Findings (${findingsTotal})</h2>`, findings(audit),
    problemsTotal ? `<h2>Problems while reading (${problemsTotal})</h2>${list(problems.slice(0, SHOWN).map(problemText))}` : '',
    findingsTotal > SHOWN || problemsTotal > SHOWN ? `<p class="small">At most ${SHOWN} of each are listed.</p>` : '',
    '</article>',
  ].filter(Boolean).join('\n');
}

/** What the content filters say beside what the fingerprint says: the first tells nothing about the second. */
function sideBySide({ verdict, filters = [] }: FileAudit): string {
  const bars = filters.map(({ filter, applied, failed }): Bar => ({ label: filter, note: `${applied - failed} of ${applied}`, share: applied ? 1 - failed / applied : 1, kind: 'pass' }));
  const content = bars.length ? `${barChart('Records that pass each content filter', bars, escapeHtml, true)}${list(filters.map(filterText))}` : '<p>No content filter applies to these records.</p>';
  return `<div class="pair"><section><h2>Fingerprint</h2>${list(verdict.reasons)}</section><section><h2>Content filters</h2>${content}<p class="small">Passing them says nothing about who wrote the records.</p></section></div>`;
}

function coverageChart({ records: { total, byChannel, skipped, unreadable } }: FileAudit): string {
  const bar = (label: string, count: number, kind: Bar['kind']): Bar[] => (count > 0 ? [{ label, note: String(count), share: count / Math.max(1, total), kind }] : []);
  const bars = [...Object.entries(byChannel).flatMap(([channel, count]) => bar(channel, count, channel === 'other' ? 'left-out' : 'family')), ...bar('skipped', skipped, 'left-out'), ...bar('unreadable', unreadable, 'left-out')];
  return bars.length ? barChart('What became of the records', bars, escapeHtml) : '';
}

function composition({ composition: parts }: FileAudit): string {
  if (parts.length === 0) return '';
  const name = ({ kind, family }: FileAudit['composition'][number]) => (kind === 'unfamiliar' ? 'unfamiliar' : family ?? '');
  const bars = parts.map((part): Bar => ({ label: `${part.channel}: ${name(part)}`, note: `${percent(part.low)} to ${percent(part.high)}`, share: part.share, low: part.low, high: part.high, kind: part.kind }));
  return `<h2>Composition</h2>${barChart('Share of each family, with its 95 % interval', bars, escapeHtml)}${table(['channel', 'family', 'share', '95 % interval'], parts.map(part => [part.channel, name(part), percent(part.share), `${percent(part.low)} to ${percent(part.high)}`]))}`;
}

function provenance({ provenance: declared }: FileAudit): string {
  if (!declared) return '';
  return `<h2>Declared</h2><p>${escapeHtml(declared.text)}</p>${declared.declarations.length ? table(['by', 'model', 'family', 'where'], declared.declarations.map(({ source, name, family, where }) => [source, name, family ?? 'not known', where])) : ''}`;
}

function findings({ findings: found, records }: FileAudit): string {
  if (found.length === 0) return '<p>None.</p>';
  const ticks = found.flatMap((finding): Tick[] => (finding.record ? [{ at: (finding.record.record - 1) / Math.max(1, records.total), kind: finding.rule === 'undertone/content-filter' ? 'filter' : 'departure' }] : []));
  const chart = ticks.length ? strip('Where in the file the listed findings lie', ticks, records.total, escapeHtml) : '';
  return chart + table(['record', 'finding', 'log-odds', 'error rate', 'rule'], found.slice(0, SHOWN).map(row));
}

const row = (finding: Finding): (string | number)[] => [finding.record?.record ?? 'file', finding.message, finding.logOdds.toFixed(1), findingRate(finding), finding.rule];
