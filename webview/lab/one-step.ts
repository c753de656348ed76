import type { OneStep } from '../../extension/core/protocol/mnist-lab';
import { el } from '../common/dom';

const WIDTH = 600, ROW = 64, LABEL = 118, NS = 'http://www.w3.org/2000/svg';
const STARTS = [['shared', 'Same start'], ['other', 'Other start']] as const;

function svg(tag: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const element = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/**
 * One step of the teacher on digits, one of the student on noise: does the student's point the teacher's way? A dot for each seed, right of
 * the line when it does. With the same start they all do; with another it is a coin toss.
 */
export class OneStepCard {
  readonly element = el('section', { class: 'card one-step', attrs: { 'aria-labelledby': 'step-title' } });
  private readonly drawing = el('div', { class: 'step-drawing' });
  private readonly words = el('p', { class: 'step-words' });
  private readonly table = el('details', { class: 'chart-table' }, el('summary', { text: 'As a table' }));
  private drawn = -1;

  constructor() {
    this.element.append(el('h3', { text: 'One step each: does the student go the teacher\'s way?', attrs: { id: 'step-title' } }),
      el('p', { class: 'muted', text: 'The teacher takes one step towards reading digits. The student takes one step towards the teacher\'s auxiliary outputs on noise. Each dot is a seed: how far the student\'s step went along the teacher\'s.' }),
      this.words, this.drawing, this.table);
    this.element.hidden = true;
  }

  /** Draws the steps there are. */
  show(steps: readonly OneStep[]): void {
    this.element.hidden = steps.length === 0;
    if (steps.length === this.drawn) return;
    this.drawn = steps.length;
    const of = (start: OneStep['initialisation']) => steps.filter(({ initialisation }) => initialisation === start);
    const count = (start: OneStep['initialisation']) => `${of(start).filter(({ innerProduct }) => innerProduct > 0).length} of ${of(start).length}`;
    const falls = of('shared').filter(({ lossChange }) => lossChange < 0).length;
    this.words.replaceChildren(el('strong', { text: `Same start: ${count('shared')} go the teacher's way.` }), ` Other start: ${count('other')}; a coin would make it half. `, el('span', { class: 'muted', text: `The teacher's own loss on digits falls by the student's step in ${falls} of ${of('shared').length} with the same start.` }));
    this.drawing.replaceChildren(this.picture(steps));
    this.table.replaceChildren(this.table.firstElementChild ?? '', stepTable(steps));
  }

  private picture(steps: readonly OneStep[]): SVGElement {
    const most = Math.max(1e-6, ...steps.map(({ cosine }) => Math.abs(cosine))) * 1.05, middle = LABEL + (WIDTH - LABEL) / 2, half = (WIDTH - LABEL) / 2;
    const picture = svg('svg', { viewBox: `0 0 ${WIDTH} ${ROW * 2 + 44}`, role: 'img', 'aria-label': `${this.words.textContent ?? ''} The table below says the same.` });
    picture.append(
      svg('rect', { x: middle, y: 20, width: half, height: ROW * 2, class: 'toward' }),
      svg('text', { x: middle + 8, y: 13, class: 'side' }, 'the teacher\'s way →'), svg('text', { x: middle - 8, y: 13, class: 'side', 'text-anchor': 'end' }, '← away from it'),
      svg('line', { x1: middle, x2: middle, y1: 20, y2: ROW * 2 + 20, class: 'zero' }));
    STARTS.forEach(([start, words], row) => {
      const y = 20 + ROW * row + ROW / 2;
      picture.append(svg('text', { x: 0, y: y + 5, class: 'start' }, words), svg('line', { x1: LABEL, x2: WIDTH, y1: y, y2: y, class: 'axis' }));
      steps.filter(({ initialisation }) => initialisation === start).forEach(({ cosine, seed }, i) => {
        picture.append(svg('circle', { cx: middle + half * cosine / most, cy: y + (i % 5 - 2) * 8, r: 5.5, class: `dot ${start} ${cosine > 0 ? 'yes' : 'no'}`, 'data-seed': seed }));
      });
    });
    const scale = (x: number, anchor: string, text: string) => svg('text', { x, y: ROW * 2 + 38, class: 'scale', 'text-anchor': anchor }, text);
    picture.append(scale(LABEL, 'start', `cosine ${(-most).toFixed(3)}`), scale(middle, 'middle', '0'), scale(WIDTH, 'end', `cosine ${most.toFixed(3)}`));
    return picture;
  }
}

function stepTable(steps: readonly OneStep[]): HTMLElement {
  const head = el('tr', {}, ...['seed', 'start', 'inner product', 'cosine', "change of the teacher's loss, nats"].map(text => el('th', { text, attrs: { scope: 'col' } })));
  const rows = steps.map(({ seed, initialisation, innerProduct, cosine, lossChange }) => el('tr', {}, el('th', { text: String(seed), attrs: { scope: 'row' } }),
    ...[initialisation === 'shared' ? 'same' : 'other', innerProduct.toExponential(1), cosine.toFixed(4), lossChange.toExponential(1)].map(text => el('td', { class: 'numeric', text }))));
  return el('table', { attrs: { 'aria-label': 'One gradient step of each, by seed' } }, el('thead', {}, head), el('tbody', {}, ...rows));
}
