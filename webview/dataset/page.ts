import type { DatasetEvents, DatasetHost, DatasetInfo, IndexProgress, ScoreGroup, Selection } from '../../extension/core/protocol/dataset-view';
import type { FileAudit } from '../../extension/core/protocol/nouns';
import { connect } from '../../extension/core/protocol/rpc';
import { button } from '../common/controls';
import { el } from '../common/dom';
import { bytes, count, plural } from '../common/format';
import { LiveRegion } from '../common/live';
import { splitter } from '../common/splitter';
import { hostPort, loadState, saveState } from '../common/vscode';
import { GridPanel } from './grid-panel';
import { GroupsBar } from './groups-bar';
import { OverviewStrip, STRIP_BUCKETS } from './overview-strip';
import { Reader } from './reader';
import { SearchBar } from './search-bar';
import { shortcutSheet } from './shortcuts';
import { headline, VerdictStrip } from './verdict-strip';

const DEFAULTS = { top: 0, left: 0, row: 0, column: 0, split: 56, wrap: true, group: -1, order: 'file' as Selection['order'], widths: {} as Record<string, number> };
const NEXT_ORDER = { file: 'ascending', ascending: 'descending', descending: 'file' } as const;
const SAVE_DELAY_MS = 200;
const READ_DELAY_MS = 60;
const messageOf = (error: unknown) => error instanceof Error ? error.message : String(error);

/** The dataset page: verdict strip, search, grid and reader over one file. */
export class DatasetPage {
  private readonly state = loadState(DEFAULTS);
  private readonly live = new LiveRegion();
  private readonly status = el('footer', { class: 'status numeric' });
  private readonly strip = new VerdictStrip(() => { void this.audit(); }, () => { void this.host.cancelAudit(); });
  private readonly sheet = shortcutSheet();
  private readonly search = new SearchBar({
    find: query => this.host.find(query), cancel: () => { void this.host.cancelFind(); },
    goTo: position => { this.panel.goTo(position, false); this.read(position); }, onlyFound: on => { this.choose({ onlyFound: on }); },
    goToLine: line => { this.goToLine(line); },
    leave: () => { this.panel.grid.focus(); }, say: text => { this.live.say(text); },
  });
  private readonly reader = new Reader({
    reveal: position => { this.reveal(position); }, explain: position => { void this.explain(position); }, copy: text => { this.copy(text); },
    leave: () => { this.panel.grid.focus(); }, wrapChanged: wrap => { this.state.wrap = wrap; this.keep(); },
  }, this.state.wrap);
  private readonly panel: GridPanel;
  private readonly groups = new GroupsBar(group => { this.choose({ group }); });
  private readonly overview = new OverviewStrip(share => { this.panel.goTo(Math.floor(share * (this.index?.rows ?? 0)), false); });
  private selection: Selection = { group: null, onlyFound: false, order: 'file' };
  private index: IndexProgress | undefined;
  private saveTimer = 0;
  private readTimer = 0;
  private wanted = -1;
  private restored = false;

  constructor(private readonly host: DatasetHost, info: DatasetInfo, root: HTMLElement) {
    this.panel = new GridPanel(info.fileName, {
      rows: positions => this.host.rows(positions), scores: positions => this.host.scores(positions),
      selected: position => { this.read(position); }, open: () => { this.reader.focus(); },
      sort: () => { this.choose({ order: NEXT_ORDER[this.selection.order] }); }, changed: () => { this.keep(); }, failed: message => { this.tell(message); },
    }, this.state.widths);
    root.replaceChildren(el('h1', { class: 'visually-hidden', text: info.fileName }), this.strip.element, this.toolbar(), this.groups.element, this.panes(), this.status, this.live.element, this.sheet);
    document.addEventListener('keydown', event => { this.onKey(event); });
    this.panel.grid.element.addEventListener('keydown', event => { this.onGridKey(event); });
    this.panel.setFields(info.columns);
    this.onIndex(info.index);
    if (info.audit) this.showAudit(info.audit);
  }

  /** Handles what the host tells. */
  on<K extends keyof DatasetEvents>(event: K, data: DatasetEvents[K]): void {
    const handlers: { [E in keyof DatasetEvents]: (data: DatasetEvents[E]) => void } = {
      index: progress => { this.onIndex(progress); },
      columns: columns => { this.panel.setFields(columns); },
      find: ({ total, scannedBytes }) => { this.search.progress(total, scannedBytes); },
      audit: audit => { this.showAudit(audit); },
      progress: ({ records, recordsPerSecond, bytes: done, sizeBytes }) => {
        this.live.progress(`Auditing: ${this.strip.progress(records, recordsPerSecond, sizeBytes ? done / sizeBytes : undefined)}`);
      },
      changed: () => { this.offerReload(); },
      reveal: ({ position }) => { if (this.panel.goTo(position, true)) this.read(position); },
    };
    handlers[event](data);
  }

  /** Nothing moves under the reader: what is shown stays until the person asks for the new file. */
  private offerReload(): void {
    this.tell('The file changed on disk; what is shown is from before.');
    this.status.append(button('Reload', 'Read the file anew', () => { void this.host.reload(); }).element);
  }

  private toolbar(): HTMLElement {
    const help = button('?', 'Keyboard shortcuts', () => { this.sheet.showModal(); });
    return el('div', { class: 'toolbar' }, this.search.element, help.element);
  }

  private panes(): HTMLElement {
    const panes = el('div', { class: 'panes' });
    const bar = splitter('Width of the grid', this.state.split, share => { panes.style.setProperty('--split', `${share}%`); this.state.split = share; this.keep(); });
    panes.append(this.panel.grid.element, this.overview.element, bar.element, this.reader.element);
    return panes;
  }

  private onIndex(progress: IndexProgress): void {
    this.index = progress;
    this.panel.setKnown(progress.rows, progress.complete);
    const size = progress.sizeBytes === null ? '' : ` of ${bytes(progress.sizeBytes)}`;
    this.status.textContent = progress.problem ? `${plural(progress.rows, 'line')} · ${progress.problem}`
      : progress.complete ? `${plural(progress.rows, 'line')} · ${bytes(progress.bytes)}` : `${plural(progress.rows, 'line')} so far · indexed ${bytes(progress.bytes)}${size}`;
    if (progress.complete) this.live.say(`${plural(progress.rows, 'line')} indexed.`); else this.live.progress(`${count(progress.rows)} lines indexed so far.`);
    if (!this.restored && (progress.rows > this.state.row || progress.complete)) this.restore();
  }

  /** Returns to where the page was, as soon as the index reaches that far. */
  private restore(): void {
    this.restored = true;
    const { grid } = this.panel;
    grid.moveTo({ row: Math.min(this.state.row, Math.max(0, grid.map.rows - 1)), column: this.state.column }, false);
    grid.restore(this.state.top, this.state.left);
    if (grid.map.rows > 0) this.read(grid.active.row);
  }

  private keep(): void {
    if (!this.restored) return;
    window.clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(() => {
      const { grid } = this.panel;
      saveState({ ...this.state, widths: this.panel.widths, top: grid.map.top, left: grid.element.scrollLeft, row: this.panel.positionOf(grid.active.row), column: grid.active.column });
    }, SAVE_DELAY_MS);
  }

  /** Reads a record into the reader; while keys are held only the last one is fetched. */
  private read(position: number): void {
    this.wanted = position;
    window.clearTimeout(this.readTimer);
    this.readTimer = window.setTimeout(() => { void this.readNow(position); }, READ_DELAY_MS);
  }

  private async readNow(position: number): Promise<void> {
    try {
      const detail = await this.host.record(position);
      if (this.wanted === position) this.reader.show(detail);
    } catch (error) { this.tell(messageOf(error)); }
  }

  private async audit(): Promise<void> {
    this.strip.showRunning();
    this.live.say('Audit started.');
    try { this.showAudit(await this.host.audit()); } catch (error) {
      this.strip.showError(messageOf(error));
      this.live.say(messageOf(error));
    }
  }

  private showAudit(audit: FileAudit): void {
    this.strip.show(audit);
    this.panel.showScores();
    void this.showOverview(audit);
    this.live.say(`Audit finished. ${headline(audit.verdict)}.`);
  }

  /** Shows what the audit says of the single records; nothing where it was run elsewhere and kept only the verdict. */
  private async showOverview(audit: FileAudit): Promise<void> {
    try {
      const { groups, strip } = await this.host.scoreOverview(STRIP_BUCKETS, audit.verdict.family);
      this.groups.show(groups);
      if (groups.length === 0) return;
      this.overview.show(strip);
      this.restoreSelection(groups);
    } catch (error) { this.tell(messageOf(error)); }
  }

  /** Returns to the group and order that were chosen before the page was hidden, where they still exist. */
  private restoreSelection(groups: ScoreGroup[]): void {
    const { group, order } = this.state;
    if (groups.some(({ code }) => code === group) && this.selection.group === null) this.groups.select(group);
    if (order in NEXT_ORDER && order !== this.selection.order) this.choose({ order });
  }

  /** Changes which lines are shown, or their order. */
  private choose(change: Partial<Selection>): void {
    this.selection = { ...this.selection, ...change };
    this.state.group = this.selection.group ?? -1;
    this.state.order = this.selection.order;
    this.keep();
    this.applySelection().catch((error: unknown) => { this.tell(messageOf(error)); });
  }

  private async applySelection(): Promise<void> {
    const { selection } = this;
    if (selection.group === null && !selection.onlyFound && selection.order === 'file') {
      this.panel.setFilter(null, 'none');
      if (this.index) this.onIndex(this.index);
      return;
    }
    const { positions, total, capped } = await this.host.select(selection);
    if (selection !== this.selection) return;
    this.panel.setFilter(positions, selection.order === 'file' ? 'none' : selection.order);
    const shown = capped ? `the first ${count(positions.length)} of ${plural(total, 'record')}` : plural(total, 'record');
    this.tell(`Showing ${shown}${selection.order === 'file' ? '' : `, ${selection.order} by score`}.`);
  }

  private goToLine(line: number): void {
    if (this.panel.goTo(line - 1, true)) this.read(line - 1);
    else this.tell(`Line ${count(line)} is not shown; ${plural(this.index?.rows ?? 0, 'line')} are known${this.panel.isFiltered ? ' and a filter is on' : ''}.`);
  }

  private async explain(position: number): Promise<void> {
    try { this.reader.showExplanation(position, await this.host.explain(position)); } catch (error) { this.reader.showProblem(messageOf(error)); }
  }

  private reveal(position: number): void {
    this.host.revealInEditor(position).catch((error: unknown) => { this.tell(messageOf(error)); });
  }

  private copy(text: string): void {
    this.host.copy(text).then(() => { this.live.say('Copied.'); }, (error: unknown) => { this.tell(messageOf(error)); });
  }

  /** Says something in the status line and to assistive technology. */
  private tell(message: string): void {
    this.status.textContent = message;
    this.live.say(message);
  }

  private onKey(event: KeyboardEvent): void {
    const typing = event.target instanceof Element && event.target.closest('vscode-text-field, input, dialog') !== null;
    if (event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey)) this.search.focus();
    else if (event.key.toLowerCase() === 'g' && (event.ctrlKey || event.metaKey)) this.search.focus(true);
    else if (event.key === '/' && !typing) this.search.focus();
    else if (event.key === '?' && !typing) this.sheet.showModal();
    else return;
    event.preventDefault();
  }

  private onGridKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { row } = this.panel.grid.active;
    if (row < 0) return;
    if (event.key === 'e') void this.explain(this.panel.positionOf(row));
    else if (event.key === 'r') this.reveal(this.panel.positionOf(row));
  }

  /** Connects to the host and shows the file; what the host tells before the first frame is replayed. */
  static start(root: HTMLElement): void {
    root.replaceChildren(el('p', { class: 'opening muted', text: 'Opening the file' }));
    const client = connect<DatasetHost>(hostPort);
    let page: DatasetPage | undefined;
    const early: [string, unknown][] = [];
    client.onEvent((event, data) => { if (page) page.on(event as keyof DatasetEvents, data as never); else early.push([event, data]); });
    client.call.ready().then(info => {
      page = new DatasetPage(client.call, info, root);
      for (const [event, data] of early) page.on(event as keyof DatasetEvents, data as never);
    }, (error: unknown) => { root.replaceChildren(el('p', { class: 'fatal', text: messageOf(error), attrs: { role: 'alert' } })); });
  }
}
