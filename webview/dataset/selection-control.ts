import type { DatasetHost, ScoreGroup, Selection } from '../../extension/core/protocol/dataset-view';
import { count, plural } from '../common/format';
import { GroupsBar } from './groups-bar';
import { OverviewStrip, STRIP_BUCKETS } from './overview-strip';

const NEXT_ORDER = { file: 'ascending', ascending: 'descending', descending: 'file' } as const;

/** What is kept of a selection while the page is hidden; `group` is -1 for all. */
export interface KeptSelection { group: number; order: Selection['order'] }

/** What the selection asks of the page. */
export interface SelectionOwner {
  /** Shows these lines in this order, or with null all in file order. */
  show(positions: number[] | null, order: Selection['order']): void;
  /** Goes to a place in the file, 0..1. */
  goTo(share: number): void;
  tell(message: string): void;
  keep(selection: KeptSelection): void;
}

/** Which lines are shown and in which order: by group of the audit, by search, by score. */
export class SelectionControl {
  readonly groups = new GroupsBar(group => { this.choose({ group }); });
  readonly overview: OverviewStrip;
  private selection: Selection = { group: null, onlyFound: false, order: 'file' };

  constructor(private readonly host: Pick<DatasetHost, 'select' | 'scoreOverview'>, private readonly owner: SelectionOwner, private readonly kept: KeptSelection) {
    this.overview = new OverviewStrip(share => { owner.goTo(share); });
  }

  /** Shows what an audit says of the single records; nothing where it was run elsewhere and kept only the verdict. */
  async showScores(expected: string | null): Promise<void> {
    const { groups, strip } = await this.host.scoreOverview(STRIP_BUCKETS, expected);
    this.groups.show(groups);
    if (groups.length === 0) return;
    this.overview.show(strip);
    this.restore(groups);
  }

  /** Orders by score: rising, falling, then by line again. */
  nextOrder(): void {
    this.choose({ order: NEXT_ORDER[this.selection.order] });
  }

  /** Changes which lines are shown, or their order. */
  choose(change: Partial<Selection>): void {
    this.selection = { ...this.selection, ...change };
    this.owner.keep({ group: this.selection.group ?? -1, order: this.selection.order });
    this.apply().catch((error: unknown) => { this.owner.tell(error instanceof Error ? error.message : String(error)); });
  }

  /** Returns to what was chosen before the page was hidden, where it still exists. */
  private restore(groups: ScoreGroup[]): void {
    const { group, order } = this.kept;
    if (groups.some(({ code }) => code === group) && this.selection.group === null) this.groups.select(group);
    if (Object.hasOwn(NEXT_ORDER, order) && order !== this.selection.order) this.choose({ order });
  }

  private async apply(): Promise<void> {
    const { selection } = this;
    const { group, onlyFound, order } = selection;
    if (group === null && !onlyFound && order === 'file') { this.owner.show(null, order); return; }
    const { positions, total, capped } = await this.host.select(selection);
    if (selection !== this.selection) return;
    this.owner.show(positions, order);
    const shown = capped ? `the first ${count(positions.length)} of ${plural(total, 'record')}` : plural(total, 'record');
    this.owner.tell(`Showing ${shown}${order === 'file' ? '' : `, ${order} by score`}.`);
  }
}
