import { parseFilter } from '../../extension/core/filter/parse';
import { toggleTerm } from '../../extension/core/filter/terms';
import { asksFor } from '../../extension/core/filter/syntax';
import type { DatasetHost, RowOrder, ScoreOverview, Selection, SelectionResult } from '../../extension/core/protocol/dataset-view';
import { bytes, count, plural } from '../common/format';
import { GroupsBar } from './groups-bar';
import { OverviewStrip, STRIP_BUCKETS } from './overview-strip';

/** What is kept of a selection while the page is hidden. */
export interface KeptSelection { where: string; order: RowOrder | null }

/** What the selection asks of the page. */
export interface SelectionOwner {
  /** Shows these lines in this order, or with null all in file order. */
  show(positions: Uint32Array | null, order: RowOrder | null): void;
  /** The filter is another one now. */
  filterChanged(where: string): void;
  /** Goes to a place in the file, 0..1. */
  goTo(share: number): void;
  overview(overview: ScoreOverview): void;
  tell(message: string): void;
  /** A pass over the file runs, or has ended with null; `stop` ends it early. */
  busy(message: string | null): void;
  keep(selection: KeptSelection): void;
}

/** Which lines are shown and in which order: by filter, by search, by a column. */
export class SelectionControl {
  readonly groups = new GroupsBar(term => { this.toggle(term); });
  readonly overview: OverviewStrip;
  /** Terms of values that the audit gave, for completion. */
  teachers: string[] = [];
  private selection: Selection = { where: '', find: null, order: null };
  private isWaitingForScores = false;

  constructor(private readonly host: Pick<DatasetHost, 'select' | 'scoreOverview' | 'cancel'>, private readonly owner: SelectionOwner) {
    this.overview = new OverviewStrip(share => { owner.goTo(share); });
  }

  /** What is shown now. */
  get current(): Selection { return this.selection; }

  /** Takes up what was chosen before the page was hidden. A filter that asks for scores waits until there are some. */
  restore({ where, order }: KeptSelection): void {
    if (where === '' && !order) return;
    this.isWaitingForScores = needsScores(where) || (order?.column.startsWith('#') ?? false);
    this.selection = { ...this.selection, where, order };
    this.owner.filterChanged(where);
    this.groups.mark(where);
    if (!this.isWaitingForScores) this.run();
  }

  /** Shows what an audit says of the single records so far; nothing where no scores are known. */
  async showScores(expected: string | null): Promise<void> {
    const overview = await this.host.scoreOverview(STRIP_BUCKETS, expected);
    this.groups.show(overview.groups);
    if (overview.groups.length === 0) return;
    this.teachers = overview.groups.map(group => group.term.slice('teacher = '.length));
    this.overview.show(overview.strip);
    this.owner.overview(overview);
    if (this.isWaitingForScores) this.run();
    this.isWaitingForScores = false;
  }

  /** Orders by a column: rising, falling, then by line again. */
  nextOrder(column: string): void {
    const { order } = this.selection;
    this.choose({ order: order?.column !== column ? { column, isDescending: false } : order.isDescending ? null : { column, isDescending: true } });
  }

  /** Adds a term to the filter, or takes it away. */
  toggle(term: string): void {
    this.choose({ where: toggleTerm(this.selection.where, term) });
  }

  /** Changes which lines are shown, or their order. */
  choose(change: Partial<Selection>): void {
    const isOtherFilter = change.where !== undefined && change.where !== this.selection.where;
    this.selection = { ...this.selection, ...change };
    if (isOtherFilter) this.owner.filterChanged(this.selection.where);
    this.groups.mark(this.selection.where);
    this.owner.keep({ where: this.selection.where, order: this.selection.order });
    if (isOtherFilter && this.groups.element.hidden && needsScores(this.selection.where)) this.owner.tell('This filter asks for what an audit says; run the audit first.');
    else this.run();
  }

  /** Asks again: marks, scores or the file have changed. */
  run(): void {
    this.apply().catch((error: unknown) => { this.owner.busy(null); this.owner.tell(error instanceof Error ? error.message : String(error)); });
  }

  /** How far a pass has come. */
  progress(total: number, scannedBytes: number): void {
    this.owner.busy(`${this.selection.where || this.selection.find ? 'Filtering' : 'Ordering'}: ${plural(total, 'record')} so far, ${bytes(scannedBytes)} read`);
  }

  private async apply(): Promise<void> {
    const { selection } = this;
    const { where, find, order } = selection;
    if (where === '' && !find && !order) { this.owner.show(null, null); return; }
    this.owner.busy('Reading the file');
    const result = await this.host.select(selection);
    if (selection !== this.selection) return;
    this.owner.busy(null);
    this.owner.show(result.positions, order);
    this.owner.tell(resultText(result, order));
  }
}

function resultText({ positions, total, capped, cancelled }: SelectionResult, order: RowOrder | null): string {
  if (positions.length === 0 && !cancelled) return 'No record matches. Change the filter or the search, or clear them to see all records.';
  const shown = capped ? `the first ${count(positions.length)} of ${plural(total, 'record')}` : plural(total, 'record');
  return `Showing ${shown}${order ? `, ${order.isDescending ? 'descending' : 'ascending'} by ${order.column.slice(1)}` : ''}${cancelled ? '; stopped early, so there may be more' : ''}.`;
}

function needsScores(where: string): boolean {
  const filter = parseFilter(where);
  return filter !== undefined && asksFor(filter, 'teacher', 'score', 'channel');
}
