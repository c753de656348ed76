/** Browsers cap an element's height (Firefox near 17 million px, Chromium near 33); stay below every cap. */
export const MAX_SPACER_PX = 8_000_000;

/**
 * Maps between the scroll bar and the rows. Up to `MAX_SPACER_PX` the two agree; beyond it the bar is scaled,
 * so that ten million rows scroll with whole-row precision by wheel and keys, and proportionally by dragging.
 * All values in px; `top` is the content position of the first visible pixel.
 */
export class ScrollMap {
  top = 0;
  rows = 0;
  viewportPx = 0;

  constructor(readonly rowPx: number) {}

  get contentPx(): number { return this.rows * this.rowPx; }
  get spacerPx(): number { return Math.min(this.contentPx, MAX_SPACER_PX); }
  get scaled(): boolean { return this.contentPx > MAX_SPACER_PX; }
  private get maxTop(): number { return Math.max(0, this.contentPx - this.viewportPx); }
  private get maxScroll(): number { return Math.max(1, this.spacerPx - this.viewportPx); }

  /** Moves to a content position, held within the content. */
  moveTo(top: number): void {
    this.top = Math.min(Math.max(0, top), this.maxTop);
  }

  /** Where the scroll bar stands for the present position. */
  get scrollTop(): number {
    return this.scaled ? this.top / this.maxTop * this.maxScroll : this.top;
  }

  /** Takes the position that the scroll bar was dragged to. */
  fromScroll(scrollTop: number): void {
    this.moveTo(this.scaled ? scrollTop / this.maxScroll * this.maxTop : scrollTop);
  }

  /** Moves as little as needed to show a row in full. */
  showRow(position: number): void {
    const start = position * this.rowPx;
    if (start < this.top) this.moveTo(start);
    else if (start + this.rowPx > this.top + this.viewportPx) this.moveTo(start + this.rowPx - this.viewportPx);
  }

  /** Rows that touch the viewport, with `overscan` more on both sides; `end` is exclusive. */
  visible(overscan: number): { start: number; end: number } {
    const start = Math.max(0, Math.floor(this.top / this.rowPx) - overscan);
    const end = Math.min(this.rows, Math.ceil((this.top + this.viewportPx) / this.rowPx) + overscan);
    return { start, end: Math.max(start, end) };
  }

  /** Whole rows that fit, at least one; a page for PageUp and PageDown. */
  get pageRows(): number { return Math.max(1, Math.floor(this.viewportPx / this.rowPx) - 1); }
}
