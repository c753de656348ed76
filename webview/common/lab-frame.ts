import type { LabPageHost, LabStatus } from '../../extension/core/protocol/lab';
import { button } from './controls';
import { el } from './dom';
import { Replay } from './replay';
import { RunControls } from './run-controls';
import { Tour, type TourStep } from './tour';
import { loadState, saveState } from './vscode';

/** What a lab's page is made of; the frame does the rest: run, replay, files, tour, keys, and what stays when the page is hidden. */
export interface LabParts<Plan, Run extends { plan: Plan }> {
  title: string; subtitle: string;
  /** Begins the names of saved files. */
  fileStem: string;
  host: LabPageHost<Plan> & { shareRun(): Promise<string | null>; openRun(): Promise<Run | null> };
  settings: { element: HTMLElement; presets: HTMLElement; next: Plan; take(plan: Plan): void; setEnabled(enabled: boolean): void };
  cards: { element: HTMLElement; find(name: string): HTMLElement | undefined;
    /** Where cards start something of their own: not while a run goes on. */
    setEnabled?(enabled: boolean): void;
    /** The main curves as a picture; throws where there are none. */
    picture(): string };
  /** What stands below the cards, with or without a run. */
  below?: HTMLElement;
  tour: TourStep[];
  csv(run: Run): string;
  /** Reports of a run: the places of its replay. */
  length(run: Run): number;
  place(run: Run, count: number): string;
  /** Shows a run as it was after so many reports; null for none. */
  draw(run: Run | null, count: number): void;
}

const messageOf = (error: unknown) => error instanceof Error ? error.message : String(error);

/** The page of a lab, whatever it trains. */
export class LabFrame<Plan, Run extends { plan: Plan }> {
  /** The run that is shown; its owner adds to it and says that it has changed. */
  run: Run | null = null;
  private readonly state = loadState({ tour: 0 });
  private readonly controls: RunControls;
  private readonly replay = new Replay(count => { this.draw(count); }, count => this.run ? this.parts.place(this.run, count) : '');
  private readonly tour: Tour;
  private readonly notice = el('p', { class: 'notice', attrs: { role: 'alert' } });
  private readonly beginning = el('p', { class: 'muted', text: 'Nothing has been trained yet. Choose a preset and press Run: curves appear while the networks train, on this machine. Or open a run that someone shared.' });
  private frame = 0;

  constructor(root: HTMLElement, private readonly parts: LabParts<Plan, Run>) {
    const { host, settings, cards } = parts;
    this.controls = new RunControls({
      start: () => this.start(), pause: () => host.pause(), resume: () => host.resume(), step: () => host.step(), stop: () => host.stop(), reset: () => this.reset(), fail: this.fail,
    });
    this.tour = new Tour(parts.tour, name => cards.find(name), step => { this.state.tour = step; saveState(this.state); });
    root.replaceChildren(this.head(), el('div', { class: 'body' }, settings.element, el('div', { class: 'shown' }, this.notice, this.tour.element, this.beginning, cards.element, parts.below ?? '')), this.controls.live.element);
    document.addEventListener('keydown', event => { this.onKey(event); });
  }

  /** Shows what there is already, and the tour where it was. */
  begin(status: LabStatus, run: Run | null): void {
    this.follow(status);
    this.take(run);
    if (this.state.tour >= 0) this.tour.open(this.state.tour, false);
  }

  /** Hears how far a run is. */
  follow(status: LabStatus): void {
    this.controls.show(status);
    this.parts.settings.setEnabled(!this.controls.isBusy);
    this.parts.cards.setEnabled?.(!this.controls.isBusy);
    if (status.state === 'failed') this.tell(status.message ?? '');
  }

  /** Shows another run, or none. */
  take(run: Run | null): void {
    this.run = run;
    if (run) this.parts.settings.take(run.plan);
    this.show();
  }

  /** The run has grown: it is drawn with the next frame, at its newest place unless an older one is looked at. */
  changed(): void {
    this.frame ||= requestAnimationFrame(() => { this.frame = 0; this.show(); });
  }

  /** Says something above the cards. */
  tell(message: string): void { this.notice.textContent = message; }

  /** Says why something failed. */
  readonly fail = (error: unknown): void => { this.tell(messageOf(error)); };

  /** Does something with files when it is called, and tells how it ended. */
  saving(work: () => Promise<string | null | void>): () => void {
    return () => {
      this.tell('');
      work().then(name => { if (typeof name === 'string') this.tell(`Saved ${name}.`); }, this.fail);
    };
  }

  private head(): HTMLElement {
    const { host, title, subtitle, fileStem, settings, csv, cards } = this.parts;
    const file = (text: string, hint: string, work: () => Promise<string | null | void>) => button(text, hint, this.saving(work)).element;
    const files = el('div', { class: 'files', attrs: { role: 'group', 'aria-label': 'Files' } },
      button('Tour', 'The guided tour', () => { this.tour.open(0, true); }).element,
      file('Open run', 'Open a run that someone shared', async () => { this.take(await host.openRun() ?? this.run); }),
      file('Share run', 'Save this run as a small file', () => host.shareRun()),
      file('CSV', 'Save all numbers of this run', async () => host.save(`${fileStem}.csv`, csv(this.shown))),
      file('PNG', 'Save the main curves as a picture', async () => host.save(`${fileStem}.png`, cards.picture())));
    const words = el('div', { class: 'title' }, el('h1', { text: title }), el('p', { class: 'muted', text: subtitle }));
    return el('header', { class: 'head' }, el('div', { class: 'head-row' }, words, files), el('div', { class: 'head-row' }, settings.presets, this.controls.element), this.replay.element);
  }

  private get shown(): Run {
    if (!this.run) throw new Error('There is no run to save yet.');
    return this.run;
  }

  private async start(): Promise<void> {
    this.tell('');
    await this.parts.host.start(this.parts.settings.next);
  }

  private async reset(): Promise<void> {
    await this.parts.host.reset();
    this.take(null);
  }

  private show(): void {
    this.replay.setLength(this.run ? this.parts.length(this.run) : 0);
    this.draw(this.replay.count);
  }

  private draw(count: number): void {
    this.parts.cards.element.hidden = !this.run;
    this.beginning.hidden = this.run !== null;
    this.parts.draw(this.run, count);
    this.tour.refresh();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof Element && event.target.closest('input, select, canvas, vscode-button, button, summary, a') !== null)) return;
    if (event.key === 'r') this.controls.press();
    else if (event.key === 's') this.controls.pressStep();
    else return;
    event.preventDefault();
  }
}
