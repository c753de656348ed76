import type { CompositionPart, FileAudit } from '../protocol/nouns';
import { visibleText } from '../records/visible-text';
import { problemText } from './text';
import { CAVEAT, coverage, errorRate, headline, percent } from '../verdict/words';

const SHOWN = 200;

/** Text made safe for an HTML text node or attribute. */
export const escapeHtml = (text: string): string => visibleText(text).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
.bar { position: relative; height: .9rem; min-width: 12rem; background: #8882; }
.bar i { position: absolute; inset: 0 auto 0 0; background: #3b7dd8; }
.bar b { position: absolute; top: 40%; height: 20%; background: currentColor; opacity: .55; }
.path { overflow-wrap: anywhere; color: #888; } .note { color: #888; font-size: .85rem; }
@media print { body { margin: 0; max-width: none; } }`;

/** A self-contained HTML report of one or more audits: no script, no request, no record text. */
export function renderHtml(audits: FileAudit[]): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>Undertone report</title><style>${STYLE}</style></head><body>
${audits.map(section).join('\n<hr>\n')}
<p class="note">${escapeHtml(CAVEAT)} Models: ${escapeHtml([...new Set(audits.map(audit => audit.modelVersion))].join(', '))}.</p>
</body></html>\n`;
}

function section(audit: FileAudit): string {
  const { verdict, composition, findings, findingsTotal, problems, problemsTotal } = audit;
  return [
    `<h1>${escapeHtml(headline(verdict))}</h1><p class="path">${escapeHtml(audit.path)}</p>`,
    list([...verdict.reasons, ...coverage(audit)]),
    composition.length ? `<h2>Composition</h2><table><tr><th>channel</th><th>family</th><th>share</th><th>95 % interval</th><th></th></tr>${composition.map(partRow).join('')}</table>` : '',
    `<h2>Findings (${findingsTotal})</h2>`, findings.length ? findingsTable(audit) : '<p>None.</p>',
    problemsTotal ? `<h2>Problems while reading (${problemsTotal})</h2>${list(problems.slice(0, SHOWN).map(problemText))}` : '',
    findingsTotal > SHOWN || problemsTotal > SHOWN ? `<p class="note">At most ${SHOWN} of each are listed.</p>` : '',
  ].join('\n');
}

const list = (items: string[]) => `<ul>${items.map(item => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;

function partRow({ channel, kind, family, share, low, high }: CompositionPart): string {
  const width = (value: number) => `${(value * 100).toFixed(1)}%`;
  const bar = `<div class="bar" role="img" aria-label="${percent(share)}"><i style="width:${width(share)}"></i><b style="left:${width(low)};width:${width(high - low)}"></b></div>`;
  return `<tr><td>${channel}</td><td>${escapeHtml(kind === 'unfamiliar' ? 'unfamiliar' : family ?? '')}</td><td>${percent(share)}</td><td>${percent(low)} to ${percent(high)}</td><td>${bar}</td></tr>`;
}

function findingsTable({ findings }: FileAudit): string {
  const rows = findings.slice(0, SHOWN).map(finding => `<tr><td>${finding.record ? finding.record.record : 'file'}</td><td>${escapeHtml(finding.message)}</td><td>${escapeHtml(errorRate(finding.errorRate))}</td><td>${finding.rule}</td></tr>`);
  return `<table><tr><th>record</th><th>finding</th><th>error rate</th><th>rule</th></tr>${rows.join('')}</table>`;
}
