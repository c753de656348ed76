/** The only module that knows chart.js: charts in the editor's colours, each with a table that says the same. */
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, LineController, LineElement, LogarithmicScale, PointElement, Tooltip, type ChartConfiguration, type ChartDataset, type ChartType } from 'chart.js';
import { chartMarks } from './chart-marks';
import { chartTable } from './chart-table';
import { chartTheme, onThemeChange, type ChartColour, type ChartTheme } from './chart-theme';
import { el } from './dom';

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, LogarithmicScale, PointElement, Tooltip);

/** One row of values, one for each label; null where there is none. `low` and `high` draw an interval around each value, along a line a band. */
export interface ChartSeries { label: string; colour: ChartColour; values: (number | null)[]; low?: (number | null)[]; high?: (number | null)[]; dashed?: boolean }

/** What a chart shows. Text is plain text; `format` words values on the axis, in tips and in the table. */
export interface ChartSpec {
  title: string;
  /** What there is to see, in a sentence; part of the picture's name for screen readers. */
  summary?: string;
  kind: 'bar' | 'line';
  /** Bars from the left; for long labels. */
  isHorizontal?: boolean;
  isStacked?: boolean;
  isLogarithmic?: boolean;
  /** No legend, where the page has one of its own. */
  hasNoLegend?: boolean;
  labels: string[];
  labelTitle: string;
  valueTitle: string;
  series: ChartSeries[];
  format?: (value: number) => string;
  min?: number;
  max?: number;
  /** A line across the chart at a place between the labels (0 = the first), such as a threshold. */
  mark?: { at: number; label: string };
}

/** The same numbers for everyone: picking a bar and pressing its button in the table do the same. */
export type OnPick = (label: number, series: number) => void;

const isStill = () => document.body.classList.contains('vscode-reduce-motion') || window.matchMedia('(prefers-reduced-motion: reduce)').matches;

function dataset(spec: ChartSpec, series: ChartSeries, theme: ChartTheme): ChartDataset<ChartType, (number | null)[]> {
  const colour = theme.colours[series.colour];
  const isLine = spec.kind === 'line';
  return {
    label: series.label, data: series.values, borderColor: colour, backgroundColor: isLine ? colour : theme.fill(colour), borderWidth: isLine ? 2 : 1,
    ...(isLine ? { borderDash: series.dashed ? [5, 4] : [], pointRadius: spec.labels.length > 40 ? 0 : 2, pointHitRadius: 8, tension: 0, spanGaps: true } : { maxBarThickness: 26 }),
  };
}

function axis(spec: ChartSpec, theme: ChartTheme, isValue: boolean): object {
  const format = spec.format;
  return {
    ...(isValue ? { type: spec.isLogarithmic ? 'logarithmic' : 'linear', beginAtZero: !spec.isLogarithmic, min: spec.min, max: spec.max } : { type: 'category' }),
    stacked: spec.isStacked,
    title: { display: true, text: isValue ? spec.valueTitle : spec.labelTitle, color: theme.muted, font: theme.font },
    grid: { display: isValue, color: theme.line }, border: { color: theme.line },
    ticks: { color: theme.muted, font: theme.font, maxRotation: 0, autoSkipPadding: 12, maxTicksLimit: isValue ? 6 : undefined, ...(isValue && format ? { callback: (value: number | string) => format(Number(value)) } : {}) },
  };
}

/** `current` gives the spec that is shown when the marks are drawn. */
function configuration(current: () => ChartSpec, theme: ChartTheme, onPick: OnPick | undefined): ChartConfiguration<ChartType, (number | null)[], string> {
  const spec = current();
  const [values, labels] = [axis(spec, theme, true), axis(spec, theme, false)];
  const format = spec.format ?? String;
  return {
    type: spec.kind,
    data: { labels: spec.labels, datasets: spec.series.map(series => dataset(spec, series, theme)) },
    options: {
      responsive: true, maintainAspectRatio: false, animation: isStill() ? false : { duration: 180 }, indexAxis: spec.isHorizontal ? 'y' : 'x',
      interaction: { mode: spec.kind === 'line' ? 'index' : 'nearest', intersect: false, axis: spec.isHorizontal ? 'y' : 'x' },
      scales: spec.isHorizontal ? { x: values, y: labels } : { x: labels, y: values },
      onClick: (_event, elements) => { if (elements.length > 0) onPick?.(elements[0].index, elements[0].datasetIndex); },
      onHover: (event, elements) => { if (event.native?.target instanceof HTMLElement) event.native.target.style.cursor = onPick && elements.length > 0 ? 'pointer' : ''; },
      plugins: {
        legend: { display: spec.series.length > 1 && !spec.hasNoLegend, position: 'top', align: 'start', labels: { color: theme.foreground, font: theme.font, boxWidth: 14, boxHeight: 2 } },
        tooltip: { backgroundColor: theme.background, titleColor: theme.foreground, bodyColor: theme.foreground, borderColor: theme.muted, borderWidth: 1,
          callbacks: { label: item => `${item.dataset.label ?? ''}: ${item.raw === null ? 'none' : format(Number(item.raw))}` } },
      },
    },
    plugins: [chartMarks(current, theme)],
  };
}

/** A chart with its heading and its table. It follows the theme and its own size until it is disposed of. */
export class ThemedChart {
  readonly element: HTMLElement;
  private readonly canvas = el('canvas', { attrs: { role: 'img' } });
  private readonly heading = el('h3');
  private readonly summary = el('p', { class: 'muted' });
  private readonly table = el('details', { class: 'chart-table' }, el('summary', { text: 'As a table' }));
  private readonly stopListening: () => void;
  private chart: Chart<ChartType, (number | null)[], string> | undefined;

  /** `onPick` gets the numbers of the label and the series that were picked; without it nothing can be. */
  constructor(private spec: ChartSpec, private readonly onPick?: OnPick) {
    this.element = el('figure', { class: 'chart' }, el('figcaption', {}, this.heading, this.summary), el('div', { class: 'chart-box' }, this.canvas), this.table);
    this.table.addEventListener('toggle', () => { this.fillTable(); });
    this.stopListening = onThemeChange(() => { this.rebuild(); });
    this.describe();
    this.rebuild();
  }

  /** Shows other values; cheap enough for every tick of a running job. */
  update(spec: ChartSpec): void {
    const isEmpty = ({ labels }: ChartSpec) => labels.length === 0; // chart.js keeps the scale of a chart that had no labels
    const isSameForm = spec.kind === this.spec.kind && spec.series.length === this.spec.series.length && spec.isHorizontal === this.spec.isHorizontal && isEmpty(spec) === isEmpty(this.spec);
    this.spec = spec;
    this.describe();
    if (!isSameForm || !this.chart) { this.rebuild(); return; }
    const next = configuration(() => this.spec, chartTheme(), this.onPick);
    this.chart.data.labels = spec.labels;
    next.data.datasets.forEach((set, i) => { Object.assign(this.chart?.data.datasets[i] ?? {}, set); });
    this.chart.options = next.options ?? {};
    this.chart.update('none');
  }

  /** Frees the canvas and stops listening. */
  dispose(): void {
    this.stopListening();
    this.chart?.destroy();
    this.chart = undefined;
  }

  private describe(): void {
    const { title, summary = '', isHorizontal, labels } = this.spec;
    this.heading.textContent = title;
    this.summary.textContent = summary;
    this.canvas.setAttribute('aria-label', `${title}. ${summary} The table below says the same.`);
    this.element.style.setProperty('--chart-height', isHorizontal ? `${Math.min(420, 74 + labels.length * 26)}px` : '200px');
    if (this.table.open || this.table.childElementCount === 1) this.fillTable(); // a closed one is filled when it is opened
  }

  private fillTable(): void {
    this.table.replaceChildren(this.table.firstElementChild ?? '', chartTable(this.spec, this.onPick));
  }

  private rebuild(): void {
    this.chart?.destroy();
    this.chart = new Chart(this.canvas, configuration(() => this.spec, chartTheme(), this.onPick));
  }
}
