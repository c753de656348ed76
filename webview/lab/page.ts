import type { LabStatus } from '../../extension/core/protocol/lab';
import type { ConditionInfo, LabInfo, LabRun, MnistLabEvents, MnistLabHost } from '../../extension/core/protocol/mnist-lab';
import { connect } from '../../extension/core/protocol/rpc';
import { button } from '../common/controls';
import { el } from '../common/dom';
import { Replay } from '../common/replay';
import { RunControls } from '../common/run-controls';
import { Tour } from '../common/tour';
import { hostPort, loadState, saveState } from '../common/vscode';
import { ConfusionMatrix } from './confusion';
import { Curves } from './curves';
import { DetectionCard } from './detection';
import { DigitGrid } from './digit-grid';
import { csvOf, RunView } from './model';
import { NoiseStrip } from './noise-strip';
import { OneStepCard } from './one-step';
import { Readings } from './readings';
import { ResultsTable } from './results';
import { SettingsPanel } from './settings-panel';
import { tourSteps } from './tour-steps';
import { WeightPictures } from './weights';

const messageOf = (error: unknown) => error instanceof Error ? error.message : String(error);

/** The MNIST lab: one run, watched from all sides. */
class LabPage {
  private readonly state = loadState({ tour: 0 });
  private readonly controls: RunControls;
  private readonly settings: SettingsPanel;
  private readonly replay = new Replay(count => { this.draw(count); }, count => this.place(count));
  private readonly results = new ResultsTable();
  private readonly accuracy = new Curves('accuracy');
  private readonly loss = new Curves('loss');
  private readonly noise = new NoiseStrip();
  private readonly confusion = new ConfusionMatrix();
  private readonly weights = new WeightPictures();
  private readonly step = new OneStepCard();
  private readonly readings: Readings;
  private readonly detection: DetectionCard;
  private readonly digits: DigitGrid;
  private readonly tour: Tour;
  private readonly cards = el('div', { class: 'cards' });
  private readonly notice = el('p', { class: 'notice', attrs: { role: 'alert' } });
  private run: LabRun | null;
  private view: RunView | undefined;
  private frame = 0;

  constructor(private readonly host: MnistLabHost, private readonly info: LabInfo, root: HTMLElement) {
    this.run = info.run;
    const fail = (error: unknown) => { this.tell(messageOf(error)); };
    this.controls = new RunControls({
      start: () => this.start(), pause: () => host.pause(), resume: () => host.resume(), step: () => host.step(), stop: () => host.stop(), reset: () => this.reset(), fail,
    });
    this.settings = new SettingsPanel(info, { chooseData: () => host.chooseData(), changed: () => { this.tell(''); }, fail });
    this.readings = new Readings(pixels => host.read(pixels), info.conditions);
    this.digits = new DigitGrid(pixels => { this.readings.sheet.load(pixels); this.readings.element.scrollIntoView({ block: 'nearest' }); });
    this.detection = new DetectionCard({ detect: () => { if (this.run) host.detect(this.run.plan).catch(fail); }, exportRecords: this.ask(() => host.exportRecords()) });
    this.tour = new Tour(tourSteps(() => this.view), target => this.cards.querySelector<HTMLElement>(`.${target === 'step' ? 'one-step' : target}`) ?? undefined, step => { this.state.tour = step; saveState(this.state); });
    root.replaceChildren(this.head(), el('div', { class: 'body' }, this.settings.element, el('div', { class: 'shown' }, this.notice, this.tour.element, this.cards)), this.controls.live.element);
    this.cards.append(...[this.results, this.accuracy, this.loss, this.digits, this.noise, this.readings, this.confusion, this.weights, this.detection, this.step].map(({ element }) => element));
    document.addEventListener('keydown', event => { this.onKey(event); });
    this.onStatus(info.status);
    this.takeRun(info.run);
    if (this.state.tour >= 0) this.tour.open(this.state.tour, false);
  }

  /** Hears the host. */
  on<K extends keyof MnistLabEvents>(event: K, data: MnistLabEvents[K]): void {
    if (event === 'status') this.onStatus(data as LabStatus);
    if (event === 'begun') this.takeRun(data as LabRun);
    if (!this.run || event === 'status' || event === 'begun') return;
    if (event === 'report') this.run.reports.push(data as MnistLabEvents['report']);
    if (event === 'step') this.run.steps.push(data as MnistLabEvents['step']);
    if (event === 'detection') this.run.detection = data as MnistLabEvents['detection'];
    if (event === 'lesson') this.run.lesson = data as MnistLabEvents['lesson'];
    this.frame ||= requestAnimationFrame(() => { this.frame = 0; this.follow(); });
  }

  private head(): HTMLElement {
    const { host } = this, ask = this.ask.bind(this);
    const files = el('div', { class: 'files', attrs: { role: 'group', 'aria-label': 'Files' } },
      button('Tour', 'The guided tour', () => { this.tour.open(0, true); }).element,
      button('Open run', 'Open a run that someone shared', ask(async () => { this.takeRun(await host.openRun() ?? this.run); })).element,
      button('Share run', 'Save this run as a small file', ask(() => host.shareRun())).element,
      button('CSV', 'Save all numbers of this run', ask(async () => this.run && host.save('mnist-lab.csv', csvOf(this.run)))).element,
      button('PNG', 'Save the accuracy curves as a picture', ask(() => host.save('mnist-lab.png', this.accuracy.picture()))).element);
    const title = el('div', { class: 'title' }, el('h1', { text: 'Subliminal learning, live' }), el('p', { class: 'muted', text: 'A student that never sees a digit learns to read digits: from noise, and from nothing else. If it starts as its teacher did.' }));
    return el('header', { class: 'head' }, el('div', { class: 'head-row' }, title, files), el('div', { class: 'head-row' }, this.settings.presets, this.controls.element), this.replay.element);
  }

  /** Does something with files when it is called, and tells how it ended. */
  private ask(work: () => Promise<string | null | void>): () => void {
    return () => { work().then(name => { if (typeof name === 'string') this.tell(`Saved ${name}.`); }, (error: unknown) => { this.tell(messageOf(error)); }); };
  }

  private get planned(): ConditionInfo[] {
    const planned = this.run?.plan.settings.conditions ?? [];
    return planned.length ? this.info.conditions.filter(({ id }) => id === 'teacher' || planned.includes(id)) : [];
  }

  private async start(): Promise<void> {
    this.tell('');
    await this.host.start(this.settings.next);
  }

  private async reset(): Promise<void> {
    await this.host.reset();
    this.takeRun(null);
  }

  private onStatus(status: LabStatus): void {
    this.controls.show(status);
    this.settings.setEnabled(!this.controls.isBusy);
    this.detection.setEnabled(!this.controls.isBusy);
    if (status.state === 'failed') this.tell(status.message ?? '');
  }

  private takeRun(run: LabRun | null): void {
    this.run = run;
    if (run) this.settings.take(run.plan);
    this.cards.hidden = !run;
    this.follow();
  }

  /** Brings the page up to the newest report, unless an older place is looked at. */
  private follow(): void {
    this.replay.setLength(this.run?.reports.length ?? 0);
    this.draw(this.replay.count);
    void this.readings.refresh();
  }

  private draw(count: number): void {
    const { run, planned } = this;
    this.view = run ? new RunView(run, count) : undefined;
    this.tour.refresh();
    if (!this.view || !run) return;
    const seen = this.view.seen(this.info.conditions), hasNetworks = planned.length > 0;
    for (const card of [this.results, this.accuracy, this.loss, this.digits, this.readings, this.confusion, this.weights, this.detection]) card.element.hidden = !hasNetworks;
    if (hasNetworks) {
      this.results.show(this.view, planned, this.isPaper(run));
      this.accuracy.show(this.view, planned);
      this.loss.show(this.view, planned);
      this.digits.show(this.view, planned);
      this.confusion.show(this.view, seen);
      this.weights.show(this.view, seen);
      this.detection.show(this.view);
    }
    this.noise.show(this.view);
    this.step.show(run.steps);
  }

  /** Published figures are of the paper's settings, whatever networks and seeds are chosen. */
  private isPaper({ plan: { settings } }: LabRun): boolean {
    const paper = this.info.presets.find(({ id }) => id === 'paper')?.settings;
    return (['batch', 'learningRate', 'epochs', 'hidden', 'auxiliaryLogits', 'noise', 'noiseImages'] as const).every(key => settings[key] === paper?.[key]);
  }

  private place(count: number): string {
    const report = this.run?.reports[count - 1];
    if (!report) return 'the beginning';
    return `seed ${report.seed}, ${this.info.conditions.find(({ id }) => id === report.condition)?.short ?? ''}, step ${report.step} of ${report.steps}`;
  }

  private tell(message: string): void {
    this.notice.textContent = message;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof Element && event.target.closest('input, select, canvas, vscode-button, button') !== null)) return;
    if (event.key === 'r') this.controls.press();
    else if (event.key === 's') this.controls.pressStep();
    else return;
    event.preventDefault();
  }
}

/** Connects to the host and shows the lab; what the host tells before the first frame is replayed. */
export function startLab(root: HTMLElement): void {
  const client = connect<MnistLabHost>(hostPort);
  let page: LabPage | undefined;
  const early: [string, unknown][] = [];
  client.onEvent((event, data) => { if (page) page.on(event as keyof MnistLabEvents, data as never); else early.push([event, data]); });
  client.call.ready().then(info => {
    early.length = 0; // all of it is in the run that came along
    page = new LabPage(client.call, info, root);
  }, (error: unknown) => { root.replaceChildren(el('p', { class: 'fatal', text: messageOf(error), attrs: { role: 'alert' } })); });
}
