import type { LabStatus } from '../../extension/core/protocol/lab';
import type { LabInfo, LabRun, MnistLabEvents, MnistLabHost } from '../../extension/core/protocol/mnist-lab';
import { connect } from '../../extension/core/protocol/rpc';
import { button } from '../common/controls';
import { el } from '../common/dom';
import { Replay } from '../common/replay';
import { RunControls } from '../common/run-controls';
import { Tour } from '../common/tour';
import { hostPort, loadState, saveState } from '../common/vscode';
import { LabCards } from './cards';
import { csvOf, RunView } from './model';
import { SettingsPanel } from './settings-panel';
import { tourSteps } from './tour-steps';

const messageOf = (error: unknown) => error instanceof Error ? error.message : String(error);

/** The MNIST lab: the run, how it is steered and replayed, and what stays when the page is hidden. */
class LabPage {
  private readonly state = loadState({ tour: 0 });
  private readonly controls: RunControls;
  private readonly settings: SettingsPanel;
  private readonly replay = new Replay(count => { this.draw(count); }, count => this.place(count));
  private readonly cards: LabCards;
  private readonly tour: Tour;
  private readonly notice = el('p', { class: 'notice', attrs: { role: 'alert' } });
  private run: LabRun | null = null;
  private view: RunView | undefined;
  private frame = 0;

  constructor(private readonly host: MnistLabHost, private readonly info: LabInfo, root: HTMLElement) {
    const fail = (error: unknown) => { this.tell(messageOf(error)); };
    this.controls = new RunControls({
      start: () => this.start(), pause: () => host.pause(), resume: () => host.resume(), step: () => host.step(), stop: () => host.stop(), reset: () => this.reset(), fail,
    });
    this.settings = new SettingsPanel(info, { chooseData: () => host.chooseData(), changed: () => { this.tell(''); }, fail });
    this.cards = new LabCards(info, pixels => host.read(pixels), { detect: () => { if (this.run) host.detect(this.run.plan).catch(fail); }, exportRecords: this.saving(() => host.exportRecords()) });
    this.tour = new Tour(tourSteps(() => this.view), target => this.cards.find(target), step => { this.state.tour = step; saveState(this.state); });
    root.replaceChildren(this.head(), el('div', { class: 'body' }, this.settings.element, el('div', { class: 'shown' }, this.notice, this.tour.element, this.cards.element)), this.controls.live.element);
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
    const { host } = this;
    const files = el('div', { class: 'files', attrs: { role: 'group', 'aria-label': 'Files' } },
      button('Tour', 'The guided tour', () => { this.tour.open(0, true); }).element,
      button('Open run', 'Open a run that someone shared', this.saving(async () => { this.takeRun(await host.openRun() ?? this.run); })).element,
      button('Share run', 'Save this run as a small file', this.saving(() => host.shareRun())).element,
      button('CSV', 'Save all numbers of this run', this.saving(async () => host.save('mnist-lab.csv', csvOf(this.shownRun)))).element,
      button('PNG', 'Save the accuracy curves as a picture', this.saving(async () => host.save('mnist-lab.png', this.cards.picture()))).element);
    const title = el('div', { class: 'title' }, el('h1', { text: 'Subliminal learning, live' }), el('p', { class: 'muted', text: 'A student that never sees a digit learns to read digits: from noise, and from nothing else. If it starts as its teacher did.' }));
    return el('header', { class: 'head' }, el('div', { class: 'head-row' }, title, files), el('div', { class: 'head-row' }, this.settings.presets, this.controls.element), this.replay.element);
  }

  private get shownRun(): LabRun {
    if (!this.run) throw new Error('There is no run to save yet.');
    return this.run;
  }

  /** Does something with files when it is called, and tells how it ended. */
  private saving(work: () => Promise<string | null | void>): () => void {
    return () => { work().then(name => { if (typeof name === 'string') this.tell(`Saved ${name}.`); }, (error: unknown) => { this.tell(messageOf(error)); }); };
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
    this.cards.setEnabled(!this.controls.isBusy);
    if (status.state === 'failed') this.tell(status.message ?? '');
  }

  private takeRun(run: LabRun | null): void {
    this.run = run;
    if (run) this.settings.take(run.plan);
    this.follow();
  }

  /** Brings the page up to the newest report, unless an older place is looked at. */
  private follow(): void {
    this.replay.setLength(this.run?.reports.length ?? 0);
    this.draw(this.replay.count);
    this.cards.refreshReadings();
  }

  private draw(count: number): void {
    this.view = this.run ? new RunView(this.run, count) : undefined;
    this.cards.show(this.view);
    this.tour.refresh();
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

/** Connects to the host and shows the lab; what the host told before the first frame is in the run that it hands over. */
export function startLab(root: HTMLElement): void {
  const client = connect<MnistLabHost>(hostPort);
  let page: LabPage | undefined;
  client.onEvent((event, data) => { page?.on(event as keyof MnistLabEvents, data as never); });
  client.call.ready().then(info => { page = new LabPage(client.call, info, root); }, (error: unknown) => {
    root.replaceChildren(el('p', { class: 'fatal', text: messageOf(error), attrs: { role: 'alert' } }));
  });
}
