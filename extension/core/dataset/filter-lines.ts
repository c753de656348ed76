import { compileFilter } from '../filter/compile';
import { fieldsOf, type FilterNode } from '../filter/syntax';
import type { LineMatcher } from './find';
import { LineRecord, type RecordFacts } from './line-record';

/** What is known of the record at a position besides its line. */
export type FactsAt = (position: number, line: Uint8Array) => RecordFacts;

/** A matcher of the lines that a filter keeps. Lines too long to be held have no fields. */
export function filterMatcher(node: FilterNode, factsAt: FactsAt): LineMatcher {
  const keeps = compileFilter(node);
  const record = new LineRecord();
  const needsFields = fieldsOf(node).some(field => field.kind === 'path');
  return (batch, hit) => {
    for (let i = 0; i < batch.count; i++) {
      const [start, end] = [batch.starts[i], batch.ends[i]];
      const facts = factsAt(batch.firstRecord - 1 + i, batch.bytes.subarray(start, end));
      if (keeps(record.set(batch.bytes, start, end, batch.firstRecord + i, facts, needsFields))) hit(i);
    }
  };
}
