import type { FileAudit, Verdict } from '../../extension/core/protocol/nouns';
import { el } from '../common/dom';
import { button, progressRing } from '../common/controls';
import { bytes, count, percent, plural } from '../common/format';
import { visibleLine } from '../common/styled-text';

/** The verdict in a few words. */
export function headline(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'teacher': return `Teacher: ${verdict.family ?? 'unknown'}${verdict.model ? ` (${verdict.model})` : ''}`;
    case 'mixed': return `Mixed teachers${verdict.family ? `, mostly ${verdict.family}` : ''}`;
    case 'unfamiliar': return 'Unfamiliar: no teacher this model knows';
    case 'insufficient': return 'Not enough evidence to name a teacher';
  }
}

const SIGNS = { teacher: '◆', mixed: '◈', unfamiliar: '◇', insufficient: '○' } as const;

function channelsText(audit: FileAudit): string {
  const { records } = audit;
  const channels = Object.entries(records.byChannel).filter(([, n]) => n > 0).map(([channel, n]) => `${channel} ${count(n)}`);
  const fields = Object.keys(records.byField);
  const left = [records.skipped > 0 ? `${count(records.skipped)} skipped` : '', records.unreadable > 0 ? `${count(records.unreadable)} unreadable` : ''].filter(Boolean);
  return [`${count(records.scored)} of ${plural(records.total, 'record')} scored`, channels.join(', '), fields.length > 0 ? `from ${fields.slice(0, 3).join(', ')}` : '', left.join(', ')]
    .filter(Boolean).join(' · ');
}

function compositionTable(audit: FileAudit): HTMLElement {
  const cells = (row: string[], tag: 'td' | 'th') => row.map((text, i) => el(tag, { text, class: i > 1 ? 'end' : '', attrs: tag === 'th' ? { scope: 'col' } : {} }));
  const rows = audit.composition.map(part => el('tr', {}, ...cells([part.channel, part.family ?? 'unfamiliar', percent(part.share), `${percent(part.low)} to ${percent(part.high)}`], 'td')));
  return el('table', { class: 'composition' }, el('caption', { text: 'Composition of the scored records, with intervals' }),
    el('thead', {}, el('tr', {}, ...cells(['Channel', 'Family', 'Share', 'Interval'], 'th'))), el('tbody', {}, ...rows));
}

/** What stands beside the verdict: the risk for the student, what is declared, what passes the content filters. */
function besideVerdict({ risk, provenance, filters = [] }: FileAudit): string[] {
  const passes = filters.map(({ filter, applied, failed }) => `${filter} ${count(applied - failed)} of ${count(applied)}`);
  return [risk?.text ?? '', visibleLine(provenance?.text ?? ''), passes.length > 0 ? `Content filters passed: ${passes.join(', ')}. That says nothing about who wrote the records.` : ''].filter(Boolean);
}

function details(audit: FileAudit): HTMLElement {
  const reasons = [...audit.verdict.reasons, ...besideVerdict(audit)].map(text => el('li', { text }));
  const skipped = Object.entries(audit.records.skippedBy).map(([reason, n]) => el('li', { text: `${plural(n, 'record')} skipped: ${reason}` }));
  const problems = audit.problems.slice(0, 20).map(problem => el('li', { text: `${problem.message} ${problem.remedy}` }));
  const more = audit.problemsTotal > problems.length ? [el('li', { text: `${count(audit.problemsTotal - problems.length)} more problems are not listed here.` })] : [];
  const box = el('details', { class: 'why' }, el('summary', { text: 'Why, and what of' }), el('ul', {}, ...reasons, ...skipped, ...problems, ...more));
  if (audit.composition.length > 0) box.append(compositionTable(audit));
  box.append(el('p', { class: 'muted', text: `Model ${audit.modelVersion}. ${bytes(audit.bytesRead)} read in ${(audit.elapsedMs / 1000).toFixed(1)} s, on this machine only.` }));
  return box;
}

/** The strip above the grid: what the audit found and how often such a claim is wrong; or the offer to run it. */
export class VerdictStrip {
  readonly element = el('section', { class: 'verdict', attrs: { 'aria-label': 'Audit verdict' } });
  private readonly body = el('div', { class: 'verdict-body' });
  private readonly actions = el('div', { class: 'verdict-actions' });
  private readonly running = el('span', { class: 'muted numeric' });

  constructor(private readonly run: () => void, private readonly cancel: () => void) {
    this.element.append(this.body, this.actions);
    this.showNone();
  }

  /** Nothing audited yet. */
  showNone(): void {
    this.element.dataset.kind = 'none';
    this.body.replaceChildren(el('strong', { text: 'Not audited yet' }), el('span', { class: 'muted', text: 'An audit reads the file once, on this machine, and names the teacher model only where the evidence carries it.' }));
    this.actions.replaceChildren(button('Audit', 'Run the audit on this file', this.run, 'primary').element);
  }

  /** The audit runs; `progress` fills in how far. */
  showRunning(): void {
    this.element.dataset.kind = 'running';
    this.body.replaceChildren(el('strong', { text: 'Auditing' }), this.running);
    this.actions.replaceChildren(progressRing(), button('Cancel', 'Stop the audit at the next chunk', this.cancel).element);
  }

  /** How far the audit has come, in words that also fit a live region. */
  progress(records: number, recordsPerSecond: number, fraction: number | undefined): string {
    const text = `${plural(records, 'record')}, ${count(recordsPerSecond)} per second${fraction === undefined ? '' : `, ${Math.floor(fraction * 100)} %`}`;
    this.running.textContent = text;
    return text;
  }

  /** The audit's result. */
  show(audit: FileAudit): void {
    const { verdict } = audit;
    this.element.dataset.kind = verdict.kind;
    const odds = verdict.kind === 'teacher' ? `log-odds ${verdict.logOdds.toFixed(1)} · error rate ${percent(verdict.errorRate)}` : '';
    const claim = [odds, audit.risk ? `risk ${audit.risk.level} for ${audit.risk.student}` : ''].filter(Boolean).join(' · ');
    this.body.replaceChildren(
      el('strong', {}, el('span', { class: 'sign', text: SIGNS[verdict.kind], attrs: { 'aria-hidden': 'true' } }), headline(verdict)),
      el('span', { class: 'numeric', text: claim }),
      el('span', { class: 'muted numeric', text: `${audit.incomplete ? 'Stopped early · ' : ''}${channelsText(audit)}${audit.findingsTotal > 0 ? ` · ${plural(audit.findingsTotal, 'finding')}` : ''}` }),
      details(audit));
    this.actions.replaceChildren(button('Audit again', 'Run the audit on this file again', this.run).element);
  }

  /** The audit failed; its message names the remedy. */
  showError(message: string): void {
    this.showNone();
    this.element.dataset.kind = 'error';
    this.body.replaceChildren(el('strong', { text: 'The audit could not run' }), el('span', { text: message }));
  }
}
