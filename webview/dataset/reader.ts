import type { ReaderPart, RecordDetail, RecordExplanation } from '../../extension/core/protocol/dataset-view';
import { el } from '../common/dom';
import { button, toggle } from '../common/controls';
import { bytes, count, factor, percent, plural } from '../common/format';
import { findHits } from '../common/find-hits';
import { highlight } from '../common/highlight';
import type { StyledSpan } from '../common/styled-span';
import { appendStyled, visibleLine } from '../common/styled-text';
import { splitBlocks, type TextBlock } from '../common/text-blocks';
import { heatSpans } from './heat';

/** What the reader asks of the page. */
export interface ReaderOwner { reveal(position: number): void; explain(position: number): void; copy(text: string): void; leave(): void; wrapChanged(wrap: boolean): void }

const BLOCK_NAMES = { prose: '', think: 'Reasoning', code: 'Code' } as const;
const STRONGEST = 8;

function block(text: string, { kind, language, start, end }: TextBlock, spans: readonly StyledSpan[]): HTMLElement {
  const content = el(kind === 'code' ? 'code' : 'div', { class: 'block-text' });
  const colours = kind === 'code' ? highlight(text.slice(start, end), language, start) : [];
  appendStyled(content, text, start, end, [...spans, ...colours]);
  const label = [BLOCK_NAMES[kind], language].filter(Boolean).join(' · ');
  return el('div', { class: `block ${kind}` }, ...(label ? [el('div', { class: 'block-label', text: label })] : []), content);
}

function partElement(part: ReaderPart, spans: readonly StyledSpan[]): HTMLElement {
  const heading = el('h3', { class: 'part-path' }, el('span', { text: visibleLine(part.path) }));
  if (part.role !== undefined) heading.append(el('span', { class: 'role', text: visibleLine(part.role) }));
  heading.append(el('span', { class: 'kind', text: part.kind }));
  const section = el('section', { class: `part${part.role === undefined ? '' : ' turn'}` }, heading);
  const isNested = part.kind === 'object' || part.kind === 'array';
  if (part.kind === 'string') section.append(...splitBlocks(part.text).map(each => block(part.text, each, spans)));
  else section.append(block(part.text, isNested ? { kind: 'code', language: 'json', start: 0, end: part.text.length } : { kind: 'prose', language: '', start: 0, end: part.text.length }, spans));
  if (part.kind === 'string' && part.text === '') section.append(el('p', { class: 'muted', text: 'empty string' }));
  if (part.omitted > 0) section.append(el('p', { class: 'muted', text: `${plural(part.omitted, 'more character')} not shown.` }));
  return section;
}

/** The pane beside the grid: one record in full, decoded, with the evidence laid over it. */
export class Reader {
  readonly element = el('section', { class: 'reader', attrs: { 'aria-label': 'Record' } });
  private readonly heading = el('h2', { text: 'No record selected' });
  private readonly place = el('p', { class: 'muted numeric' });
  private readonly actions = el('div', { class: 'reader-actions' });
  private readonly evidence = el('div', { class: 'evidence' });
  private readonly content = el('div', { class: 'reader-content', attrs: { tabindex: '0', role: 'region', 'aria-label': 'Record text' } });
  private detail: RecordDetail | undefined;
  private explanation: RecordExplanation | undefined;
  private showSource = false;
  private mark = { text: '', matchCase: false };

  constructor(owner: ReaderOwner, wrap: boolean) {
    const act = (text: string, title: string, run: (detail: RecordDetail) => void) => button(text, title, () => { if (this.detail) run(this.detail); }).element;
    this.actions.append(
      act('Reveal', 'Reveal this record in the text editor', detail => { owner.reveal(detail.position); }),
      act('Explain', 'Show which parts of the text speak for which teacher', detail => { owner.explain(detail.position); }),
      act('Copy', 'Copy the record as it stands in the file', detail => { owner.copy(detail.raw); }),
      toggle('Wrap', 'Wrap long lines', wrap, on => { this.setWrap(on); owner.wrapChanged(on); }),
      toggle('Source', 'Show the line as it stands in the file', false, on => { this.showSource = on; this.draw(); }));
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
    const notes = [
      ...(detail.problem ? [el('p', { class: 'problem', text: detail.problem })] : []),
      ...(detail.omittedBytes > 0 ? [el('p', { class: 'muted', text: `${bytes(detail.omittedBytes)} of this record are not shown; copy or reveal it to read the rest.` })] : []),
    ];
    const source = () => { const pre = el('div', { class: 'block source' }); appendStyled(pre, detail.raw, 0, detail.raw.length, findHits(detail.raw, this.mark.text, this.mark.matchCase)); return [pre]; };
    const parts = this.showSource || detail.parts.length === 0 ? source() : detail.parts.map(part => partElement(part, this.spansFor(part)));
    this.content.replaceChildren(...notes, ...parts);
    this.drawEvidence();
  }

  private spansFor(part: ReaderPart): StyledSpan[] {
    const { explanation } = this;
    const hits = findHits(part.text, this.mark.text, this.mark.matchCase);
    return explanation && part.path === explanation.field ? [...heatSpans(explanation.evidence), ...hits] : hits;
  }

  private drawEvidence(): void {
    const { explanation } = this;
    if (!explanation) return this.evidence.replaceChildren();
    const { score } = explanation;
    const leading = Object.entries(score.families).sort((a, b) => b[1] - a[1])[0];
    const summary = score.named ? `Named: ${score.named}${score.model ? ` (${score.model})` : ''}${explanation.errorRate === undefined ? '' : `, wrong for ${percent(explanation.errorRate)} of such records`}`
      : leading ? `No family reaches the threshold; ${leading[0]} leads with ${percent(leading[1])}` : 'This channel is never attributed';
    const source = this.detail?.parts.find(part => part.path === explanation.field)?.text ?? '';
    const spans = heatSpans(explanation.evidence).slice(0, STRONGEST);
    const items = spans.map((span, i) => {
      const text = visibleLine(source.slice(span.start, span.end));
      const jump = el('button', { class: 'evidence-jump', attrs: { type: 'button' }, on: { click: () => { this.jump(`evidence-${i}`); } } },
        el('code', { class: span.class, text: text.length > 48 ? `${text.slice(0, 47)}…` : text }), el('span', { class: 'numeric', text: factor(explanation.evidence[i].logOdds) }));
      return el('li', {}, jump);
    });
    this.evidence.replaceChildren(
      el('p', {}, el('strong', { text: summary }), el('span', { class: 'muted', text: ` · unfamiliar ${percent(score.unfamiliar)} · ${score.channel} from ${explanation.field}${explanation.against ? ` · against ${explanation.against}` : ''}` })),
      items.length > 0 ? el('ol', { attrs: { 'aria-label': 'Strongest evidence' } }, ...items) : el('p', { class: 'muted', text: 'No single span stands out.' }));
  }

  private jump(id: string): void {
    document.getElementById(id)?.scrollIntoView({ block: 'center' });
  }
}
