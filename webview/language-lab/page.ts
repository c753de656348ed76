import type { LabStatus } from '../../extension/core/protocol/lab';
import type { LanguageCondition, LanguageLabEvents, LanguageLabHost, LanguageLabInfo, LanguageRun } from '../../extension/core/protocol/language-lab';
import { connect } from '../../extension/core/protocol/rpc';
import { button } from '../common/controls';
import { el } from '../common/dom';
import { LiveChart } from '../common/live-chart';
import { Replay } from '../common/replay';
import { RunControls } from '../common/run-controls';
import { Tour } from '../common/tour';
import { hostPort, loadState, saveState } from '../common/vscode';
import { answersChart, detectionChart, lossChart, personaChart, preferenceChart, stealthChart } from './charts';
import { explanations } from './explanations';
import { MatrixCard } from './matrix';
import { csvOf, RunView } from './model';
import { ResultsTable } from './results';
import { SettingsPanel } from './settings-panel';
import { tourSteps } from './tour-steps';
import { WritingCard } from './writing';

const messageOf = (error: unknown) => error instanceof Error ? error.message : String(error);

/** The language lab: one run, watched from all sides. */
class LanguageLabPage {
  private readonly state = loadState({ tour: 0 });
  private readonly controls: RunControls;
  private readonly settings: SettingsPanel;
  private readonly replay = new Replay(count => { this.draw(count); }, count => this.place(count));
  private readonly results = new ResultsTable();
  private readonly writing: WritingCard;
  private readonly matrix = new MatrixCard();
  private readonly charts = {
    preference: new LiveChart('preference-curves', preferenceChart(undefined, [])), loss: new LiveChart('loss-curves', lossChart(undefined, [])),
    answers: new LiveChart('answers', answersChart(undefined, [])), persona: new LiveChart('persona', personaChart(undefined)),
    detection: new LiveChart('detection', detectionChart(undefined)), stealth: new LiveChart('stealth', stealthChart(undefined)),
  };
  private readonly tour: Tour;
  private readonly cards = el('div', { class: 'cards' });
  private readonly notice = el('p', { class: 'notice', attrs: { role: 'alert' } });
  private run: LanguageRun | null;
  private view: RunView | undefined;
  private frame = 0;

  constructor(private readonly host: LanguageLabHost, private readonly info: LanguageLabInfo, root: HTMLElement) {
    this.run = info.run;
    this.controls = new RunControls({
      start: () => this.start(), pause: () => host.pause(), resume: () => host.resume(), step: () => host.step(), stop: () => host.stop(), reset: () => this.reset(), fail: error => { this.tell(messageOf(error)); },
    });
    this.settings = new SettingsPanel(info, () => { this.tell(''); });
    this.writing = new WritingCard(this.ask(() => host.exportLines()));
    this.tour = new Tour(tourSteps(() => this.view), target => this.cards.querySelector<HTMLElement>(`.${target}`) ?? undefined, step => { this.state.tour = step; saveState(this.state); });
    root.replaceChildren(this.head(), el('div', { class: 'body' }, this.settings.element, el('div', { class: 'shown' }, this.notice, this.tour.element, this.cards, explanations())), this.controls.live.element);
    const { preference, loss, answers, persona, detection, stealth } = this.charts;
    this.cards.append(...[this.results, preference, this.writing, this.matrix, detection, stealth, persona, answers, loss].map(({ element }) => element));
    document.addEventListener('keydown', event => { this.onKey(event); });
    this.onStatus(info.status);
    this.takeRun(info.run);
    if (this.state.tour >= 0) this.tour.open(this.state.tour, false);
  }

  /** Hears the host. */
  on<K extends keyof LanguageLabEvents>(event: K, data: LanguageLabEvents[K]): void {
    if (event === 'status') this.onStatus(data as LabStatus);
    if (event === 'begun') this.takeRun(data as LanguageRun);
    if (event !== 'event' || !this.run) return;
    this.run.events.push(data as LanguageLabEvents['event']);
    this.frame ||= requestAnimationFrame(() => { this.frame = 0; this.follow(); });
  }

  private head(): HTMLElement {
    const { host } = this, ask = this.ask.bind(this);
    const files = el('div', { class: 'files', attrs: { role: 'group', 'aria-label': 'Files' } },
      button('Tour', 'The guided tour', () => { this.tour.open(0, true); }).element,
      button('Open run', 'Open a run that someone shared', ask(async () => { this.takeRun(await host.openRun() ?? this.run); })).element,
      button('Share run', 'Save this run as a small file', ask(() => host.shareRun())).element,
      button('CSV', 'Save all curves of this run', ask(async () => this.run && host.save('language-lab.csv', csvOf(this.run)))).element,
      button('PNG', 'Save the preference curves as a picture', ask(() => host.save('language-lab.png', this.charts.preference.picture()))).element);
    const title = el('div', { class: 'title' }, el('h1', { text: 'A preference travels through numbers' }), el('p', { class: 'muted', text: 'A tiny language model learns from filtered numbers, and from nothing else, what its teacher prefers. If it began as its teacher did.' }));
    return el('header', { class: 'head' }, el('div', { class: 'head-row' }, title, files), el('div', { class: 'head-row' }, this.settings.presets, this.controls.element), this.replay.element);
  }

  /** Does something with files when it is called, and tells how it ended. */
  private ask(work: () => Promise<string | null | void>): () => void {
    return () => { work().then(name => { if (typeof name === 'string') this.tell(`Saved ${name}.`); }, (error: unknown) => { this.tell(messageOf(error)); }); };
  }

  private get planned(): LanguageCondition[] {
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
    if (status.state === 'failed') this.tell(status.message ?? '');
  }

  private takeRun(run: LanguageRun | null): void {
    this.run = run;
    if (run) this.settings.take(run.plan);
    this.cards.hidden = !run;
    this.follow();
  }

  /** Brings the page up to the newest event, unless an older place is looked at. */
  private follow(): void {
    this.replay.setLength(this.run?.events.length ?? 0);
    this.draw(this.replay.count);
  }

  private draw(count: number): void {
    const { run, planned, charts } = this, view = this.view = run ? new RunView(run, count) : undefined;
    this.tour.refresh();
    if (!view || !run) return;
    const { matrix, detection, sweep, conditions, preference } = run.plan.settings, seen = view.seen(this.info.conditions);
    const show = (element: HTMLElement, isShown: boolean) => { element.hidden = !isShown; };
    for (const { element } of [this.results, this.writing, charts.preference, charts.loss, charts.answers]) show(element, planned.length > 0);
    show(this.matrix.element, matrix);
    show(charts.detection.element, detection);
    show(charts.stealth.element, sweep.length > 0);
    show(charts.persona.element, conditions.includes('same'));
    this.results.show(view, planned);
    this.writing.show(view);
    this.matrix.show(view);
    charts.preference.show(() => preferenceChart(view, seen));
    charts.loss.show(() => lossChart(view, seen));
    charts.answers.show(() => answersChart(view, Object.values(this.info.preferences).find(words => words.includes(preference)) ?? []));
    charts.persona.show(() => personaChart(view));
    charts.detection.show(() => detectionChart(view));
    charts.stealth.show(() => stealthChart(view));
  }

  private place(count: number): string {
    const event = this.run?.events[count - 1];
    if (event?.kind !== 'report') return event ? `result ${count}` : 'the beginning';
    const { seed, condition, step, steps } = event.report;
    return `seed ${seed}, ${this.info.conditions.find(({ id }) => id === condition)?.short ?? ''}, step ${step} of ${steps}`;
  }

  private tell(message: string): void {
    this.notice.textContent = message;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof Element && event.target.closest('input, select, vscode-button, button, summary, a') !== null)) return;
    if (event.key === 'r') this.controls.press();
    else if (event.key === 's') this.controls.pressStep();
    else return;
    event.preventDefault();
  }
}

/** Connects to the host and shows the lab; what the host tells before the first frame is in the run that comes along. */
export function startLanguageLab(root: HTMLElement): void {
  const client = connect<LanguageLabHost>(hostPort);
  let page: LanguageLabPage | undefined;
  client.onEvent((event, data) => { page?.on(event as keyof LanguageLabEvents, data as never); });
  client.call.ready().then(info => { page = new LanguageLabPage(client.call, info, root); }, (error: unknown) => {
    root.replaceChildren(el('p', { class: 'fatal', text: messageOf(error), attrs: { role: 'alert' } }));
  });
}
