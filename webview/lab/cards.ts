import type { ConditionInfo, LabInfo, LabRun, MnistLabHost } from '../../extension/core/protocol/mnist-lab';
import { el } from '../common/dom';
import { ConfusionMatrix } from './confusion';
import { Curves } from './curves';
import { DetectionCard, type DetectionOwner } from './detection';
import { DigitGrid } from './digit-grid';
import type { RunView } from './model';
import { NoiseStrip } from './noise-strip';
import { OneStepCard } from './one-step';
import { Readings } from './readings';
import { ResultsTable } from './results';
import { WeightPictures } from './weights';

/** One run from all sides: the cards below the controls. */
export class LabCards {
  readonly element = el('div', { class: 'cards' });
  private readonly results = new ResultsTable();
  private readonly accuracy = new Curves('accuracy');
  private readonly loss = new Curves('loss');
  private readonly noise = new NoiseStrip();
  private readonly confusion = new ConfusionMatrix();
  private readonly weights = new WeightPictures();
  private readonly step = new OneStepCard();
  private readonly readings: Readings;
  private readonly digits: DigitGrid;
  private readonly detection: DetectionCard;

  constructor(private readonly info: LabInfo, read: MnistLabHost['read'], owner: DetectionOwner) {
    this.readings = new Readings(read, info.conditions);
    this.digits = new DigitGrid(pixels => { this.readings.sheet.load(pixels); this.readings.element.scrollIntoView({ block: 'nearest' }); });
    this.detection = new DetectionCard(owner);
    const cards = [this.results, this.accuracy, this.loss, this.digits, this.noise, this.readings, this.confusion, this.weights, this.detection, this.step];
    this.element.append(...cards.map(({ element }) => element));
  }

  /** The card that a tour speaks of. */
  find(name: string): HTMLElement | undefined {
    return this.element.querySelector<HTMLElement>(`.${name}`) ?? undefined;
  }

  /** The accuracy curves as a picture. Throws where the run has none. */
  picture(): string {
    if (this.element.hidden || this.accuracy.element.hidden) throw new Error('There are no curves to save yet.');
    return this.accuracy.picture();
  }

  /** While something runs, nothing else can be started. */
  setEnabled(enabled: boolean): void { this.detection.setEnabled(enabled); }

  /** Reads the drawing again, since the networks have changed. */
  refreshReadings(): void { void this.readings.refresh(); }

  /** Draws a run at a place in it; nothing without a run. */
  show(view: RunView | undefined): void {
    if (!view) return;
    const planned = this.planned(view.run), hasNetworks = planned.length > 0;
    for (const card of [this.results, this.accuracy, this.loss, this.digits, this.readings, this.confusion, this.weights, this.detection]) card.element.hidden = !hasNetworks;
    if (hasNetworks) this.showNetworks(view, planned);
    this.noise.show(view);
    this.step.show(view.run.steps);
  }

  private showNetworks(view: RunView, planned: ConditionInfo[]): void {
    const seen = view.seen(planned);
    this.results.show(view, planned, this.isPaper(view.run));
    this.accuracy.show(view, planned);
    this.loss.show(view, planned);
    this.digits.show(view, planned);
    this.confusion.show(view, seen);
    this.weights.show(view, seen);
    this.detection.show(view);
  }

  /** Networks that a run trains; the teacher always, since the others learn from it. */
  private planned({ plan: { settings: { conditions } } }: LabRun): ConditionInfo[] {
    return conditions.length ? this.info.conditions.filter(({ id }) => id === 'teacher' || conditions.includes(id)) : [];
  }

  /** Published figures are of the paper's settings, whatever networks and seeds are chosen. */
  private isPaper({ plan: { settings } }: LabRun): boolean {
    const paper = this.info.presets.find(({ id }) => id === 'paper')?.settings;
    return (['batch', 'learningRate', 'epochs', 'hidden', 'auxiliaryLogits', 'noise', 'noiseImages'] as const).every(key => settings[key] === paper?.[key]);
  }
}
