import { compileFilter } from '../filter/compile';
import { fieldsOf, type FilterNode } from '../filter/syntax';
import type { LineMatcher } from './find';
import { LineRecord, type RecordFacts } from './line-record';

/** What is known of the record at a position besides its line. */
export type FactsAt = (position: number, line: Uint8Array) => RecordFacts;

/** Characters that JSON writes as they are, or as \u escapes, and in no other way. */
const PLAIN = /^[\x20-\x21\x23-\x2e\x30-\x5b\x5d-\x7e]+$/;
const UNICODE_ESCAPE = Buffer.from('\\u');

/** Texts that stand in every line that a filter keeps. */
function requiredTexts(node: FilterNode): string[] {
  if (node.kind === 'and') return node.items.flatMap(requiredTexts);
  const isText = node.kind === 'compare' && node.operator === '=' && node.value.kind === 'string' && node.field.kind === 'path' && PLAIN.test(node.value.text);
  return isText ? [node.value.text] : [];
}

/** Tells which lines of a batch hold some bytes; lines are asked in order, so that every byte is looked at once. */
class Occurrences {
  private next = -1;

  constructor(private readonly needle: Buffer, private readonly bytes: Buffer) {}

  isWithin(start: number, end: number): boolean {
    if (this.next < start) {
      const found = this.bytes.indexOf(this.needle, start);
      this.next = found < 0 ? Infinity : found;
    }
    return this.next < end;
  }
}

/** A matcher of the lines that a filter keeps. Lines too long to be held have no fields; lines without a text that the filter demands are not even read. */
export function filterMatcher(node: FilterNode, factsAt: FactsAt): LineMatcher {
  const keeps = compileFilter(node);
  const record = new LineRecord();
  const needsFields = fieldsOf(node).some(field => field.kind === 'path');
  const required = requiredTexts(node).map(text => Buffer.from(text));
  return (batch, hit) => {
    const [texts, escapes] = [required.map(text => new Occurrences(text, batch.bytes)), new Occurrences(UNICODE_ESCAPE, batch.bytes)];
    for (let i = 0; i < batch.count; i++) {
      const [start, end] = [batch.starts[i], batch.ends[i]];
      if (!texts.every(text => text.isWithin(start, end)) && !escapes.isWithin(start, end)) continue;
      const facts = factsAt(batch.firstRecord - 1 + i, batch.bytes.subarray(start, end));
      if (keeps(record.set(batch.bytes, start, end, batch.firstRecord + i, facts, needsFields))) hit(i);
    }
  };
}
