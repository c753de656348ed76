import { el } from './dom';

/** A polite live region that speaks at most every `intervalMs`, so that progress does not flood a screen reader. */
export class LiveRegion {
  readonly element = el('div', { class: 'visually-hidden', attrs: { role: 'status', 'aria-live': 'polite', 'aria-atomic': 'true' } });
  private spokenAt = -Infinity;
  private timer: number | undefined;

  constructor(private readonly intervalMs = 4000) {}

  /** Says something at once; results and errors. */
  say(text: string): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    this.spokenAt = performance.now();
    this.element.textContent = text;
  }

  /** Says progress when its turn comes; the newest text wins. */
  progress(text: string): void {
    window.clearTimeout(this.timer);
    const wait = Math.max(0, this.spokenAt + this.intervalMs - performance.now());
    this.timer = window.setTimeout(() => { this.say(text); }, wait);
  }
}
