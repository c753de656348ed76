import type { Lesson } from '../../extension/core/protocol/mnist-lab';
import { el } from '../common/dom';
import { bytesOf, type RunView } from './model';
import { drawGrey, pictureAt, pictureCanvas } from './pixels';

/** All that a student sees: noise, and what the teacher says of it in outputs that no digit has ever trained. */
export class NoiseStrip {
  readonly element = el('section', { class: 'card noise', attrs: { 'aria-labelledby': 'noise-title' } });
  private readonly strip = el('ul', { class: 'strip' });
  private readonly note = el('p', { class: 'muted' });
  private lesson: Lesson | undefined;

  constructor() {
    this.element.append(el('h3', { text: 'All that the student ever sees', attrs: { id: 'noise-title' } }), this.note, this.strip);
  }

  show({ run: { lesson, plan: { settings } } }: RunView): void {
    this.element.hidden = settings.conditions.length === 0;
    this.note.textContent = lesson
      ? `${settings.noiseImages.toLocaleString('en')} images like these, and under each the teacher's auxiliary outputs for it${settings.auxiliaryLogits > 10 ? ' (the first ten)' : ''}. No digit, and no digit's output; only the students on all logits get those outputs too.`
      : 'Once the teacher has learned to read, its lesson appears here: noise, and its auxiliary outputs.';
    if (lesson === this.lesson) return;
    this.lesson = lesson;
    this.strip.replaceChildren(...lesson ? this.items(lesson) : []);
  }

  private items({ images, targets }: Lesson): HTMLElement[] {
    const bytes = bytesOf(images);
    return targets.map((said, i) => {
      const canvas = pictureCanvas(`Noise image ${i + 1}`);
      drawGrey(canvas, pictureAt(bytes, i));
      const bars = said.map(share => {
        const bar = el('span', { class: 'said' });
        bar.style.height = `${Math.max(3, 100 * share)}%`;
        return bar;
      });
      const words = said.map(share => share.toFixed(2)).join(', ');
      return el('li', { title: words }, canvas, el('span', { class: 'said-bars', attrs: { 'aria-hidden': 'true' } }, ...bars), el('span', { class: 'visually-hidden', text: `The teacher says ${words}` }));
    });
  }
}
