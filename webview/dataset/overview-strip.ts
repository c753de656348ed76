import type { ScoreStrip } from '../../extension/core/protocol/dataset-view';
import { el } from '../common/dom';
import { percent } from '../common/format';

/** Stretches of the file that the strip tells apart. */
export const STRIP_BUCKETS = 200;

const mean = (shares: number[]) => shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);

/** Beside the scroll bar: where in the file records name another family than the verdict, or are unfamiliar. A click goes there. */
export class OverviewStrip {
  readonly element = el('canvas', { class: 'overview', attrs: { role: 'img' } });

  /** `goTo` gets a place in the file, 0..1. */
  constructor(goTo: (share: number) => void) {
    this.element.hidden = true;
    this.element.addEventListener('click', event => { goTo(event.offsetY / Math.max(1, this.element.clientHeight)); });
  }

  /** Draws the shares: departures from the left edge, unfamiliar records from the right. */
  show({ other, unfamiliar }: ScoreStrip): void {
    const canvas = this.element;
    canvas.hidden = false;
    canvas.width = 20;
    canvas.height = other.length;
    const context = canvas.getContext('2d');
    const style = getComputedStyle(canvas);
    const bars = (shares: number[], colour: string, fromRight: boolean) => shares.forEach((share, y) => {
      if (!context || share === 0) return;
      context.fillStyle = colour;
      const width = Math.max(2, Math.ceil(share * canvas.width));
      context.fillRect(fromRight ? canvas.width - width : 0, y, width, 1);
    });
    bars(other, style.getPropertyValue('--other'), false);
    bars(unfamiliar, style.getPropertyValue('--unfamiliar'), true);
    const worst = other.indexOf(Math.max(...other));
    const place = Math.max(...other) > 0 ? `, most between ${percent(worst / other.length)} and ${percent((worst + 1) / other.length)} of the file` : '';
    canvas.setAttribute('aria-label', `${percent(mean(other))} of the records name another family than the verdict${place}; ${percent(mean(unfamiliar))} are unfamiliar.`);
    canvas.title = canvas.getAttribute('aria-label') ?? '';
  }
}
