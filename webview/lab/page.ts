import type { LabStatus } from '../../extension/core/protocol/lab';
import type { LabInfo, LabPlan, LabRun, MnistLabEvents, MnistLabHost } from '../../extension/core/protocol/mnist-lab';
import { connect } from '../../extension/core/protocol/rpc';
import { el } from '../common/dom';
import { LabFrame } from '../common/lab-frame';
import { hostPort } from '../common/vscode';
import { LabCards } from './cards';
import { csvOf, RunView } from './model';
import { SettingsPanel } from './settings-panel';
import { tourSteps } from './tour-steps';

/** The MNIST lab's page: its frame, its settings and its cards. */
class LabPage {
  private readonly frame: LabFrame<LabPlan, LabRun>;
  private readonly cards: LabCards;
  private view: RunView | undefined;

  constructor(host: MnistLabHost, private readonly info: LabInfo, root: HTMLElement) {
    const fail = (error: unknown) => { this.frame.fail(error); };
    this.cards = new LabCards(info, pixels => host.read(pixels), {
      detect: () => { if (this.frame.run) host.detect(this.frame.run.plan).catch(fail); },
      exportRecords: () => { this.frame.saving(() => host.exportRecords())(); },
    });
    this.frame = new LabFrame(root, {
      title: 'Subliminal learning, live', subtitle: 'A student that never sees a digit learns to read digits: from noise, and from nothing else. If it starts as its teacher did.',
      fileStem: 'mnist-lab', host, cards: this.cards, csv: csvOf, tour: tourSteps(() => this.view),
      settings: new SettingsPanel(info, { chooseData: () => host.chooseData(), changed: () => { this.frame.tell(''); }, fail }),
      length: run => run.reports.length, place: (run, count) => this.place(run, count), draw: (run, count) => { this.draw(run, count); },
    });
    this.frame.begin(info.status, info.run);
  }

  /** Hears the host. */
  on<K extends keyof MnistLabEvents>(event: K, data: MnistLabEvents[K]): void {
    if (event === 'status') { this.frame.follow(data as LabStatus); return; }
    if (event === 'begun') { this.frame.take(data as LabRun); return; }
    const { run } = this.frame;
    if (!run) return;
    if (event === 'report') run.reports.push(data as MnistLabEvents['report']);
    if (event === 'step') run.steps.push(data as MnistLabEvents['step']);
    if (event === 'detection') run.detection = data as MnistLabEvents['detection'];
    if (event === 'lesson') run.lesson = data as MnistLabEvents['lesson'];
    this.frame.changed();
  }

  private draw(run: LabRun | null, count: number): void {
    this.view = run ? new RunView(run, count) : undefined;
    this.cards.show(this.view);
    this.cards.refreshReadings();
  }

  private place({ reports }: LabRun, count: number): string {
    const report = reports[count - 1];
    if (!report) return 'the beginning';
    return `seed ${report.seed}, ${this.info.conditions.find(({ id }) => id === report.condition)?.short ?? ''}, step ${report.step} of ${report.steps}`;
  }
}

/** Connects to the host and shows the lab; what the host told before the first frame is in the run that it hands over. */
export function startLab(root: HTMLElement): void {
  const client = connect<MnistLabHost>(hostPort);
  let page: LabPage | undefined;
  client.onEvent((event, data) => { page?.on(event as keyof MnistLabEvents, data as never); });
  client.call.ready().then(info => { page = new LabPage(client.call, info, root); }, (error: unknown) => {
    root.replaceChildren(el('p', { class: 'fatal', text: error instanceof Error ? error.message : String(error), attrs: { role: 'alert' } }));
  });
}
