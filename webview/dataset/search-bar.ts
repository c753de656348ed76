import type { FindQuery, FindResult } from '../../extension/core/protocol/dataset-view';
import { el } from '../common/dom';
import { button, textField, toggle } from '../common/controls';
import { bytes, count, plural } from '../common/format';

/** What the search bar asks of the page. */
export interface SearchOwner { find(query: FindQuery): Promise<FindResult>; cancel(): void; goTo(position: number): void;
  /** Shows only what this search finds, or with null all again. */
  onlyFound(query: FindQuery | null): void; goToLine(line: number): void;
  /** Marks what was searched for in the text that is read; expressions are not marked. */
  mark(text: string, matchCase: boolean): void; leave(): void; say(text: string): void }

/** Search over the raw lines of the whole file: count, next and previous, or only the records that match. */
export class SearchBar {
  readonly element = el('div', { class: 'search', attrs: { role: 'search', 'aria-label': 'Search the file' } });
  private readonly field = textField('Search all records, or :line', shift => { void this.enter(shift); }, () => { this.clear(); });
  private readonly status = el('span', { class: 'muted numeric search-status' });
  private regex = false;
  private matchCase = false;
  private onlyMatches = false;
  private searched = '';
  private result: FindResult | undefined;
  private at = -1;
  /** True while the file is being searched. */
  isSearching = false;

  constructor(private readonly owner: SearchOwner) {
    this.element.append(
      this.field.element,
      toggle('.*', 'Regular expression', false, on => { this.regex = on; }),
      toggle('Aa', 'Match case', false, on => { this.matchCase = on; }),
      toggle('Only matches', 'Show only the records that match', false, on => { this.onlyMatches = on; this.applyFilter(); }),
      button('‹', 'Previous match (Shift+Enter)', () => { void this.enter(true); }).element,
      button('›', 'Next match (Enter)', () => { void this.enter(false); }).element,
      this.status);
  }

  /** Moves the keyboard focus to the field, to search, or to type a line after the colon. */
  focus(forLine = false): void {
    if (forLine) this.field.setValue(':');
    this.field.focus();
  }

  /** How far a running search has come. */
  progress(total: number, scannedBytes: number): void {
    this.status.textContent = `${plural(total, 'match')} so far, ${bytes(scannedBytes)} searched (Escape stops)`.replace('matchs', 'matches');
  }

  private get query(): FindQuery {
    return { text: this.field.value(), regex: this.regex, matchCase: this.matchCase };
  }

  private async enter(backwards: boolean): Promise<void> {
    if (this.field.value() === '') { this.clear(); return; }
    const line = /^:(\d+)$/.exec(this.field.value())?.[1];
    if (line !== undefined) { this.owner.goToLine(Number(line)); return; }
    if (this.searched !== JSON.stringify(this.query)) await this.search();
    else this.step(backwards ? -1 : 1);
  }

  private async search(): Promise<void> {
    this.searched = JSON.stringify(this.query);
    this.result = undefined;
    this.status.textContent = 'Searching';
    this.isSearching = true;
    try {
      this.result = await this.owner.find(this.query);
    } catch (error) {
      this.searched = '';
      this.say(error instanceof Error ? error.message : String(error));
      return;
    } finally { this.isSearching = false; }
    this.at = -1;
    this.owner.mark(this.regex ? '' : this.field.value(), this.matchCase);
    this.applyFilter();
    if (this.result.positions.length > 0) this.step(1); else this.say(`No record matches${this.result.cancelled ? ' so far; the search was stopped' : ''}.`);
  }

  private step(by: number): void {
    const hits = this.result?.positions ?? new Uint32Array(0);
    if (hits.length === 0) return;
    this.at = (this.at + by + hits.length) % hits.length;
    this.owner.goTo(hits[this.at]);
    const { total, capped, cancelled } = this.result as FindResult;
    this.say(`${count(this.at + 1)} of ${count(total)} matching records${capped ? `, the first ${count(hits.length)} listed` : ''}${cancelled ? ', stopped early' : ''}`);
  }

  private applyFilter(): void {
    this.owner.onlyFound(this.onlyMatches && this.result !== undefined ? this.query : null);
  }

  private clear(): void {
    this.owner.cancel();
    this.searched = '';
    this.result = undefined;
    this.field.setValue('');
    this.status.textContent = '';
    this.owner.mark('', false);
    this.owner.onlyFound(null);
    this.owner.leave();
  }

  private say(text: string): void {
    this.status.textContent = text;
    this.owner.say(text);
  }
}
