import type { ReaderPart } from '../../extension/core/protocol/dataset-view';
import { toggle } from '../common/controls';
import { el } from '../common/dom';
import { plural } from '../common/format';
import { highlight } from '../common/highlight';
import { jsonTree, parseJson } from '../common/json-tree';
import type { StyledSpan } from '../common/styled-span';
import { appendStyled, visibleLine } from '../common/styled-text';
import { splitBlocks, type TextBlock } from '../common/text-blocks';

const BLOCK_NAMES = { prose: '', think: 'Reasoning', code: 'Code' } as const;

/** What can be done with a part; `asTree` and `isBeside` are as the person left them. */
export interface PartOwner {
  copy(path: string): void; copyPath(path: string): void;
  asTree(path: string): boolean; setTree(path: string, on: boolean): void;
  isBeside(path: string): boolean; setBeside(path: string, on: boolean): void;
}

function block(text: string, { kind, language, start, end }: TextBlock, spans: readonly StyledSpan[]): HTMLElement {
  const content = el(kind === 'code' ? 'code' : 'div', { class: 'block-text' });
  const colours = kind === 'code' ? highlight(text.slice(start, end), language, start) : [];
  appendStyled(content, text, start, end, [...spans, ...colours]);
  const label = [BLOCK_NAMES[kind], language].filter(Boolean).join(' · ');
  return el('div', { class: `block ${kind}` }, ...(label ? [el('div', { class: 'block-label', text: label })] : []), content);
}

function textOf(part: ReaderPart, spans: readonly StyledSpan[]): HTMLElement[] {
  if (part.kind === 'string') return part.text === '' ? [el('p', { class: 'muted', text: 'empty string' })] : splitBlocks(part.text).map(each => block(part.text, each, spans));
  const isNested = part.kind === 'object' || part.kind === 'array';
  return [block(part.text, { kind: isNested ? 'code' : 'prose', language: isNested ? 'json' : '', start: 0, end: part.text.length }, spans)];
}

/** One value of a record, with its path and what can be done with it. Values that are JSON, or strings that hold it, can be shown as a tree. */
export function partView(part: ReaderPart, spans: readonly StyledSpan[], owner: PartOwner): HTMLElement {
  const { path, role, kind, omitted } = part;
  const name = visibleLine(path);
  const json = omitted === 0 && kind !== 'number' ? parseJson(part.text) : undefined;
  const act = (text: string, title: string, run: () => void) => el('button', { class: 'link part-action', text, title, attrs: { type: 'button', 'aria-label': `${title}: ${name}` }, on: { click: run } });
  const heading = el('div', { class: 'part-path' }, el('h3', { text: name }));
  if (role !== undefined) heading.append(el('span', { class: 'role', text: visibleLine(role) }));
  heading.append(el('span', { class: 'kind', text: json && kind === 'string' ? 'JSON in a string' : kind }), el('span', { class: 'part-actions' },
    act('Copy', 'Copy the value', () => { owner.copy(path); }), act('Path', 'Copy the path', () => { owner.copyPath(path); }),
    ...(json ? [toggle('Tree', `Show ${name} as a tree`, owner.asTree(path), on => { owner.setTree(path, on); })] : []),
    toggle('Beside', `Read ${name} side by side with another`, owner.isBeside(path), on => { owner.setBeside(path, on); })));
  const section = el('section', { class: `part${role === undefined ? '' : ' turn'}` }, heading, ...(json && owner.asTree(path) ? [jsonTree(json)] : textOf(part, spans)));
  if (omitted > 0) section.append(el('p', { class: 'muted', text: `${plural(omitted, 'more character')} not shown.` }));
  return section;
}
