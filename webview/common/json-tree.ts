import { el } from './dom';
import { visibleLine } from './styled-text';

/** A JSON value as it was written: scalars keep their characters, objects their order and every duplicate of a key. */
export interface JsonNode { kind: 'object' | 'array' | 'scalar'; text: string; entries: [key: string, value: JsonNode][] }

const MAX_NODES = 50_000;
const MAX_DEPTH = 200;
const MAX_PREVIEW_UNITS = 80;
const TOKEN = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*|true|false|null))/y;

/** Reads JSON without making values of it; undefined when it is not an object or array, or is too large to be shown as a tree. */
export function parseJson(text: string): JsonNode | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  const token = new RegExp(TOKEN);
  let [nodes, at] = [0, 0];
  const next = (): string => {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) throw new SyntaxError('not JSON');
    at = token.lastIndex;
    return match[1] ?? match[2] ?? match[3];
  };
  const peek = () => { const from = at; const found = next(); at = from; return found; };
  const value = (depth: number): JsonNode => {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) throw new SyntaxError('too large');
    const first = next();
    if (first !== '{' && first !== '[') { if (/^[}\],:]/.test(first)) throw new SyntaxError('not JSON'); return { kind: 'scalar', text: first, entries: [] }; }
    const node: JsonNode = { kind: first === '{' ? 'object' : 'array', text: '', entries: [] };
    const close = first === '{' ? '}' : ']';
    if (peek() === close) { next(); return node; }
    for (;;) {
      const key = first === '{' ? next() : String(node.entries.length);
      if (first === '{' && (!key.startsWith('"') || next() !== ':')) throw new SyntaxError('not JSON');
      node.entries.push([key, value(depth + 1)]);
      const sign = next();
      if (sign === close) return node;
      if (sign !== ',') throw new SyntaxError('not JSON');
    }
  };
  try {
    const root = value(0);
    return text.slice(at).trim() === '' ? root : undefined;
  } catch { return undefined; }
}

const clipped = (text: string) => { const line = visibleLine(text); return line.length > MAX_PREVIEW_UNITS ? `${line.slice(0, MAX_PREVIEW_UNITS)}…` : line; };

function summaryOf({ kind, entries }: JsonNode): string {
  const what = kind === 'object' ? 'member' : 'element';
  return `${kind === 'object' ? '{ }' : '[ ]'} ${entries.length} ${what}${entries.length === 1 ? '' : 's'}`;
}

function decoded(text: string): string {
  try { return text.startsWith('"') ? String(JSON.parse(text)) : text; } catch { return text; }
}

function leaf(key: string, node: JsonNode): HTMLElement {
  const inner = node.text.startsWith('"') ? parseJson(decoded(node.text)) : undefined;
  if (inner) return branch(`${clipped(key)} (JSON in a string)`, inner, false);
  const kind = node.text.startsWith('"') ? 'code-string' : 'code-number';
  return el('div', { class: 'tree-leaf' }, el('span', { class: 'tree-key', text: `${clipped(key)}: ` }), el('span', { class: kind, text: visibleLine(node.text) }));
}

/** A branch makes its children when it is opened for the first time. */
function branch(label: string, node: JsonNode, isOpen: boolean): HTMLElement {
  const details = el('details', { class: 'tree' }, el('summary', {}, el('span', { class: 'tree-key', text: label ? `${label}: ` : '' }), el('span', { class: 'muted', text: summaryOf(node) })));
  const fill = () => {
    if (details.childElementCount > 1) return;
    details.append(...node.entries.map(([key, child]) => child.kind === 'scalar' ? leaf(key, child) : branch(clipped(key), child, false)));
  };
  details.addEventListener('toggle', fill);
  if (isOpen) { fill(); details.open = true; }
  return details;
}

/** A tree of a JSON text whose branches open and close; strings that hold JSON are branches too. */
export function jsonTree(node: JsonNode): HTMLElement {
  return branch('', node, true);
}
