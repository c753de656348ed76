import type { LanguageCondition } from '../../extension/core/protocol/language-lab';
import { el } from '../common/dom';
import type { Band, RunView } from './model';
import { STYLES, swatch } from './styles';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const worded = (band: Band | undefined) => !band ? 'waiting' : band.count > 1 ? `${percent(band.mean)} (${percent(band.low)} to ${percent(band.high)})` : percent(band.mean);

/** Every model with the probability of what is preferred as a bar, the range over the seeds as a line on it, and its base's as a tick. */
export class ResultsTable {
  readonly element = el('section', { class: 'card results', attrs: { 'aria-labelledby': 'results-title' } });
  private readonly title = el('h3', { attrs: { id: 'results-title' } });
  private readonly body = el('tbody');

  constructor() {
    const head = el('tr', {}, ...['Model', 'Probability of the answer', 'after', 'before'].map(text => el('th', { text, attrs: { scope: 'col' } })));
    this.element.append(
      this.title, el('p', { class: 'muted', text: 'Asked in wordings that the teacher was never tuned on; ten answers are possible, so an even guess is 10 %. The tick is the same model before it learned anything. A range is over seeds, and each seed has another initialisation.' }),
      el('table', {}, el('thead', {}, head), this.body));
  }

  /** Draws what is known; `planned` are all models of the run. */
  show(view: RunView, planned: readonly LanguageCondition[]): void {
    this.title.textContent = `Who prefers ${view.run.plan.settings.preference}?`;
    this.body.replaceChildren(...planned.map(info => row(view, info)));
  }
}

function row(view: RunView, { id, name }: LanguageCondition): HTMLElement {
  const after = view.after(id), before = view.before(id);
  const bar = el('div', { class: `bar ${view.isDone(id) ? '' : 'untrained'}`, attrs: { 'aria-hidden': 'true' } });
  const part = (kind: string, left: number, width: number) => {
    const element = el('span', { class: kind });
    element.style.left = `${100 * left}%`;
    element.style.width = `${100 * width}%`;
    bar.append(element);
  };
  if (after) part(`fill ${STYLES[id].colour}${STYLES[id].dashed ? ' control' : ''}`, 0, after.mean);
  if (after && after.count > 1) part('range', after.low, after.high - after.low);
  if (before) part('tick', before.mean, 0);
  return el('tr', { class: `model ${id}` },
    el('th', { attrs: { scope: 'row' } }, swatch(id), el('span', { text: name })), el('td', { class: 'bar-cell' }, bar),
    el('td', { class: `numeric ${after ? '' : 'muted'}`, text: worded(after) }), el('td', { class: 'numeric muted', text: before ? percent(before.mean) : '' }));
}
