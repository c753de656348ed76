import type { LabStatus } from '../../extension/core/protocol/lab';
import type { LanguageLabEvents, LanguageLabHost, LanguageLabInfo, LanguagePlan, LanguageRun } from '../../extension/core/protocol/language-lab';
import { connect } from '../../extension/core/protocol/rpc';
import { el } from '../common/dom';
import { LabFrame } from '../common/lab-frame';
import { hostPort } from '../common/vscode';
import { LanguageCards } from './cards';
import { explanations } from './explanations';
import { csvOf, RunView } from './model';
import { SettingsPanel } from './settings-panel';
import { tourSteps } from './tour-steps';

/** The language lab's page: its frame, its settings and its cards. */
class LanguageLabPage {
  private readonly frame: LabFrame<LanguagePlan, LanguageRun>;
  private readonly cards: LanguageCards;
  private view: RunView | undefined;

  constructor(host: LanguageLabHost, private readonly info: LanguageLabInfo, root: HTMLElement) {
    this.cards = new LanguageCards(info, () => { this.frame.saving(() => host.exportLines())(); });
    this.frame = new LabFrame(root, {
      title: 'A preference travels through numbers', subtitle: 'A tiny language model learns from filtered numbers, and from nothing else, what its teacher prefers. If it began as its teacher did.',
      fileStem: 'language-lab', host, cards: this.cards, below: explanations(), csv: csvOf, tour: tourSteps(() => this.view), settings: new SettingsPanel(info, () => { this.frame.tell(''); }),
      length: run => run.events.length, place: (run, count) => this.place(run, count), draw: (run, count) => { this.draw(run, count); },
    });
    this.frame.begin(info.status, info.run);
  }

  /** Hears the host. */
  on<K extends keyof LanguageLabEvents>(event: K, data: LanguageLabEvents[K]): void {
    if (event === 'status') this.frame.follow(data as LabStatus);
    if (event === 'begun') this.frame.take(data as LanguageRun);
    if (event !== 'event' || !this.frame.run) return;
    this.frame.run.events.push(data as LanguageLabEvents['event']);
    this.frame.changed();
  }

  private draw(run: LanguageRun | null, count: number): void {
    this.view = run ? new RunView(run, count) : undefined;
    if (this.view) this.cards.show(this.view);
  }

  private place({ events }: LanguageRun, count: number): string {
    const event = events[count - 1];
    if (event?.kind !== 'report') return event ? `result ${count}` : 'the beginning';
    const { seed, condition, step, steps } = event.report;
    return `seed ${seed}, ${this.info.conditions.find(({ id }) => id === condition)?.short ?? ''}, step ${step} of ${steps}`;
  }
}

/** Connects to the host and shows the lab; what the host tells before the first frame is in the run that comes along. */
export function startLanguageLab(root: HTMLElement): void {
  const client = connect<LanguageLabHost>(hostPort);
  let page: LanguageLabPage | undefined;
  client.onEvent((event, data) => { page?.on(event as keyof LanguageLabEvents, data as never); });
  client.call.ready().then(info => { page = new LanguageLabPage(client.call, info, root); }, (error: unknown) => {
    root.replaceChildren(el('p', { class: 'fatal', text: error instanceof Error ? error.message : String(error), attrs: { role: 'alert' } }));
  });
}
