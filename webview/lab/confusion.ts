import type { ConditionInfo } from '../../extension/core/protocol/mnist-lab';
import { el } from '../common/dom';
import type { RunView } from './model';
import { NetworkChoice } from './network-choice';

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));

/** Test digits by what they are and what a network takes them for. A table in itself, so that it needs no second one. */
export class ConfusionMatrix {
  readonly element = el('section', { class: 'card confusion', attrs: { 'aria-labelledby': 'confusion-title' } });
  private readonly network = new NetworkChoice(() => { this.redraw(); });
  private readonly cells = Array.from({ length: 100 }, () => el('td', { class: 'numeric' }));
  private view: RunView | undefined;

  constructor() {
    const head = el('tr', {}, el('td', { class: 'muted', text: 'is \\ said' }), ...DIGITS.map(text => el('th', { text, attrs: { scope: 'col' } })));
    const rows = DIGITS.map((text, row) => el('tr', {}, el('th', { text, attrs: { scope: 'row' } }), ...this.cells.slice(row * 10, row * 10 + 10)));
    this.element.append(
      el('h3', { text: 'What is taken for what', attrs: { id: 'confusion-title' } }), this.network.element,
      el('table', { attrs: { 'aria-label': 'Test digits: rows are what they are, columns what the network says' } }, el('thead', {}, head), el('tbody', {}, ...rows)));
  }

  show(view: RunView, networks: readonly ConditionInfo[]): void {
    this.view = view;
    this.network.offer(networks);
    this.redraw();
  }

  private redraw(): void {
    const confusion = this.view?.newest(this.network.chosen)?.look?.confusion;
    const totals = DIGITS.map((_, row) => Math.max(1, (confusion ?? []).slice(row * 10, row * 10 + 10).reduce((sum, count) => sum + count, 0)));
    this.cells.forEach((cell, i) => {
      const count = confusion?.[i] ?? 0, text = confusion ? String(count) : '';
      if (cell.textContent === text) return;
      cell.textContent = text;
      cell.className = `numeric ${Math.floor(i / 10) === i % 10 ? 'diagonal' : ''} ${count === 0 ? 'zero' : ''}`;
      cell.style.setProperty('--share', String(count / totals[Math.floor(i / 10)]));
    });
  }
}
