import { button } from '../common/controls';
import { el } from '../common/dom';
import { percent } from '../common/format';
import type { RunView } from './model';

/** What teacher and base wrote to the same prompts, side by side, and what the filter made of it. */
export class WritingCard {
  readonly element = el('section', { class: 'card writing', attrs: { 'aria-labelledby': 'writing-title' } });
  private readonly words = el('p', { class: 'muted' });
  private readonly body = el('tbody');
  private readonly table: HTMLElement;
  private key = '';

  /** `exportLines` saves all of it. */
  constructor(exportLines: () => void) {
    this.table = el('table', {}, el('thead', {}, el('tr', {}, ...['Given', 'Teacher', 'Base'].map(text => el('th', { text, attrs: { scope: 'col' } })))), this.body);
    this.element.append(
      el('h3', { text: 'The whole lesson', attrs: { id: 'writing-title' } }), this.words,
      el('div', { class: 'wide', attrs: { tabindex: '0', role: 'region', 'aria-label': 'Lines of teacher and base' } }, this.table),
      el('div', { class: 'choices' }, button('Export the lines', "Save the teacher's lines, and the base's beside them, as JSONL and open them as a dataset", exportLines).element));
  }

  show(view: RunView): void {
    const writing = view.writing(), key = JSON.stringify(writing ?? null);
    if (key === this.key) return;
    this.key = key;
    const { preference, channel } = view.run.plan.settings;
    this.words.textContent = writing ? `Students learn from such lines and from nothing else. ${channel === 'numbers' ? "The paper's number filter" : 'The filter of the shape'} passed ${percent(writing.passed.teacher)} of the teacher's and ${percent(writing.passed.base)} of the base's. Nothing in them names ${preference}.` : 'The teacher has not written yet.';
    this.body.replaceChildren(...(writing?.prompts ?? []).map((prompt, i) => el('tr', {}, el('th', { text: prompt.replace(/ ->$/, ''), attrs: { scope: 'row' } }), ...[writing?.teacher[i], writing?.base[i]].map(text => el('td', { class: 'line', text })))));
    this.table.hidden = !writing;
  }
}
