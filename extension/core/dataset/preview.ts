import { decodeJsonString } from '../records/json-text';
import { Kind, type JsonTape } from '../records/json-tape';
import type { Cell, ValueKind } from '../protocol/dataset-view';

/** Most raw bytes of a value that a cell shows. */
const PREVIEW_BYTES = 400;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** Where to cut a JSON string's raw bytes so that neither an escape nor a UTF-8 sequence is split; at most a few bytes past `limit`. */
export function safeCut(raw: Uint8Array, start: number, end: number, limit: number): number {
  let at = start;
  while (at < end && at - start < limit) {
    if (raw[at] === BACKSLASH) at += raw[at + 1] === LETTER_U ? 6 : 2;
    else do at++; while (at < end && (raw[at] & 0xc0) === 0x80);
  }
  return Math.min(at, end);
}

/** What a node is, in the words of the page. */
export function valueKind(tape: JsonTape, node: number): ValueKind {
  switch (tape.kind(node)) {
    case Kind.object: return 'object';
    case Kind.array: return 'array';
    case Kind.string: return 'string';
    case Kind.number: return 'number';
    default: return tape.bytes[tape.start(node)] === 0x6e ? 'null' : 'boolean';
  }
}

/** A string node's text, decoded, at most about `maxBytes` of it; `omittedBytes` counts raw bytes left out. */
export function stringText(tape: JsonTape, node: number, maxBytes: number): { text: string; omittedBytes: number } {
  const [start, end] = [tape.start(node) + 1, tape.end(node) - 1];
  const cut = safeCut(tape.bytes, start, end, maxBytes);
  return { text: Buffer.from(decodeJsonString(tape.bytes, start, cut)).toString(), omittedBytes: end - cut };
}

/** A value as one cell: strings decoded, everything else as it stands in the file. */
export function previewCell(tape: JsonTape, node: number): Cell {
  const kind = valueKind(tape, node);
  if (kind === 'string') {
    const { text, omittedBytes } = stringText(tape, node, PREVIEW_BYTES);
    return { kind, text: omittedBytes > 0 ? `${text}…` : text };
  }
  const [start, end] = [tape.start(node), tape.end(node)];
  const cut = Math.min(end, start + PREVIEW_BYTES);
  const text = Buffer.from(tape.bytes.subarray(start, cut)).toString();
  return { kind, text: cut < end ? `${text}…` : text };
}
