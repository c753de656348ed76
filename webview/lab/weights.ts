import type { ConditionId, ConditionInfo } from '../../extension/core/protocol/mnist-lab';
import { el } from '../common/dom';
import { choice } from '../common/inputs';
import { bytesOf, type RunView } from './model';
import { NetworkChoice } from './network-choice';
import { drawSigned, PIXELS, pictureCanvas } from './pixels';

type Shown = 'change' | 'weights';

/** Networks that have seen digits. */
const HAS_SEEN: Partial<Record<ConditionId, string>> = {
  teacher: 'The teacher has seen strokes.', 'digits-aux-shared': 'This one saw digits, but never which they are.', 'clone-other': 'This one imitated the teacher on digits first.',
};

/** What the first hidden units look at: each weight of the first layer at its pixel, as it is or as training has changed it. */
export class WeightPictures {
  readonly element = el('section', { class: 'card weights', attrs: { 'aria-labelledby': 'weights-title' } });
  private readonly network = new NetworkChoice(() => { this.redraw(); });
  private readonly pictures = el('div', { class: 'pictures' });
  private readonly note = el('p', { class: 'muted' });
  private shown: Shown = 'change';
  private view: RunView | undefined;
  private drawn: { weights?: string; shown: Shown } | undefined;

  constructor() {
    const what = choice<Shown>('Show', [['change', 'what training changed'], ['weights', 'the weights']], value => { this.shown = value; this.redraw(); });
    this.element.append(el('h3', { text: 'What the first layer looks at', attrs: { id: 'weights-title' } }), el('div', { class: 'choices' }, this.network.element, what.element), this.pictures, this.note);
  }

  show(view: RunView, networks: readonly ConditionInfo[]): void {
    this.view = view;
    this.network.offer(networks);
    this.redraw();
  }

  private redraw(): void {
    const now = this.view?.newest(this.network.chosen)?.weights, before = this.view?.untrained(this.network.chosen)?.weights;
    if (this.drawn && this.drawn.weights === now && this.drawn.shown === this.shown) return;
    this.drawn = { weights: now, shown: this.shown };
    if (now === undefined || before === undefined) {
      this.pictures.replaceChildren();
      this.note.textContent = 'A shared run comes without its weights.';
      return;
    }
    const values = this.values(bytesOf(now), bytesOf(before)), units = values.length / PIXELS;
    while (this.pictures.children.length > units) this.pictures.lastElementChild?.remove();
    while (this.pictures.children.length < units) this.pictures.append(pictureCanvas(`Unit ${this.pictures.children.length + 1}`));
    const top = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9), scaled = values.map(value => value / top);
    for (let unit = 0; unit < units; unit++) drawSigned(this.pictures.children[unit] as HTMLCanvasElement, scaled.subarray(unit * PIXELS, (unit + 1) * PIXELS));
    this.note.textContent = `The first ${units} hidden units. ${this.shown === 'change'
      ? `Blue: the weight grew; orange: it shrank. ${HAS_SEEN[this.network.chosen] ?? 'No digit was seen here, whatever the pictures show.'}`
      : 'Blue is positive, orange negative; most of it is the random start.'}`;
  }

  private values(now: Uint8Array, before: Uint8Array): Float32Array {
    return Float32Array.from(now, (value, i) => this.shown === 'change' ? value - before[i] : value - 128);
  }
}
