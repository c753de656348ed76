import type { ConditionInfo } from '../../extension/core/protocol/mnist-lab';
import { ThemedChart, type ChartSpec } from '../common/chart';
import { el } from '../common/dom';
import { PLACES, type RunView } from './model';
import { STYLES } from './styles';

/** A chart is drawn anew at most this often, so that training and typing stay smooth. */
const REDRAW_MS = 250;

type Key = 'accuracy' | 'loss';
const FORMS: Record<Key, { title: string; valueTitle: string; format: (value: number) => string; max?: number; min?: number; isLogarithmic?: boolean }> = {
  accuracy: { title: 'Digits read right, while they train', valueTitle: 'Accuracy', format: value => `${(100 * value).toFixed(0)} %`, min: 0, max: 1 },
  loss: { title: 'Distance from what they learn from', valueTitle: 'Loss, nats', format: value => value.toPrecision(1), isLogarithmic: true },
};

/** A curve for each network: the mean over the seeds, and a band from the least to the greatest. */
export class Curves {
  readonly element: HTMLElement;
  private readonly chart: ThemedChart;
  private timer: number | undefined;
  private drawnAt = -Infinity;
  private next: (() => ChartSpec) | undefined;

  constructor(private readonly key: Key) {
    this.chart = new ThemedChart(this.spec([], undefined));
    this.element = el('section', { class: `card curves ${key}`, attrs: { 'aria-label': FORMS[key].title } }, this.chart.element);
  }

  /** Draws the newest curves when their turn comes. */
  show(view: RunView, networks: readonly ConditionInfo[]): void {
    this.next = () => this.spec(networks, view);
    this.timer ??= window.setTimeout(() => { this.draw(); }, Math.max(0, this.drawnAt + REDRAW_MS - performance.now()));
  }

  /** The chart as a picture on the editor's background. */
  picture(): string {
    const source = this.element.querySelector('canvas') as HTMLCanvasElement, canvas = el('canvas');
    [canvas.width, canvas.height] = [source.width, source.height];
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(source, 0, 0);
    return canvas.toDataURL('image/png');
  }

  private draw(): void {
    this.timer = undefined;
    this.drawnAt = performance.now();
    if (this.next) this.chart.update(this.next());
    this.next = undefined;
  }

  private spec(networks: readonly ConditionInfo[], view: RunView | undefined): ChartSpec {
    const seeds = view?.seeds ?? 0;
    return {
      ...FORMS[this.key], kind: 'line', hasNoLegend: true, labels: PLACES, labelTitle: 'Training done',
      summary: seeds > 1 ? `Mean of ${seeds} seeds; the band is their range.` : 'One seed; run more to see the spread.',
      series: networks.map(({ id, short }) => ({ label: short, ...STYLES[id], ...view?.curve(id, this.key) ?? { values: [] } })).map(series => seeds > 1 ? series : { ...series, low: undefined, high: undefined }),
    };
  }
}
