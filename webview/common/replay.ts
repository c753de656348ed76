import { button } from './controls';
import { el } from './dom';

/** Frames per second of a replay. */
const RATE_HZ = 12;

/** A scrubber over the reports of a run: play, pause, or go to any of them. While a run goes on it follows the newest. */
export class Replay {
  readonly element = el('div', { class: 'replay', attrs: { role: 'group', 'aria-label': 'Replay' } });
  private readonly range = el('input', { attrs: { type: 'range', min: '0', max: '0', step: '1', 'aria-label': 'Place in the run' } });
  private readonly text = el('span', { class: 'muted numeric' });
  private readonly play = button('Replay', 'Play the run from here, or from its beginning', () => { this.toggle(); });
  private timer: number | undefined;
  private isFollowing = true;

  /** `show` gets how many reports to show; `describe` names the place of one. */
  constructor(private readonly show: (count: number) => void, private readonly describe: (count: number) => string) {
    this.element.append(this.play.element, this.range, this.text);
    this.range.addEventListener('input', () => { this.pause(); this.goTo(Number(this.range.value)); });
    this.element.hidden = true;
  }

  /** Reports shown now. */
  get count(): number { return Number(this.range.value); }

  /** Takes the number of reports there are. */
  setLength(length: number): void {
    this.range.max = String(length);
    this.element.hidden = length === 0;
    if (this.isFollowing || this.count > length) this.put(length);
  }

  private get length(): number { return Number(this.range.max); }

  private goTo(count: number): void {
    this.put(count);
    this.isFollowing = count >= this.length;
    this.show(count);
  }

  private put(count: number): void {
    this.range.value = String(count);
    this.text.textContent = this.describe(count);
    this.range.setAttribute('aria-valuetext', this.text.textContent);
  }

  private toggle(): void {
    if (this.timer !== undefined) { this.pause(); return; }
    if (this.count >= this.length) this.goTo(0);
    this.play.setText('Pause');
    this.timer = window.setInterval(() => {
      this.goTo(this.count + 1);
      if (this.count >= this.length) this.pause();
    }, 1000 / RATE_HZ);
  }

  private pause(): void {
    window.clearInterval(this.timer);
    this.timer = undefined;
    this.play.setText('Replay');
  }
}
