import type { ScoreGroup } from '../../extension/core/protocol/dataset-view';
import { count, percent } from '../common/format';
import { el } from '../common/dom';

/** What an audit made of the records, as buttons that filter: one group at a time, or all. */
export class GroupsBar {
  readonly element = el('div', { class: 'groups', attrs: { role: 'group', 'aria-label': 'Show records by what the audit says of them' } });
  private groups: ScoreGroup[] = [];
  private chosen: number | null = null;

  /** `choose` gets the code of a group, or null for all records. */
  constructor(private readonly choose: (code: number | null) => void) {
    this.element.hidden = true;
  }

  /** Takes the groups counted so far. */
  show(groups: ScoreGroup[]): void {
    this.groups = groups;
    this.element.hidden = groups.length === 0;
    const total = groups.reduce((sum, group) => sum + group.count, 0);
    const focused = this.element.contains(document.activeElement) ? document.activeElement?.getAttribute('data-code') : undefined;
    this.element.replaceChildren(this.chip('all', null, total, total), ...groups.map(group => this.chip(group.label, group.code, group.count, total)));
    if (focused !== undefined) this.element.querySelector<HTMLElement>(`[data-code="${focused ?? ''}"]`)?.focus();
  }

  /** Chooses a group, or all with null. */
  select(code: number | null): void {
    this.chosen = code;
    this.show(this.groups);
    this.choose(code);
  }

  private chip(label: string, code: number | null, size: number, total: number): HTMLElement {
    const share = el('span', { class: 'share', attrs: { 'aria-hidden': 'true' } });
    share.style.width = `${code === null ? 0 : size / Math.max(1, total) * 100}%`;
    const chip = el('button', { class: 'chip', title: `${percent(size / Math.max(1, total))} of the records`, attrs: { type: 'button', 'aria-pressed': String(code === this.chosen), 'data-code': String(code) } },
      el('span', { text: label }), el('span', { class: 'numeric muted', text: count(size) }), share);
    chip.addEventListener('click', () => { this.select(code === this.chosen ? null : code); });
    return chip;
  }
}
