import { isUtf8 } from 'node:buffer';
import type { RecordRef } from '../protocol/nouns';
import type { ReaderPart, RecordDetail } from '../protocol/dataset-view';
import { JsonScan } from '../records/json-scan';
import type { JsonTape } from '../records/json-tape';
import { toName } from '../records/names';
import { prettyJson } from './pretty';
import { stringText, valueKind } from './preview';
import { lineProblem } from './row';

/** Most text of one value, of all values, and of the raw line that travels to the reader; in bytes, and in parts. */
const MAX_PART = 1 << 20;
const MAX_TOTAL = 4 << 20;
const MAX_RAW = 1 << 20;
const MAX_PARTS = 1000;
/** A string this long, or with a line break, is read as text of its own rather than inside its container. */
const LONG_STRING_BYTES = 80;

const ROLES = ['role', 'from'].map(toName);
const scan = new JsonScan();

/** Collects the values of one record as parts, within the limits. */
class PartList {
  readonly parts: ReaderPart[] = [];
  private total = 0;

  constructor(private readonly tape: JsonTape) {}

  get full(): boolean { return this.total >= MAX_TOTAL || this.parts.length >= MAX_PARTS; }

  /** Adds a value: a string decoded, a container with texts in it member by member, any other as indented JSON. */
  add(node: number, path: string, role: string | undefined): void {
    if (this.full) return;
    const { tape } = this;
    if (tape.isString(node)) { this.addString(node, path, role); return; }
    if (tape.isArray(node) || tape.isObject(node)) {
      if (this.hasText(node)) { this.addMembers(node, path, role); return; }
      const { text, whole } = prettyJson(tape, node, MAX_PART);
      this.push({ path, kind: valueKind(tape, node), role, text, omitted: whole ? 0 : tape.end(node) - tape.start(node) - text.length });
      return;
    }
    this.push({ path, kind: valueKind(tape, node), role, text: Buffer.from(tape.bytes.subarray(tape.start(node), tape.end(node))).toString(), omitted: 0 });
  }

  /** Adds the members of a container, each with its path. */
  addMembers(node: number, path: string, outerRole: string | undefined): void {
    const { tape } = this;
    const roleNode = this.roleOf(node);
    const role = roleNode >= 0 ? stringText(tape, roleNode, 100).text : outerRole;
    let index = 0;
    for (const child of tape.children(node)) {
      const step = tape.isArray(node) ? `[${index++}]` : Buffer.from(tape.keyBytes(child)).toString();
      if (child !== roleNode) this.add(child, tape.isArray(node) ? `${path}${step}` : path ? `${path}.${step}` : step, role);
    }
  }

  private addString(node: number, path: string, role: string | undefined): void {
    const { text, omittedBytes } = stringText(this.tape, node, MAX_PART);
    this.push({ path, kind: 'string', role, text, omitted: omittedBytes });
  }

  private push(part: ReaderPart): void {
    this.total += part.text.length;
    this.parts.push(part);
  }

  private roleOf(node: number): number {
    return ROLES.map(name => this.tape.find(node, name)).find(found => this.tape.isString(found)) ?? -1;
  }

  /** True when something in a container is better read as text: a turn of a chat, a long string, a string with a line break. */
  private hasText(node: number): boolean {
    const { tape } = this;
    for (let at = node + 1; at < tape.after(node); at++) {
      if (tape.isObject(at) && this.roleOf(at) >= 0) return true;
      if (!tape.isString(at)) continue;
      const raw = tape.bytes.subarray(tape.start(at), tape.end(at));
      if (raw.length > LONG_STRING_BYTES || Buffer.from(raw).includes('\\n')) return true;
    }
    return this.roleOf(node) >= 0;
  }
}

function notesOf(line: Uint8Array, found: JsonScan): string[] {
  const names = [...new Set(found.duplicates.map(node => Buffer.from(found.tape.keyBytes(node)).toString()))];
  return [
    ...(names.length > 0 ? [`The key ${names.slice(0, 3).map(name => JSON.stringify(name.slice(0, 60))).join(', ')} appears more than once; loaders keep the last value.`] : []),
    ...(isUtf8(line) ? [] : ['Some bytes are not valid UTF-8; they are shown as \ufffd.']),
  ];
}

/** One record in full for the reader. `line` may be the beginning of a longer line; then only its raw text is given. */
export function toDetail(ref: RecordRef, line: Uint8Array): RecordDetail {
  const whole = line.length >= ref.byteLength;
  const raw = Buffer.from(line.subarray(0, MAX_RAW)).toString();
  const base = { position: ref.record - 1, record: ref.record, byteOffset: ref.byteOffset, byteLength: ref.byteLength, raw };
  const omittedRaw = Math.max(0, ref.byteLength - MAX_RAW);
  if (!whole) return { ...base, parts: [], omittedBytes: omittedRaw, problem: 'This record is too long to be taken apart here; its beginning is shown as it stands in the file.' };
  const problem = lineProblem(line, scan);
  if (problem) return { ...base, parts: [], omittedBytes: omittedRaw, problem };
  const list = new PartList(scan.tape);
  list.addMembers(0, '', undefined);
  const notes = [...notesOf(line, scan), ...(list.full ? ['Only the first values of this record are shown.'] : [])];
  return { ...base, parts: list.parts, omittedBytes: 0, problem: notes.join(' ') || undefined };
}
