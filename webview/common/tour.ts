import { button } from './controls';
import { el } from './dom';

/** A figure of the paper beside ours; ours is words, since it may not be there yet. */
export interface TourFigure { label: string; published: string; ours: () => string }

/** One step of a tour: plain words, what to look at, and figures. */
export interface TourStep { title: string; text: string[]; target: string; figures: TourFigure[] }

/** A guided tour beside the page: one step at a time, with the part of the page that it speaks of marked. */
export class Tour {
  readonly element = el('section', { class: 'tour', attrs: { 'aria-label': 'Guided tour' } });
  private at = 0;

  /** `find` gives the part of the page that a step names; `onMove` hears the step, or -1 when the tour is closed. */
  constructor(private readonly steps: readonly TourStep[], private readonly find: (target: string) => HTMLElement | undefined, private readonly onMove: (step: number) => void) {
    this.element.hidden = true;
    this.element.addEventListener('keydown', event => { if (event.key === 'Escape') this.close(); });
  }

  get isOpen(): boolean { return !this.element.hidden; }

  /** Opens the tour at a step; `take` moves the keyboard focus there. */
  open(step: number, take: boolean): void {
    this.at = Math.min(this.steps.length - 1, Math.max(0, step));
    this.element.hidden = false;
    this.draw();
    this.mark(this.find(this.steps[this.at].target), take);
    if (take) this.element.querySelector<HTMLElement>('h2')?.focus();
    this.onMove(this.at);
  }

  close(): void {
    this.element.hidden = true;
    this.mark(undefined, false);
    this.onMove(-1);
  }

  /** Brings our figures up to date. */
  refresh(): void {
    if (!this.isOpen) return;
    this.element.querySelectorAll('.tour-ours').forEach((cell, i) => { cell.textContent = this.steps[this.at].figures[i].ours(); });
  }

  private draw(): void {
    const { title, text, figures } = this.steps[this.at], last = this.steps.length - 1;
    const next = button(this.at === last ? 'Close' : 'Next', this.at === last ? 'Close the tour (Escape)' : 'Next step', () => { if (this.at === last) this.close(); else this.open(this.at + 1, true); }, 'primary');
    const back = button('Back', 'Previous step', () => { this.open(this.at - 1, true); });
    back.setEnabled(this.at > 0);
    this.element.replaceChildren(
      el('div', { class: 'tour-text' }, el('p', { class: 'tour-count muted', text: `Tour, ${this.at + 1} of ${this.steps.length}` }), el('h2', { text: title, attrs: { tabindex: '-1' } }), ...text.map(line => el('p', { text: line }))),
      ...figures.length > 0 ? [this.table(figures)] : [],
      el('div', { class: 'tour-actions' }, back.element, next.element, ...this.at === last ? [] : [button('Close', 'Close the tour (Escape)', () => { this.close(); }).element]));
  }

  private table(figures: readonly TourFigure[]): HTMLElement {
    const head = el('tr', {}, ...['', 'published', 'here'].map(text => el(text ? 'th' : 'td', { text, ...text ? { attrs: { scope: 'col' } } : {} })));
    const rows = figures.map(({ label, published, ours }) => el('tr', {}, el('th', { text: label, attrs: { scope: 'row' } }), el('td', { class: 'numeric', text: published }), el('td', { class: 'numeric tour-ours', text: ours() })));
    return el('table', { class: 'tour-figures' }, el('thead', {}, head), el('tbody', {}, ...rows));
  }

  private mark(target: HTMLElement | undefined, scroll: boolean): void {
    document.querySelectorAll('.toured').forEach(each => { each.classList.remove('toured'); });
    target?.classList.add('toured');
    if (scroll) target?.scrollIntoView({ block: 'nearest' });
  }
}
