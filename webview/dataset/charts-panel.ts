import type { DatasetHost, ScoreOverview, Threshold } from '../../extension/core/protocol/dataset-view';
import type { FileAudit } from '../../extension/core/protocol/nouns';
import { ThemedChart } from '../common/chart';
import { button } from '../common/controls';
import { el } from '../common/dom';
import { compositionChart, evidenceChart, lengthChart, missingChart, scoreChart, valuesChart, type FilterChart } from './chart-specs';

/** What the charts ask of the page. */
export interface ChartsOwner { toggle(term: string): void; where(): string; fields(): readonly string[]; failed(message: string): void }

type Name = 'composition' | 'scores' | 'evidence' | 'lengths' | 'missing' | 'values';

/** Charts of the whole file beside the grid; a click on one puts its term into the filter. What they need is read when they are shown. */
export class ChartsPanel {
  readonly element = el('section', { class: 'charts', attrs: { 'aria-label': 'Charts', id: 'charts' } });
  private readonly charts = new Map<Name, { chart: ThemedChart; filter: FilterChart }>();
  private readonly board = el('div', { class: 'charts-board' });
  private readonly field = el('select', { class: 'select', attrs: { 'aria-label': 'Field to group by' } });
  private readonly note = el('p', { class: 'muted' });
  private readonly stop = button('Stop', 'Stop counting; what was counted so far is shown', () => { void this.host.cancel(); }).element;
  private audit: FileAudit | undefined;
  private overview: ScoreOverview | undefined;
  private isProfiled = false;

  constructor(private readonly host: Pick<DatasetHost, 'profile' | 'group' | 'cancel'>, private readonly owner: ChartsOwner) {
    this.element.hidden = true;
    const group = button('Group', 'Count the values of a field among the records shown', () => { void this.group(); }).element;
    this.stop.hidden = true;
    this.element.append(el('div', { class: 'charts-head' }, el('h2', { text: 'Charts' }), el('span', { class: 'charts-group' }, this.field, group, this.stop), this.note), this.board);
  }

  /** Shows or hides the panel. */
  setOpen(isOpen: boolean): void {
    this.element.hidden = !isOpen;
    if (!isOpen) return;
    this.field.replaceChildren(...this.owner.fields().map(name => el('option', { text: name, attrs: { value: name } })));
    this.drawScores();
    if (!this.isProfiled) void this.profile();
  }

  /** Takes what an audit found, or has found so far. */
  show(change: { audit?: FileAudit; overview?: ScoreOverview }): void {
    this.audit = change.audit ?? this.audit;
    this.overview = change.overview ?? this.overview;
    if (!this.element.hidden) this.drawScores();
  }

  private drawScores(): void {
    const { audit, overview } = this;
    if (audit) this.put('composition', compositionChart(audit));
    if (overview) {
      this.put('scores', scoreChart(overview, mainThreshold(overview, audit)));
      this.put('evidence', evidenceChart(overview.evidence));
    }
    this.note.textContent = overview ? '' : 'Teachers, scores and evidence come with an audit.';
  }

  private async profile(): Promise<void> {
    this.isProfiled = true;
    await this.ask(async () => {
      const profile = await this.host.profile();
      this.isProfiled = !profile.cancelled;
      this.put('lengths', lengthChart(profile));
      this.put('missing', missingChart(profile));
    });
  }

  private async group(): Promise<void> {
    const field = this.field.value;
    await this.ask(async () => { this.put('values', valuesChart(field, await this.host.group(field, this.owner.where()))); });
  }

  private async ask(work: () => Promise<void>): Promise<void> {
    this.element.setAttribute('aria-busy', 'true');
    this.stop.hidden = false;
    try { await work(); } catch (error) { this.owner.failed(error instanceof Error ? error.message : String(error)); }
    this.element.removeAttribute('aria-busy');
    this.stop.hidden = true;
  }

  private put(name: Name, filter: FilterChart | undefined): void {
    const known = this.charts.get(name);
    if (!filter) { known?.chart.dispose(); known?.chart.element.remove(); this.charts.delete(name); return; }
    if (known) { known.filter = filter; known.chart.update(filter.spec); return; }
    const entry = { filter, chart: new ThemedChart(filter.spec, (label, series) => { this.pick(name, label, series); }) };
    this.charts.set(name, entry);
    this.board.append(entry.chart.element);
  }

  private pick(name: Name, label: number, series: number): void {
    const term = this.charts.get(name)?.filter.term(label, series);
    if (term) this.owner.toggle(term);
  }
}

/** The threshold of the channel that most records belong to. */
function mainThreshold({ thresholds }: ScoreOverview, audit: FileAudit | undefined): Threshold | undefined {
  return [...thresholds].sort((a, b) => (audit?.records.byChannel[b.channel] ?? 0) - (audit?.records.byChannel[a.channel] ?? 0))[0];
}
