import { hasTerm } from '../../extension/core/filter/terms';
import type { ScoreGroup } from '../../extension/core/protocol/dataset-view';
import { count, percent } from '../common/format';
import { el } from '../common/dom';

/** What an audit made of the records, as buttons that put their term into the filter. */
export class GroupsBar {
  readonly element = el('div', { class: 'groups', attrs: { role: 'group', 'aria-label': 'Show records by what the audit says of them' } });
  private groups: ScoreGroup[] = [];
  private where = '';

  /** `choose` gets the term of a group. */
  constructor(private readonly choose: (term: string) => void) {
    this.element.hidden = true;
  }

  /** Takes the groups counted so far. */
  show(groups: ScoreGroup[]): void {
    this.groups = groups;
    this.element.hidden = groups.length === 0;
    const total = groups.reduce((sum, group) => sum + group.count, 0);
    const focused = this.element.contains(document.activeElement) ? [...this.element.children].indexOf(document.activeElement as Element) : -1;
    this.element.replaceChildren(...groups.map(group => this.chip(group, total)));
    (this.element.children[focused] as HTMLElement | undefined)?.focus();
  }

  /** Shows which groups a filter asks for. */
  mark(where: string): void {
    this.where = where;
    this.show(this.groups);
  }

  private chip({ label, count: size, term }: ScoreGroup, total: number): HTMLElement {
    const share = el('span', { class: 'share', attrs: { 'aria-hidden': 'true' } });
    share.style.width = `${size / Math.max(1, total) * 100}%`;
    const chip = el('button', { class: 'chip', title: `${percent(size / Math.max(1, total))} of the records`, attrs: { type: 'button', 'aria-pressed': String(hasTerm(this.where, term)) } },
      el('span', { text: label }), el('span', { class: 'numeric muted', text: count(size) }), share);
    chip.addEventListener('click', () => { this.choose(term); });
    return chip;
  }
}
