import type { ConditionInfo } from '../../extension/core/protocol/mnist-lab';
import { el } from '../common/dom';
import type { RunView } from './model';
import { swatch } from './styles';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Every network with its accuracy as a bar, the range over the seeds as a line on it, and the published figure as a tick. */
export class ResultsTable {
  readonly element = el('section', { class: 'card results', attrs: { 'aria-labelledby': 'results-title' } });
  private readonly body = el('tbody');
  private readonly note = el('p', { class: 'muted' });

  constructor() {
    const head = el('tr', {}, ...['Network', 'Digits read right', 'here', 'published'].map(text => el('th', { text, attrs: { scope: 'col' } })));
    this.element.append(
      el('h3', { text: 'Who can read digits?', attrs: { id: 'results-title' } }),
      el('table', {}, el('thead', {}, head), this.body), this.note);
  }

  /** Draws what is known. `planned` are all networks of the run; published figures are of the authors' settings. */
  show(view: RunView, planned: readonly ConditionInfo[], hasPublished: boolean): void {
    this.body.replaceChildren(...planned.map(info => this.row(view, info, hasPublished)));
    const { dataDescription, isFull } = view.run;
    this.note.textContent = `Trained here on ${dataDescription}. ${hasPublished ? `Published: a public run of the authors' script with 100 models${isFull ? '' : ', on all 60,000 digits'}.` : 'No published figures for these settings.'} Chance is 10 %.`;
  }

  private row(view: RunView, { id, name, published }: ConditionInfo, hasPublished: boolean): HTMLElement {
    const band = view.accuracy(id), isTrained = view.isTrained(id);
    const bar = el('div', { class: `bar ${isTrained ? '' : 'untrained'}`, attrs: { 'aria-hidden': 'true' } });
    const part = (name: string, left: number, width: number) => {
      const element = el('span', { class: name });
      element.style.left = `${100 * left}%`;
      element.style.width = `${100 * width}%`;
      bar.append(element);
    };
    part('chance', 0.1, 0);
    if (band) part('fill', 0, band.mean);
    if (band && band.count > 1) part('range', band.low, band.high - band.low);
    if (hasPublished && published !== undefined) part('tick', published / 100, 0);
    const here = !band ? 'waiting' : band.count > 1 ? `${percent(band.mean)} (${percent(band.low)} to ${percent(band.high)})` : percent(band.mean);
    return el('tr', { class: `network ${id}` },
      el('th', { attrs: { scope: 'row' } }, swatch(id), el('span', { text: name })), el('td', { class: 'bar-cell' }, bar),
      el('td', { class: `numeric ${band ? '' : 'muted'}`, text: here }), el('td', { class: 'numeric muted', text: hasPublished && published !== undefined ? `${published.toFixed(1)} %` : '' }));
  }
}
