import { UNSEEN } from '../../extension/core/records/visible-text';
import { el } from './dom';
import type { StyledSpan } from './styled-span';

const NAMES: Record<number, string> = {
  0x00: 'null', 0x07: 'bell', 0x08: 'backspace', 0x0d: 'carriage return', 0x1b: 'escape', 0x7f: 'delete', 0xad: 'soft hyphen', 0xa0: 'no-break space',
  0x61c: 'Arabic letter mark', 0x200b: 'zero width space', 0x200c: 'zero width non-joiner', 0x200d: 'zero width joiner', 0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark', 0x2028: 'line separator', 0x2029: 'paragraph separator', 0x202a: 'left-to-right embedding', 0x202b: 'right-to-left embedding',
  0x202c: 'pop directional formatting', 0x202d: 'left-to-right override', 0x202e: 'right-to-left override', 0x2060: 'word joiner',
  0x2066: 'left-to-right isolate', 0x2067: 'right-to-left isolate', 0x2068: 'first strong isolate', 0x2069: 'pop directional isolate', 0xfeff: 'byte order mark',
};

const codePoint = (character: string) => character.codePointAt(0) ?? 0;
const notation = (character: string) => codePoint(character).toString(16).toUpperCase().padStart(4, '0');

/** One line of text with line ends, tabs and invisible characters shown as signs; for cells. */
export function visibleLine(text: string): string {
  return text.replace(/\r\n|\n/g, ' ⏎ ').replace(/\t/g, ' ⇥ ').replace(UNSEEN, character => `⟨${notation(character)}⟩`);
}

function invisibleSign(character: string): HTMLElement {
  const name = NAMES[codePoint(character)] ?? 'invisible character';
  return el('span', { class: 'invisible', text: `⟨${notation(character)}⟩`, title: `U+${notation(character)} ${name}` });
}

function appendVisible(parent: HTMLElement, text: string): void {
  let position = 0;
  for (const match of text.matchAll(UNSEEN)) {
    if (match.index > position) parent.append(text.slice(position, match.index));
    parent.append(invisibleSign(match[0]));
    position = match.index + match[0].length;
  }
  if (position < text.length) parent.append(text.slice(position));
}

/**
 * Appends a stretch of text as text nodes, with spans of style around its parts and a sign for every invisible character.
 * Spans may overlap: where they do, their classes add up and the first with a title gives it.
 */
export function appendStyled(parent: HTMLElement, text: string, start: number, end: number, spans: readonly StyledSpan[]): void {
  const inside = spans.filter(span => span.end > start && span.start < end);
  const cuts = [...new Set([start, end, ...inside.flatMap(span => [Math.max(start, span.start), Math.min(end, span.end)])])].sort((a, b) => a - b);
  for (let i = 0; i + 1 < cuts.length; i++) {
    const covering = inside.filter(span => span.start <= cuts[i] && span.end >= cuts[i + 1]);
    const piece = text.slice(cuts[i], cuts[i + 1]);
    if (covering.length === 0) { appendVisible(parent, piece); continue; }
    const element = el('span', { class: [...new Set(covering.map(span => span.class))].join(' ') });
    const title = covering.find(span => span.title)?.title;
    if (title) element.title = title;
    const id = covering.find(span => span.id && span.start === cuts[i])?.id;
    if (id) element.id = id;
    appendVisible(element, piece);
    parent.append(element);
  }
}
