import { button, progressRing } from '../common/controls';
import { el } from '../common/dom';

/** The line at the foot: what is shown, what went wrong, and what is running, with a way to stop it. */
export class StatusLine {
  readonly element = el('footer', { class: 'status numeric' });
  private readonly message = el('span');
  private readonly offered = el('span');
  private readonly running = el('span', { class: 'status-busy' });
  private readonly what = el('span');

  /** `stop` ends what is running. */
  constructor(stop: () => void) {
    this.running.append(progressRing(), this.what, button('Stop', 'Stop reading; what was found so far is shown', stop).element);
    this.running.hidden = true;
    this.element.append(this.message, this.offered, this.running);
  }

  /** True while something is shown as running. */
  get isBusy(): boolean { return !this.running.hidden; }

  /** Says something; an offer that stood there goes. */
  show(message: string): void {
    this.message.textContent = message;
    this.offered.replaceChildren();
  }

  /** Puts a control beside the message. */
  offer(control: HTMLElement): void {
    this.offered.replaceChildren(control);
  }

  /** Says what is running, or with null that nothing is. */
  busy(message: string | null): void {
    this.running.hidden = message === null;
    this.message.hidden = message !== null;
    if (message !== null) this.what.textContent = message;
  }
}
