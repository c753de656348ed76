import type { FilterRecord, FilterValue } from '../filter/compile';
import { pathField, type FilterField, type PathField, type PseudoField } from '../filter/syntax';
import type { Channel, Score } from '../protocol/nouns';
import { JsonScan } from '../records/json-scan';
import type { JsonTape } from '../records/json-tape';
import { toName, type Name } from '../records/names';
import { stringText, valueKind } from './preview';

/** What is known of a record besides its line; what is left out is missing to a filter. */
export interface RecordFacts { teacher?: string; score?: number; channel?: Channel; reviewed?: boolean; tags?: readonly string[] }

type Step = { name: Name } | { position: number } | 'each';

const NONE: readonly FilterValue[] = [];
const UNFAMILIAR = 0.5;
const HEAD_BYTES = 64;

/** What a score says of a record, in the words of the filter language. */
export function factsOf({ channel, named, unfamiliar, families }: Score): RecordFacts {
  const withheld = unfamiliar > UNFAMILIAR ? 'unfamiliar' : 'undecided';
  return { channel, teacher: channel === 'other' ? 'other' : named ?? withheld, score: Math.max(0, ...Object.values(families)) };
}

class TapeValue implements FilterValue {
  constructor(private readonly tape: JsonTape, private readonly node: number) {}

  get kind() { return valueKind(this.tape, this.node); }

  get text(): string {
    const { tape, node } = this;
    return Buffer.from(tape.isString(node) ? tape.text(node) : tape.bytes.subarray(tape.start(node), tape.end(node))).toString();
  }

  get head(): string | undefined {
    return this.tape.isString(this.node) ? stringText(this.tape, this.node, HEAD_BYTES).text : undefined;
  }

  get size(): number | undefined {
    const { tape, node } = this;
    if (tape.isString(node)) return this.text.length;
    return tape.isArray(node) || tape.isObject(node) ? [...tape.children(node)].length : undefined;
  }
}

const literal = (kind: FilterValue['kind'], text: string): readonly FilterValue[] => [{ kind, text, size: kind === 'string' ? text.length : undefined }];

/** The value at a path of a line as text: a string decoded, anything else as it stands there. Array positions must be filled in. @throws when there is none. */
export function valueText(line: Uint8Array, path: string): string {
  const [value] = new LineRecord().set(line, 0, line.length, 0).values(pathField(path));
  if (!value) throw new Error(`This record has no ${path}.`);
  return value.text;
}

/** One line after the other as a record that filters can test; made once for many lines, because it keeps its working memory. */
export class LineRecord implements FilterRecord {
  private readonly scan = new JsonScan();
  private readonly paths = new Map<FilterField, { whole: Name; steps: Step[] }>();
  private line = 0;
  private isObject = false;
  private start = 0;
  private end = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private facts: RecordFacts = {};

  /** Takes the line at `bytes[start .. end)`; `line` counts from 1. A line that is no object has no fields. With `needsFields` false it is not even read. */
  set(bytes: Uint8Array, start: number, end: number, line: number, facts: RecordFacts = {}, needsFields = true): this {
    Object.assign(this, { bytes, start, end, line, facts });
    this.isObject = needsFields && this.scan.scan(bytes, start, end) === undefined && this.scan.tape.isObject(0);
    return this;
  }

  values(field: Exclude<FilterField, { kind: 'length' }>): readonly FilterValue[] {
    if (field.kind === 'pseudo') return this.pseudo(field.name);
    if (!this.isObject) return NONE;
    const { tape } = this.scan;
    const { whole, steps } = this.path(field);
    const member = tape.find(0, whole);
    if (member >= 0) return [new TapeValue(tape, member)];
    return steps.length > 1 ? steps.reduce<number[]>((nodes, step) => nodes.flatMap(node => this.follow(node, step)), [0]).map(node => new TapeValue(tape, node)) : NONE;
  }

  private path(field: PathField): { whole: Name; steps: Step[] } {
    const known = this.paths.get(field);
    if (known) return known;
    const path = { whole: toName(field.whole), steps: field.steps.map((step): Step => typeof step === 'object' && 'member' in step ? { name: toName(step.member) } : step) };
    this.paths.set(field, path);
    return path;
  }

  private follow(node: number, step: Step): number[] {
    const { tape } = this.scan;
    if (typeof step === 'object' && 'name' in step) return [tape.find(node, step.name)].filter(found => found >= 0);
    if (!tape.isArray(node)) return [];
    const elements = [...tape.children(node)];
    return step === 'each' ? elements : elements.slice(step.position, step.position + 1);
  }

  private pseudo(name: PseudoField): readonly FilterValue[] {
    const { teacher, score, channel, reviewed, tags } = this.facts;
    switch (name) {
      case 'line': return literal('number', String(this.line));
      case 'length': return literal('number', String(this.end - this.start));
      case 'raw': return literal('string', Buffer.from(this.bytes.buffer, this.bytes.byteOffset + this.start, this.end - this.start).toString());
      case 'teacher': return teacher === undefined ? NONE : literal('string', teacher);
      case 'channel': return channel === undefined ? NONE : literal('string', channel);
      case 'score': return score === undefined ? NONE : literal('number', String(score));
      case 'reviewed': return reviewed === undefined ? NONE : literal('boolean', String(reviewed));
      case 'tag': return (tags ?? []).flatMap(tag => literal('string', tag));
    }
  }
}
