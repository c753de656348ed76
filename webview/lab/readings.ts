import type { ConditionInfo, Reading } from '../../extension/core/protocol/mnist-lab';
import { el } from '../common/dom';
import { DrawingSheet } from './drawing';
import { swatch } from './styles';

/** Draw a digit, and every network reads it at once; while they train, the reading follows. */
export class Readings {
  readonly element = el('section', { class: 'card readings', attrs: { 'aria-labelledby': 'readings-title' } });
  readonly sheet = new DrawingSheet(pixels => { this.pixels = pixels; void this.refresh(); });
  private readonly table = el('table', { attrs: { 'aria-live': 'polite' } });
  private readonly note = el('p', { class: 'muted', text: 'Draw a digit: every network reads it, also while it trains.' });
  private pixels: number[] | null = null;
  private isAsking = false;
  private isStale = false;

  /** `read` asks the networks; `infos` words them. */
  constructor(private readonly read: (pixels: number[]) => Promise<Reading[]>, private readonly infos: readonly ConditionInfo[]) {
    this.element.append(el('h3', { text: 'Draw a digit', attrs: { id: 'readings-title' } }), this.note, el('div', { class: 'readings-body' }, this.sheet.element, this.table));
  }

  /** Reads again what is on the sheet, since the networks have changed; one question at a time. */
  async refresh(): Promise<void> {
    if (!this.pixels) { this.table.replaceChildren(); return; }
    if (this.isAsking) { this.isStale = true; return; }
    this.isAsking = true;
    try {
      this.show(await this.read(this.pixels));
    } catch (error) {
      this.table.replaceChildren();
      this.note.textContent = error instanceof Error ? error.message : String(error);
    }
    this.isAsking = false;
    if (this.isStale) { this.isStale = false; await this.refresh(); }
  }

  private show(readings: Reading[]): void {
    this.note.textContent = 'What each network reads, and how sure it is.';
    this.table.replaceChildren(el('tbody', {}, ...readings.map(({ condition, probabilities }) => {
      const top = probabilities.indexOf(Math.max(...probabilities)), info = this.infos.find(({ id }) => id === condition);
      const bars = probabilities.map((probability, digit) => {
        const bar = el('span', { class: `reading-bar ${digit === top ? 'top' : ''}` }, el('span', { class: 'reading-fill' }), el('span', { class: 'reading-digit', text: String(digit) }));
        (bar.firstElementChild as HTMLElement).style.height = `${Math.max(2, 100 * probability)}%`;
        return bar;
      });
      return el('tr', {}, el('th', { attrs: { scope: 'row' } }, swatch(condition), el('span', { text: info?.short ?? condition })),
        el('td', { class: 'reads', text: String(top) }), el('td', { class: 'numeric muted', text: `${Math.round(100 * probabilities[top])} %` }), el('td', { attrs: { 'aria-hidden': 'true' } }, el('span', { class: 'reading-bars' }, ...bars)));
    })));
  }
}
