import type { FilterField } from '../../extension/core/filter/syntax';
import type { DatasetEvents, DatasetHost, DatasetInfo, FileChange, IndexProgress, RowOrder } from '../../extension/core/protocol/dataset-view';
import { CHANNELS, type FileAudit } from '../../extension/core/protocol/nouns';
import { button, toggle } from '../common/controls';
import { el } from '../common/dom';
import { bytes, count, plural } from '../common/format';
import { LiveRegion } from '../common/live';
import { splitter } from '../common/splitter';
import { loadState, saveState } from '../common/vscode';
import { ChartsPanel } from './charts-panel';
import type { ColumnChoice } from './column-choice';
import { ColumnsDialog } from './columns-dialog';
import { FilterBar } from './filter-bar';
import { filterCommand } from './filter-command';
import { GridPanel } from './grid-panel';
import { Reader } from './reader';
import { Reading } from './reading';
import { RecordActions } from './record-actions';
import { SearchBar } from './search-bar';
import { SelectionControl } from './selection-control';
import { StatusLine } from './status-line';
import { filterSheet } from './filter-sheet';
import { shortcutSheet } from './shortcuts';
import { headline, VerdictStrip } from './verdict-strip';

const DEFAULTS = {
  top: 0, left: 0, row: 0, column: 0, split: 56, wrap: true, where: '', order: {} as Partial<RowOrder>, chartsOpen: false,
  widths: {} as Record<string, number>, columns: { hidden: [], order: [] } as ColumnChoice,
};
const CHANGES: Record<Exclude<FileChange, 'grown'>, string> = {
  same: '', shrunk: 'The file is shorter on disk now; what is shown may be gone.', replaced: 'The file changed on disk; what is shown is from before.', gone: 'The file is gone from the disk; what is shown is from before.',
};
const SAVE_DELAY_MS = 200;
const messageOf = (error: unknown) => error instanceof Error ? error.message : String(error);

/** How much of the file is known; of an empty one, what to expect. */
function indexText({ rows, complete, problem, bytes: done, sizeBytes }: IndexProgress): string {
  if (problem) return `${plural(rows, 'line')} · ${problem}`;
  if (!complete) return `${plural(rows, 'line')} so far · indexed ${bytes(done)}${sizeBytes === null ? '' : ` of ${bytes(sizeBytes)}`}`;
  return rows === 0 ? 'This file holds no records. What is written to it appears here.' : `${plural(rows, 'line')} · ${bytes(done)}`;
}

/** The dataset page: verdict strip, search, filter, grid, charts and reader over one file. */
export class DatasetPage {
  private readonly state = loadState(DEFAULTS);
  private readonly live = new LiveRegion();
  private readonly status = new StatusLine(() => { void this.host.cancel(); });
  private readonly strip = new VerdictStrip(() => { this.audit(); }, () => { void this.host.cancelAudit(); });
  private readonly sheet = shortcutSheet();
  private readonly language = filterSheet();
  private readonly search = new SearchBar({
    find: query => this.host.find(query), cancel: () => { void this.host.cancel(); },
    goTo: position => { this.panel.goTo(position, false); this.reading.read(position); }, onlyFound: find => { this.selection.choose({ find }); },
    goToLine: line => { this.goToLine(line); }, mark: (text, matchCase) => { this.reader.markText(text, matchCase); },
    leave: () => { this.panel.grid.focus(); }, say: text => { this.live.say(text); },
  });
  private readonly filter = new FilterBar({
    vocabulary: () => ({ fields: this.panel.fieldNames, values: field => this.valuesOf(field) }),
    apply: where => { this.selection.choose({ where }); }, help: () => { this.language.showModal(); },
    copyCommand: () => { this.actions.copy(filterCommand(this.fileName, this.selection.current)); }, exportSubset: () => { void this.attempt(() => this.export()); },
    leave: () => { this.panel.grid.focus(); }, say: text => { this.live.say(text); },
  });
  private readonly actions: RecordActions;
  private readonly charts: ChartsPanel;
  private readonly chartsToggle: HTMLElement;
  private readonly columnsDialog: ColumnsDialog;
  private readonly reader: Reader;
  private readonly reading: Reading;
  private readonly panel: GridPanel;
  private readonly selection: SelectionControl;
  private readonly fileName: string;
  private index: IndexProgress | undefined;
  private expected: string | null = null;
  private saveTimer = 0;
  private restored = false;
  private isFollowing = false;

  constructor(private readonly host: DatasetHost, info: DatasetInfo, root: HTMLElement) {
    this.fileName = info.fileName;
    this.actions = new RecordActions(host, {
      explain: position => { void this.reading.explain(position); }, tell: message => { this.tell(message); }, say: message => { this.live.say(message); }, attempt: work => { void this.attempt(work); },
    });
    this.reader = new Reader(host, {
      reveal: position => { this.actions.reveal(position); }, explain: position => { void this.reading.explain(position); },
      copy: (position, path) => { this.actions.copyText(position, path); }, copyPath: path => { this.actions.copy(path); }, failed: message => { this.tell(message); },
      leave: () => { this.panel.grid.focus(); }, wrapChanged: wrap => { this.state.wrap = wrap; this.keep(); },
    }, this.state.wrap);
    this.reading = new Reading(host, this.reader, message => { this.tell(message); });
    this.selection = new SelectionControl(host, {
      show: (positions, order) => { this.panel.setFilter(positions, order); if (!positions && this.index) this.onIndex(this.index); },
      filterChanged: where => { this.filter.show(where); }, goTo: share => { this.panel.goTo(Math.floor(share * (this.index?.rows ?? 0)), false); },
      overview: overview => { this.charts.show({ overview }); }, tell: message => { this.tell(message); },
      busy: message => { this.status.busy(message); if (message) this.live.progress(message); },
      keep: ({ where, order }) => { Object.assign(this.state, { where, order: order ?? {} }); this.keep(); },
    });
    this.panel = new GridPanel(info.fileName, {
      rows: positions => host.rows(positions), scores: positions => host.scores(positions),
      selected: position => { this.reading.read(position); }, open: () => { this.reader.focus(); },
      sort: column => { this.selection.nextOrder(column); }, changed: () => { this.keep(); }, failed: message => { this.tell(message); },
    }, { widths: this.state.widths, columns: { ...DEFAULTS.columns, ...this.state.columns } });
    this.charts = new ChartsPanel(host, {
      toggle: term => { this.selection.toggle(term); }, where: () => this.selection.current.where, failed: message => { this.tell(message); }, fields: () => this.panel.fieldNames,
    });
    this.chartsToggle = toggle('Charts', 'Charts of the whole file', this.state.chartsOpen, isOpen => { this.charts.setOpen(isOpen); this.state.chartsOpen = isOpen; this.keep(); });
    this.columnsDialog = new ColumnsDialog({
      columns: () => this.panel.columns, hidden: () => this.panel.layout.columns.hidden, toggle: id => { this.panel.toggleColumn(id); }, move: (id, by) => { this.panel.moveColumn(id, by); },
    });
    this.compose(root);
    this.panel.setFields(info.columns);
    this.onIndex(info.index);
    if (info.audit) this.showAudit(info.audit);
    if (info.isAuditing) this.strip.showRunning();
    this.charts.setOpen(this.state.chartsOpen);
    const { column, isDescending } = this.state.order;
    this.selection.restore({ where: this.state.where, order: column === undefined ? null : { column, isDescending: isDescending === true } });
  }

  /** Handles what the host tells. */
  on<K extends keyof DatasetEvents>(event: K, data: DatasetEvents[K]): void {
    const handlers: { [E in keyof DatasetEvents]: (data: DatasetEvents[E]) => void } = {
      index: progress => { this.onIndex(progress); },
      columns: columns => { this.panel.setFields(columns); },
      pass: ({ total, scannedBytes }) => { if (this.search.isSearching) this.search.progress(total, scannedBytes); else if (this.status.isBusy) this.selection.progress(total, scannedBytes); },
      scores: () => { this.showScores(); },
      marks: () => { this.panel.reread(); },
      audit: audit => { this.showAudit(audit); },
      auditFailed: ({ message }) => { this.auditFailed(message); },
      progress: ({ records, recordsPerSecond, bytes: done, sizeBytes }) => {
        this.live.progress(`Auditing: ${this.strip.progress(records, recordsPerSecond, sizeBytes ? done / sizeBytes : undefined)}`);
      },
      changed: ({ change }) => { this.onFileChange(change); },
      reveal: ({ position }) => { if (this.panel.goTo(position, true)) this.reading.read(position); },
    };
    if (Object.hasOwn(handlers, event)) handlers[event](data);
  }

  /** Nothing moves under the reader: what is shown stays until the person asks for the new file. A file that has only grown goes on, and can be followed. */
  private onFileChange(change: FileChange): void {
    if (change === 'grown') { if (this.selection.current.where || this.selection.current.find || this.selection.current.order) this.selection.run(); return; }
    this.tell(CHANGES[change]);
    this.status.offer(button('Reload', 'Read the file anew', () => { void this.host.reload(); }).element);
  }

  private compose(root: HTMLElement): void {
    root.replaceChildren(el('h1', { class: 'visually-hidden', text: this.fileName }), this.strip.element, this.toolbar(), this.filter.element, this.selection.groups.element,
      this.charts.element, this.panes(), this.status.element, this.live.element, this.sheet, this.language, this.columnsDialog.element);
    document.addEventListener('keydown', event => { this.onKey(event); });
    this.panel.grid.element.addEventListener('keydown', event => { this.onGridKey(event); });
  }

  private toolbar(): HTMLElement {
    const follow = toggle('Follow', 'Stay at the end while the file grows', false, on => { this.isFollowing = on; this.follow(); });
    const columns = button('Columns', 'Show, hide and move columns', () => { this.columnsDialog.open(); });
    const help = button('?', 'Keyboard shortcuts', () => { this.sheet.showModal(); });
    return el('div', { class: 'toolbar' }, this.search.element, follow, this.chartsToggle, columns.element, help.element);
  }

  private panes(): HTMLElement {
    const panes = el('div', { class: 'panes' });
    const bar = splitter('Width of the grid', this.state.split, share => { panes.style.setProperty('--split', `${share}%`); this.state.split = share; this.keep(); });
    panes.append(this.panel.grid.element, this.selection.overview.element, bar.element, this.reader.element);
    return panes;
  }

  private onIndex(progress: IndexProgress): void {
    this.index = progress;
    this.panel.setKnown(progress.rows, progress.complete);
    this.status.show(indexText(progress));
    if (progress.complete) this.live.say(`${plural(progress.rows, 'line')} indexed.`); else this.live.progress(`${count(progress.rows)} lines indexed so far.`);
    this.follow();
    if (!this.restored && (progress.rows > this.state.row || progress.complete)) this.restore();
  }

  private follow(): void {
    if (this.isFollowing && this.index && this.index.rows > 0) this.panel.goTo(this.index.rows - 1, false);
  }

  /** Returns to where the page was, as soon as the index reaches that far. */
  private restore(): void {
    this.restored = true;
    const { grid } = this.panel;
    grid.moveTo({ row: Math.min(this.state.row, Math.max(0, grid.map.rows - 1)), column: this.state.column }, false);
    grid.restore(this.state.top, this.state.left);
    if (grid.map.rows > 0) this.reading.read(grid.active.row);
  }

  private keep(): void {
    if (!this.restored) return;
    window.clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(() => {
      const { grid } = this.panel;
      saveState({ ...this.state, ...this.panel.layout, top: grid.map.top, left: grid.element.scrollLeft, row: this.panel.positionOf(grid.active.row), column: grid.active.column });
    }, SAVE_DELAY_MS);
  }

  private audit(): void {
    this.strip.showRunning();
    this.live.say('Audit started.');
    this.host.audit().catch((error: unknown) => { this.auditFailed(messageOf(error)); });
  }

  private auditFailed(message: string): void {
    this.strip.showError(message);
    this.live.say(message);
  }

  private showAudit(audit: FileAudit): void {
    this.strip.show(audit);
    this.expected = audit.verdict.family;
    this.charts.show({ audit });
    this.panel.showScores();
    this.showScores();
    this.live.say(`Audit finished. ${headline(audit.verdict)}.`);
  }

  /** Shows what is known of the scores so far; while an audit runs this comes again and again. */
  private showScores(): void {
    this.panel.showScores();
    void this.attempt(() => this.selection.showScores(this.expected));
  }

  private goToLine(line: number): void {
    if (this.panel.goTo(line - 1, true)) this.reading.read(line - 1);
    else this.tell(`Line ${count(line)} is not shown; ${plural(this.index?.rows ?? 0, 'line')} are known${this.panel.isFiltered ? ' and a filter is on' : ''}.`);
  }

  private async export(): Promise<void> {
    this.status.busy('Exporting');
    const result = await this.host.exportSelection(this.selection.current);
    this.status.busy(null);
    if (result) this.tell(`${plural(result.kept, 'record')} written to ${result.path}.`);
  }

  /** Does something that may fail; the person is told why. */
  private async attempt(work: () => Promise<void>): Promise<void> {
    try { await work(); } catch (error) { this.status.busy(null); this.tell(messageOf(error)); }
  }

  private valuesOf(field: FilterField): readonly string[] {
    if (field.kind === 'path') return this.panel.valuesOf(field.whole);
    if (field.kind === 'length') return [];
    return field.name === 'teacher' ? this.selection.teachers : field.name === 'channel' ? CHANNELS : [];
  }

  /** Says something in the status line and to assistive technology. */
  private tell(message: string): void {
    this.status.show(message);
    this.live.say(message);
  }

  private onKey(event: KeyboardEvent): void {
    const typing = event.target instanceof Element && event.target.closest('vscode-text-field, input, select, dialog') !== null;
    const key = event.key.toLowerCase();
    const withCtrl = event.ctrlKey || event.metaKey;
    if (key === 'f' && withCtrl && event.shiftKey) this.filter.focus();
    else if (key === 'f' && withCtrl) this.search.focus();
    else if (key === 'g' && withCtrl) this.search.focus(true);
    else if (event.key === '/' && !typing) this.search.focus();
    else if (event.key === '?' && !typing) this.sheet.showModal();
    else return;
    event.preventDefault();
  }

  private onGridKey(event: KeyboardEvent): void {
    const { row } = this.panel.grid.active;
    if (event.altKey && row < 0 && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) this.panel.moveActive(event.key === 'ArrowLeft' ? -1 : 1);
    else if (row < 0 || event.altKey) return;
    else if (!this.actions.onKey(event, this.panel.positionOf(row), this.panel.activeField)) return;
    event.preventDefault();
  }
}
