import type { DatasetEvents, DatasetHost, DatasetInfo, IndexProgress } from '../../extension/core/protocol/dataset-view';
import type { FileAudit } from '../../extension/core/protocol/nouns';
import { connect } from '../../extension/core/protocol/rpc';
import { button } from '../common/controls';
import { el } from '../common/dom';
import { bytes, count, plural } from '../common/format';
import { LiveRegion } from '../common/live';
import { splitter } from '../common/splitter';
import { hostPort, loadState, saveState } from '../common/vscode';
import { GridPanel } from './grid-panel';
import { Reader } from './reader';
import { SearchBar } from './search-bar';
import { SelectionControl, type KeptSelection } from './selection-control';
import { shortcutSheet } from './shortcuts';
import { headline, VerdictStrip } from './verdict-strip';

const ALL: KeptSelection = { group: -1, order: 'file' };
const DEFAULTS = { top: 0, left: 0, row: 0, column: 0, split: 56, wrap: true, ...ALL, widths: {} as Record<string, number> };
const SAVE_DELAY_MS = 200;
const READ_DELAY_MS = 60;
const messageOf = (error: unknown) => error instanceof Error ? error.message : String(error);

/** The dataset page: verdict strip, search, grid and reader over one file. */
export class DatasetPage {
  private readonly state = loadState(DEFAULTS);
  private readonly live = new LiveRegion();
  private readonly status = el('footer', { class: 'status numeric' });
  private readonly strip = new VerdictStrip(() => { this.audit(); }, () => { void this.host.cancelAudit(); });
  private readonly sheet = shortcutSheet();
  private readonly search = new SearchBar({
    find: query => this.host.find(query), cancel: () => { void this.host.cancelFind(); },
    goTo: position => { this.panel.goTo(position, false); this.read(position); }, onlyFound: on => { this.selection.choose({ onlyFound: on }); },
    goToLine: line => { this.goToLine(line); }, mark: (text, matchCase) => { this.reader.markText(text, matchCase); },
    leave: () => { this.panel.grid.focus(); }, say: text => { this.live.say(text); },
  });
  private readonly reader = new Reader({
    reveal: position => { this.reveal(position); }, explain: position => { void this.explain(position); }, copy: text => { this.copy(text); },
    leave: () => { this.panel.grid.focus(); }, wrapChanged: wrap => { this.state.wrap = wrap; this.keep(); },
  }, this.state.wrap);
  private readonly panel: GridPanel;
  private readonly selection: SelectionControl;
  private index: IndexProgress | undefined;
  private saveTimer = 0;
  private readTimer = 0;
  private wanted = -1;
  private restored = false;

  constructor(private readonly host: DatasetHost, info: DatasetInfo, root: HTMLElement) {
    this.selection = new SelectionControl(host, {
      show: (positions, order) => {
        this.panel.setFilter(positions, order === 'file' ? 'none' : order);
        if (!positions && this.index) this.onIndex(this.index);
      },
      goTo: share => { this.panel.goTo(Math.floor(share * (this.index?.rows ?? 0)), false); },
      tell: message => { this.tell(message); }, keep: kept => { Object.assign(this.state, kept); this.keep(); },
    }, { group: this.state.group, order: this.state.order });
    this.panel = new GridPanel(info.fileName, {
      rows: positions => this.host.rows(positions), scores: positions => this.host.scores(positions),
      selected: position => { this.read(position); }, open: () => { this.reader.focus(); },
      sort: () => { this.selection.nextOrder(); }, changed: () => { this.keep(); }, failed: message => { this.tell(message); },
    }, this.state.widths);
    root.replaceChildren(el('h1', { class: 'visually-hidden', text: info.fileName }), this.strip.element, this.toolbar(), this.selection.groups.element, this.panes(), this.status, this.live.element, this.sheet);
    document.addEventListener('keydown', event => { this.onKey(event); });
    this.panel.grid.element.addEventListener('keydown', event => { this.onGridKey(event); });
    this.panel.setFields(info.columns);
    this.onIndex(info.index);
    if (info.audit) this.showAudit(info.audit);
    if (info.isAuditing) this.strip.showRunning();
  }

  /** Handles what the host tells. */
  on<K extends keyof DatasetEvents>(event: K, data: DatasetEvents[K]): void {
    const handlers: { [E in keyof DatasetEvents]: (data: DatasetEvents[E]) => void } = {
      index: progress => { this.onIndex(progress); },
      columns: columns => { this.panel.setFields(columns); },
      find: ({ total, scannedBytes }) => { this.search.progress(total, scannedBytes); },
      audit: audit => { this.showAudit(audit); },
      auditFailed: ({ message }) => { this.auditFailed(message); },
      progress: ({ records, recordsPerSecond, bytes: done, sizeBytes }) => {
        this.live.progress(`Auditing: ${this.strip.progress(records, recordsPerSecond, sizeBytes ? done / sizeBytes : undefined)}`);
      },
      changed: () => { this.offerReload(); },
      reveal: ({ position }) => { if (this.panel.goTo(position, true)) this.read(position); },
    };
    if (Object.hasOwn(handlers, event)) handlers[event](data);
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
    panes.append(this.panel.grid.element, this.selection.overview.element, bar.element, this.reader.element);
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
    this.panel.showScores();
    this.selection.showScores(audit.verdict.family).catch((error: unknown) => { this.tell(messageOf(error)); });
    this.live.say(`Audit finished. ${headline(audit.verdict)}.`);
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
