import { completeFilter, type Vocabulary } from '../../extension/core/filter/complete';
import { parseFilter } from '../../extension/core/filter/parse';
import { FilterProblem } from '../../extension/core/filter/syntax';
import { ComboField } from '../common/combo-field';
import { button } from '../common/controls';
import { el } from '../common/dom';

/** What the filter bar asks of the page. */
export interface FilterOwner {
  vocabulary(): Vocabulary;
  /** Shows only what the filter keeps; '' shows all. The text has been read without a problem. */
  apply(where: string): void;
  help(): void; copyCommand(): void; exportSubset(): void; leave(): void; say(text: string): void;
}

/** The typed filter over fields, scores and marks: completion while it is written, errors that point at the place. */
export class FilterBar {
  readonly element = el('div', { class: 'filter', attrs: { role: 'group', 'aria-label': 'Filter the records' } });
  private readonly problem = el('p', { class: 'filter-problem problem', attrs: { role: 'alert' } });
  private readonly field: ComboField;

  constructor(private readonly owner: FilterOwner) {
    this.field = new ComboField('Filter, such as model = x AND length > 200', {
      complete: (text, caret) => completeFilter(text, caret, owner.vocabulary()),
      enter: () => { this.enter(); }, escape: () => { this.clear(); }, changed: () => { this.clearProblem(); },
    });
    this.problem.hidden = true;
    this.element.append(
      this.field.element,
      button('Clear', 'Show all records', () => { this.clear(); }).element,
      button('Language', 'How filters are written', () => { owner.help(); }).element,
      button('Copy as command', 'Copy what is shown as a command line', () => { owner.copyCommand(); }).element,
      button('Export', 'Copy the records that are shown to a new file, byte by byte', () => { owner.exportSubset(); }).element,
      this.problem);
  }

  /** Puts a filter that came from elsewhere, a chart for instance, into the field. */
  show(where: string): void {
    this.field.text = where;
    this.clearProblem();
  }

  /** Says what is wrong with the filter, and where. */
  showProblem(message: string, at = 0, length = 0): void {
    this.problem.hidden = false;
    this.problem.textContent = length > 0 || at > 0 ? `${message} (at character ${at + 1})` : message;
    this.field.showProblem({ at, length });
    this.owner.say(message);
  }

  /** Moves the keyboard focus to the field. */
  focus(): void { this.field.focus(); }

  private enter(): void {
    try { parseFilter(this.field.text); } catch (error) {
      if (error instanceof FilterProblem) this.showProblem(error.message, error.at, error.length);
      return;
    }
    this.owner.apply(this.field.text.trim());
  }

  private clear(): void {
    this.show('');
    this.owner.apply('');
    this.owner.leave();
  }

  private clearProblem(): void {
    this.problem.hidden = true;
    this.problem.textContent = '';
    this.field.showProblem(undefined);
  }
}
