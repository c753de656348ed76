import type { LabControl, LabStatus } from '../../extension/core/protocol/lab';
import { button } from './controls';
import { el } from './dom';
import { LiveRegion } from './live';

/** What the controls ask of the page. */
export interface RunOwner extends LabControl { start(): Promise<void>; reset(): Promise<void>; fail(error: unknown): void }

const WORDS: Record<LabStatus['state'], string> = { idle: 'Ready', running: '', paused: 'Paused', done: 'Finished', stopped: 'Stopped', failed: 'Failed' };

/** Run, pause, step, stop and reset of a lab's run, with its progress; the same on every lab's page. */
export class RunControls {
  readonly element = el('div', { class: 'run-controls', attrs: { role: 'group', 'aria-label': 'Run' } });
  readonly live = new LiveRegion(8000);
  private readonly text = el('span', { class: 'run-status muted numeric' });
  private readonly bar = el('progress', { attrs: { max: '1', 'aria-label': 'Progress of the run' } });
  private readonly main = button('Run', 'Train the networks (R)', () => { this.press(); }, 'primary');
  private readonly single = button('Step', 'Go on to the next report, then pause (S)', () => { this.ask(owner => owner.step()); });
  private readonly stop = button('Stop', 'End the run; what it has shown stays', () => { this.ask(owner => owner.stop()); });
  private readonly reset = button('Reset', 'Forget the run', () => { this.ask(owner => owner.reset()); });
  private status: LabStatus = { state: 'idle', share: 0, doing: '' };

  constructor(private readonly owner: RunOwner) {
    this.element.append(this.main.element, this.single.element, this.stop.element, this.reset.element, el('span', { class: 'run-progress' }, this.bar, this.text), this.live.element);
    this.show(this.status);
  }

  /** True while a run goes on or waits. */
  get isBusy(): boolean { return this.status.state === 'running' || this.status.state === 'paused'; }

  /** Runs, pauses or goes on. */
  press(): void {
    const { state } = this.status;
    this.ask(owner => state === 'running' ? owner.pause() : state === 'paused' ? owner.resume() : owner.start());
  }

  /** One report further. */
  pressStep(): void { if (this.isBusy) this.ask(owner => owner.step()); }

  /** Follows the run. */
  show(status: LabStatus): void {
    const isNews = status.state !== this.status.state;
    this.status = status;
    const { state, share, doing, message } = status;
    this.main.setText(state === 'running' ? 'Pause' : state === 'paused' ? 'Go on' : 'Run');
    this.single.setEnabled(this.isBusy);
    this.stop.setEnabled(this.isBusy);
    this.reset.setEnabled(state !== 'idle');
    this.bar.value = share;
    this.bar.hidden = state === 'idle';
    const words = [WORDS[state], state === 'failed' ? message : state === 'done' || state === 'idle' ? '' : doing].filter(Boolean).join(': ');
    this.text.textContent = words;
    this.text.classList.toggle('problem', state === 'failed');
    if (isNews && (state !== 'running' || doing)) this.live.say(words || 'Running'); else this.live.progress(`${Math.floor(share * 100)} %, ${words}`);
  }

  private ask(what: (owner: RunOwner) => Promise<void>): void {
    what(this.owner).catch((error: unknown) => { this.owner.fail(error); });
  }
}
