import type { ConditionInfo } from '../../extension/core/protocol/mnist-lab';
import type { ChartSpec } from '../common/chart';
import { LiveChart } from '../common/live-chart';
import { PLACES, type RunView } from './model';
import { STYLES } from './styles';

type Key = 'accuracy' | 'loss';
const FORMS: Record<Key, { title: string; valueTitle: string; format: (value: number) => string; max?: number; min?: number; isLogarithmic?: boolean }> = {
  accuracy: { title: 'Digits read right, while they train', valueTitle: 'Accuracy', format: value => `${(100 * value).toFixed(0)} %`, min: 0, max: 1 },
  loss: { title: 'Distance from what they learn from', valueTitle: 'Loss, nats', format: value => value.toPrecision(1), isLogarithmic: true },
};

/** A curve for each network: the mean over the seeds, and a band from the least to the greatest. */
export class Curves {
  private readonly chart: LiveChart;

  constructor(private readonly key: Key) {
    this.chart = new LiveChart(`curves ${key}`, this.spec([], undefined));
  }

  get element(): HTMLElement { return this.chart.element; }

  /** Draws the newest curves when their turn comes. */
  show(view: RunView, networks: readonly ConditionInfo[]): void {
    this.chart.show(() => this.spec(networks, view));
  }

  /** The chart as a picture on the editor's background. */
  picture(): string { return this.chart.picture(); }

  private spec(networks: readonly ConditionInfo[], view: RunView | undefined): ChartSpec {
    const seeds = view?.seeds ?? 0;
    return {
      ...FORMS[this.key], kind: 'line', hasNoLegend: true, labels: PLACES, labelTitle: 'Training done',
      summary: seeds > 1 ? `Mean of ${seeds} seeds; the band is their range.` : 'One seed; run more to see the spread.',
      series: networks.map(({ id, short }) => ({ label: short, ...STYLES[id], ...view?.curve(id, this.key) ?? { values: [] } })).map(series => seeds > 1 ? series : { ...series, low: undefined, high: undefined }),
    };
  }
}
