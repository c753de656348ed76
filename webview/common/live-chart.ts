import { ThemedChart, type ChartSpec } from './chart';
import { el } from './dom';

/** A chart is drawn anew at most this often, so that training and typing stay smooth. */
const REDRAW_MS = 250;

/** Charts draw in turns, so that no frame has to draw two of them. */
const TURNS = 4;
let charts = 0;

/** A chart of a running job as a card: it takes every change and draws the newest when its turn comes. */
export class LiveChart {
  readonly element: HTMLElement;
  private readonly chart: ThemedChart;
  private readonly phaseMs = charts++ % TURNS * REDRAW_MS / TURNS;
  private timer: number | undefined;
  private drawnAt = -Infinity;
  private next: (() => ChartSpec) | undefined;

  /** `name` is a class of the card. */
  constructor(name: string, spec: ChartSpec) {
    this.chart = new ThemedChart(spec);
    this.element = el('section', { class: `card ${name}`, attrs: { 'aria-label': spec.title } }, this.chart.element);
  }

  /** Draws what `spec` gives then, when the chart's turn comes. */
  show(spec: () => ChartSpec): void {
    this.next = spec;
    this.timer ??= window.setTimeout(() => { this.draw(); }, Math.max(this.phaseMs, this.drawnAt + REDRAW_MS - performance.now()));
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
}
