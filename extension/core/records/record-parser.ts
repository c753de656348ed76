import { isUtf8 } from 'node:buffer';
import type { Problem, RecordRef } from '../protocol/nouns';
import { declaredModel } from './declared';
import { parseFieldPath, type FieldPath, type Found } from './field-path';
import { JsonScan, type JsonFault } from './json-scan';
import type { JsonTape } from './json-tape';
import { choosePart } from './parts';
import type { RecordResult, Sample, SampleSelector } from './sample';
import { selectShape, type Shape } from './shapes';

const EMPTY = new Uint8Array(0);
const NEWLINE = Buffer.from('\n');

/** Reason for a line without content: it is no record. */
export const BLANK_LINE = 'blank line';

/** What is known about the line that a record is read from. */
export interface LineState {
  /** Where the record begins in the given bytes. */
  start?: number;
  /** The line is the file's last and has no line end, so it may be cut off. */
  isOpen?: boolean;
  /** The bytes have been checked to be UTF-8. */
  isKnownUtf8?: boolean;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] > 0x20) return false;
  return true;
}

function joinTexts(tape: JsonTape, found: readonly Found[]): Uint8Array {
  if (found.length === 0) return EMPTY;
  const [first, ...rest] = found.map(({ node }) => tape.text(node));
  return rest.length === 0 ? first : Buffer.concat([first, ...rest.flatMap(text => [NEWLINE, text])]);
}

/** Turns lines into samples as a selector says; made once per file, because it keeps its working memory. */
export class RecordParser {
  readonly #selector: SampleSelector;
  readonly #name: string;
  readonly #field: FieldPath | undefined;
  readonly #prompt: FieldPath | undefined;
  readonly #scan = new JsonScan();

  /** @param name of the file, for messages; without one they name the record alone. */
  constructor(selector: SampleSelector = {}, name = '') {
    this.#selector = selector;
    this.#name = name;
    this.#field = selector.field ? parseFieldPath(selector.field) : undefined;
    this.#prompt = selector.prompt ? parseFieldPath(selector.prompt) : undefined;
  }

  /**
   * Reads the record in `bytes[start .. start + ref.byteLength)`. Never throws for what the bytes hold.
   * The sample's bytes may be a view of `bytes`.
   */
  parse(bytes: Uint8Array, ref: RecordRef, { start = 0, isOpen = false, isKnownUtf8 = false }: LineState = {}): RecordResult {
    const end = start + ref.byteLength;
    const isValid = isKnownUtf8 || isUtf8(bytes.subarray(start, end));
    const fault = this.#scan.scan(bytes, start, end, isValid);
    const tape = this.#scan.tape;
    if (fault && isBlank(bytes, start, end)) return { kind: 'skipped', ref, reason: BLANK_LINE };
    if (fault) return { kind: 'unreadable', ref, problem: this.#faulty(fault, ref, start, isOpen) };
    if (!tape.isObject(0)) return { kind: 'unreadable', ref, problem: this.#problem(ref, 'not-an-object', 'the line is JSON, but not an object', 'Put one object such as {"prompt": ..., "completion": ...} on each line.') };
    const shape = selectShape(tape, this.#field, this.#prompt);
    return typeof shape === 'string' ? { kind: 'skipped', ref, reason: shape } : this.#sample(tape, shape, ref, start, isValid);
  }

  #sample(tape: JsonTape, shape: Shape, ref: RecordRef, start: number, isValid: boolean): RecordResult {
    const wanted = this.#selector.part;
    const beside = wanted === undefined || wanted === 'auto' || wanted === 'think' ? shape.think : undefined;
    const found = beside ?? shape.text;
    if (!found) return { kind: 'skipped', ref, reason: 'the answer is empty' };
    const text = tape.text(found.node);
    const part = beside ? { part: 'think' as const, start: 0, end: text.length } : choosePart(text, wanted);
    if (!part) return { kind: 'skipped', ref, reason: wanted === 'think' ? 'no think block' : 'no fenced code' };
    const sample: Sample = {
      ref, field: found.path, part: part.part,
      bytes: text.subarray(part.start, part.end),
      record: tape.bytes.subarray(start, start + ref.byteLength),
      prompt: joinTexts(tape, shape.prompts),
      rawStart: tape.start(found.node) + 1 - start, rawEnd: tape.end(found.node) - 1 - start,
      partStart: part.start,
      declared: declaredModel(tape),
      channel: this.#selector.channel,
    };
    return { kind: 'sample', sample, problem: isValid && this.#scan.duplicates.length === 0 ? undefined : this.#flaw(tape, ref, start, isValid) };
  }

  /** What is wrong with a record that could be read all the same. */
  #flaw(tape: JsonTape, ref: RecordRef, start: number, isValid: boolean): Problem {
    if (!isValid) return this.#problem(ref, 'invalid-utf8', 'some bytes are not UTF-8; they are read as U+FFFD', 'Save the file as UTF-8.');
    const [duplicate] = this.#scan.duplicates;
    const key = JSON.stringify(Buffer.from(tape.keyBytes(duplicate)).toString().slice(0, 80));
    return this.#problem(ref, 'duplicate-key', `the key ${key} appears more than once; the last one counts`, 'Keep one of them.', tape.start(duplicate) - start);
  }

  #faulty(fault: JsonFault, ref: RecordRef, start: number, isOpen: boolean): Problem {
    const at = fault.offset - start;
    if (isOpen && at >= ref.byteLength) return this.#problem(ref, 'truncated', 'the last line is cut off', 'Write or download the file again up to its end.', at);
    return this.#problem(ref, 'invalid-json', `not valid JSON at byte ${at + 1} of the line: ${fault.message}`, 'Repair or remove the line.', at);
  }

  /** @param at offset within the record. */
  #problem({ record, byteOffset }: RecordRef, code: Problem['code'], what: string, remedy: string, at = 0): Problem {
    return { code, message: `${this.#name ? `${this.#name}, record` : 'Record'} ${record}: ${what}.`, remedy, record, byteOffset: byteOffset + at };
  }
}

/** One record as a sample, for a caller that has only this one; `parse` of a kept `RecordParser` is faster. */
export function readRecord(bytes: Uint8Array, ref: RecordRef, selector?: SampleSelector, name?: string): RecordResult {
  return new RecordParser(selector, name).parse(bytes, ref);
}
