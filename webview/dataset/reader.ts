import type { DatasetHost, ReaderPart, RecordDetail, RecordExplanation } from '../../extension/core/protocol/dataset-view';
import { el } from '../common/dom';
import { button, toggle } from '../common/controls';
import { bytes, count } from '../common/format';
import { findHits } from '../common/find-hits';
import type { StyledSpan } from '../common/styled-span';
import { appendStyled } from '../common/styled-text';
import { explanationView } from './explanation-view';
import { heatSpans } from './heat';
import { partView, type PartOwner } from './part-view';
import { RecordPager } from './record-pager';

/** What the reader asks of the page. */
export interface ReaderOwner {
  reveal(position: number): void; explain(position: number): void;
  /** Copies the whole line, or the value at a path. */
  copy(position: number, path: string | null): void; copyPath(path: string): void;
  leave(): void; wrapChanged(wrap: boolean): void; failed(message: string): void;
}

/** The pane beside the grid: one record in full, decoded, with the evidence laid over it. */
export class Reader {
  readonly element = el('section', { class: 'reader', attrs: { 'aria-label': 'Record' } });
  private readonly heading = el('h2', { text: 'No record selected' });
  private readonly place = el('p', { class: 'muted numeric', text: 'Choose a row of the table, with a click or the arrow keys, to read it here.' });
  private readonly actions = el('div', { class: 'reader-actions' });
  private readonly evidence = el('div', { class: 'evidence', attrs: { tabindex: '0', role: 'region', 'aria-label': 'Evidence' } });
  private readonly content = el('div', { class: 'reader-content', attrs: { tabindex: '0', role: 'region', 'aria-label': 'Record text' } });
  private readonly parts: PartOwner;
  private readonly trees = new Set<string>();
  private beside: string[] = [];
  private detail: RecordDetail | undefined;
  private explanation: RecordExplanation | undefined;
  private showSource = false;
  private mark = { text: '', matchCase: false };

  constructor(private readonly host: Pick<DatasetHost, 'page'>, private readonly owner: ReaderOwner, wrap: boolean) {
    const act = (text: string, title: string, run: (detail: RecordDetail) => void) => button(text, title, () => { if (this.detail) run(this.detail); }).element;
    this.actions.append(
      act('Reveal', 'Reveal this record in the text editor', detail => { owner.reveal(detail.position); }),
      act('Explain', 'Show which parts of the text speak for which teacher', detail => { owner.explain(detail.position); }),
      act('Copy', 'Copy the record as it stands in the file', detail => { owner.copy(detail.position, null); }),
      toggle('Wrap', 'Wrap long lines', wrap, on => { this.setWrap(on); owner.wrapChanged(on); }),
      toggle('Source', 'Show the line as it stands in the file', false, on => { this.showSource = on; this.draw(); }));
    this.parts = this.partOwner();
    this.evidence.hidden = true;
    this.element.append(el('header', { class: 'reader-head' }, this.heading, this.place, this.actions), this.evidence, this.content);
    this.setWrap(wrap);
    this.element.addEventListener('keydown', event => { if (event.key === 'Escape') { owner.leave(); event.preventDefault(); } });
  }

  /** Shows a record; what was explained before is forgotten. */
  show(detail: RecordDetail): void {
    this.detail = detail;
    this.explanation = undefined;
    this.heading.textContent = `Record ${count(detail.record)}`;
    this.place.textContent = `line ${count(detail.record)}, byte ${count(detail.byteOffset)}, ${bytes(detail.byteLength)}`;
    this.draw();
    this.content.scrollTop = 0;
  }

  /** Marks a searched text wherever it occurs in the record; an empty text marks nothing. */
  markText(text: string, matchCase: boolean): void {
    this.mark = { text, matchCase };
    this.draw();
  }

  /** Lays an explanation over the record it was asked for. */
  showExplanation(position: number, explanation: RecordExplanation): void {
    if (this.detail?.position !== position) return;
    this.explanation = explanation;
    this.draw();
  }

  /** Says why something about this record is not there. */
  showProblem(message: string): void {
    this.evidence.hidden = false;
    this.evidence.replaceChildren(el('p', { class: 'problem', text: message }));
  }

  /** Moves the keyboard focus to the text, for scrolling by keys. */
  focus(): void {
    this.content.focus();
  }

  private setWrap(wrap: boolean): void {
    this.content.classList.toggle('nowrap', !wrap);
  }

  private draw(): void {
    const { detail } = this;
    if (!detail) return;
    const notes = detail.problem ? [el('p', { class: 'problem', text: detail.problem })] : [];
    const isSource = this.showSource || detail.parts.length === 0;
    this.content.replaceChildren(...notes, ...(isSource ? this.source(detail) : this.decoded(detail.parts)));
    this.drawEvidence();
  }

  /** The line as it stands in the file; a long one in pages. */
  private source({ raw, omittedBytes, position }: RecordDetail): HTMLElement[] {
    const text = el('div', { class: 'block source' });
    const put = (page: string) => { text.replaceChildren(); appendStyled(text, page, 0, page.length, findHits(page, this.mark.text, this.mark.matchCase)); };
    if (omittedBytes === 0) { put(raw); return [text]; }
    const pager = new RecordPager(start => this.host.page(position, start), put, message => { this.owner.failed(message); });
    pager.go(0);
    return [pager.element, text];
  }

  /** Values one after the other; two that were chosen stand side by side above. */
  private decoded(parts: readonly ReaderPart[]): HTMLElement[] {
    const view = (part: ReaderPart) => partView(part, this.spansFor(part), this.parts);
    const pair = this.beside.flatMap(path => parts.find(part => part.path === path) ?? []);
    if (pair.length < 2) return parts.map(view);
    return [el('div', { class: 'pair' }, ...pair.map(view)), ...parts.filter(part => !pair.includes(part)).map(view)];
  }

  private partOwner(): PartOwner {
    const { trees, owner } = this;
    return {
      copy: path => { if (this.detail) owner.copy(this.detail.position, path); }, copyPath: path => { owner.copyPath(path); },
      asTree: path => trees.has(path), setTree: (path, on) => { if (on) trees.add(path); else trees.delete(path); this.redrawAt(path, 'Tree'); },
      isBeside: path => this.beside.includes(path), setBeside: (path, on) => { this.beside = on ? [...this.beside, path].slice(-2) : this.beside.filter(other => other !== path); this.redrawAt(path, 'Beside'); },
    };
  }

  /** Draws anew and gives the focus back to the button that asked for it. */
  private redrawAt(path: string, button: string): void {
    this.draw();
    const buttons = [...this.content.querySelectorAll<HTMLElement>('.part-action, .part .toggle')];
    buttons.find(each => each.textContent === button && each.closest('.part')?.querySelector('h3')?.textContent === path)?.focus();
  }

  private spansFor(part: ReaderPart): StyledSpan[] {
    const { explanation } = this;
    const hits = findHits(part.text, this.mark.text, this.mark.matchCase);
    return explanation && part.path === explanation.field ? [...heatSpans(explanation.evidence), ...hits] : hits;
  }

  private drawEvidence(): void {
    const { explanation } = this;
    this.evidence.hidden = !explanation;
    if (!explanation) return this.evidence.replaceChildren();
    const source = this.detail?.parts.find(part => part.path === explanation.field)?.text ?? '';
    this.evidence.replaceChildren(...explanationView(explanation, source, id => { document.getElementById(id)?.scrollIntoView({ block: 'center' }); }));
  }
}
