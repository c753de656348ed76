import type { ConditionInfo, WatchedDigits } from '../../extension/core/protocol/mnist-lab';
import { el, setText } from '../common/dom';
import { bytesOf, type RunView } from './model';
import { drawGrey, pictureAt, pictureCanvas } from './pixels';
import { swatch } from './styles';

/** What each network takes twenty test digits for, while it trains: right or wrong by mark and colour, stronger where it is more certain. */
export class DigitGrid {
  readonly element = el('section', { class: 'card digits', attrs: { 'aria-labelledby': 'digits-title' } });
  private readonly scroller = el('div', { class: 'wide', attrs: { tabindex: '0', role: 'region', 'aria-label': 'Answers to twenty test digits' } });
  private cells = new Map<string, HTMLElement[]>();
  private watched: WatchedDigits | undefined;

  /** `pick` gets a test digit that was chosen to be read. */
  constructor(private readonly pick: (pixels: Uint8Array) => void) {
    this.element.append(
      el('h3', { text: 'What they say of twenty test digits', attrs: { id: 'digits-title' } }),
      el('p', { class: 'muted', text: 'None of these was ever trained on. A filled cell is right; the fuller, the more certain. Choose a digit to read it below.' }), this.scroller);
  }

  /** Draws the newest answers. */
  show(view: RunView, planned: readonly ConditionInfo[]): void {
    const { watched } = view.run;
    if (watched !== this.watched || this.cells.size !== planned.length || planned.some(({ id }) => !this.cells.has(id))) this.build(watched, planned);
    for (const { id } of planned) this.row(this.cells.get(id) ?? [], watched.labels, view.newest(id)?.look);
  }

  private row(cells: HTMLElement[], labels: string, look: { guesses: string; certainty: string } | undefined): void {
    cells.forEach((cell, i) => {
      const guess = look?.guesses[i] ?? '', isRight = guess === labels[i];
      setText(cell, guess || '·');
      const name = `answer ${!guess ? 'none' : isRight ? 'right' : 'wrong'} sure-${look?.certainty[i] ?? 0}`;
      if (cell.className !== name) cell.className = name;
    });
  }

  private build(watched: WatchedDigits, planned: readonly ConditionInfo[]): void {
    this.watched = watched;
    const images = bytesOf(watched.images), labels = [...watched.labels];
    const heads = labels.map((label, i) => {
      const canvas = pictureCanvas(`a ${label}`), pixels = pictureAt(images, i);
      drawGrey(canvas, pixels);
      const choose = el('button', { class: 'digit', title: `Read this ${label}`, attrs: { type: 'button', 'aria-label': `Read this ${label}` }, on: { click: () => { this.pick(pixels); } } }, canvas);
      return el('th', { attrs: { scope: 'col' } }, choose);
    });
    this.cells = new Map(planned.map(({ id }) => [id, labels.map(() => el('td'))]));
    const rows = planned.map(({ id, short }) => el('tr', {}, el('th', { attrs: { scope: 'row' } }, swatch(id), el('span', { text: short })), ...this.cells.get(id) ?? []));
    this.scroller.replaceChildren(el('table', {}, el('thead', {}, el('tr', {}, el('td', { text: 'it is' }), ...heads)), el('tbody', {}, ...rows)));
  }
}
