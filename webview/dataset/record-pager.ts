import type { RecordPage } from '../../extension/core/protocol/dataset-view';
import { button } from '../common/controls';
import { el } from '../common/dom';
import { bytes, count } from '../common/format';

/** A record too long to be shown whole, page by page as it stands in the file. */
export class RecordPager {
  readonly element = el('div', { class: 'pager', attrs: { role: 'group', 'aria-label': 'Pages of this record' } });
  private readonly place = el('span', { class: 'muted numeric' });
  private page: RecordPage | undefined;
  /** Where the pages before this one began. */
  private readonly before: number[] = [];

  /** `load` fetches the page from a byte on; `show` gets each page's text. */
  constructor(private readonly load: (start: number) => Promise<RecordPage>, private readonly show: (text: string) => void, private readonly failed: (message: string) => void) {
    this.element.append(
      button('First', 'First page', () => { this.before.length = 0; this.go(0); }).element,
      button('‹', 'Page before', () => { this.go(this.before.pop() ?? 0); }).element,
      button('›', 'Next page', () => { this.next(); }).element,
      button('Last', 'Last page', () => { this.last(); }).element, this.place);
  }

  /** Goes to the page that begins at a byte of the line. */
  go(start: number): void {
    this.load(start).then(page => {
      this.page = page;
      this.place.textContent = `bytes ${count(page.start)} to ${count(page.end)} of ${count(page.byteLength)} (${bytes(page.byteLength)})`;
      this.show(page.text);
    }, (error: unknown) => { this.failed(error instanceof Error ? error.message : String(error)); });
  }

  private next(): void {
    if (!this.page || this.page.end >= this.page.byteLength) return;
    this.before.push(this.page.start);
    this.go(this.page.end);
  }

  private last(): void {
    if (!this.page) return;
    this.before.push(this.page.start);
    this.go(Math.max(0, this.page.byteLength - (this.page.end - this.page.start)));
  }
}
