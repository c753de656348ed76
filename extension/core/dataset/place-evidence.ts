import type { Evidence } from '../protocol/nouns';
import { parseFieldPath, resolvePath } from '../records/field-path';
import { JsonScan } from '../records/json-scan';
import { decodeJsonString } from '../records/json-text';

const scan = new JsonScan();

/**
 * Evidence given as byte ranges of a record's line, as UTF-16 ranges of the decoded field it lies in; order is kept.
 * Empty when the field is not a string of this record. Ranges must lie on whole characters.
 */
export function placeEvidence(line: Uint8Array, field: string, evidence: readonly Evidence[]): Evidence[] {
  if (scan.scan(line)) return [];
  const found = resolvePath(scan.tape, parseFieldPath(field));
  if (!found || !scan.tape.isString(found.node)) return [];
  const [start, end] = [scan.tape.start(found.node) + 1, scan.tape.end(found.node) - 1];
  const units = new Map<number, number>();
  let [at, unit] = [start, 0];
  for (const offset of [...new Set(evidence.flatMap(span => [span.start, span.end]))].sort((a, b) => a - b)) {
    const to = Math.min(Math.max(offset, start), end);
    unit += Buffer.from(decodeJsonString(line, at, to)).toString().length;
    units.set(offset, unit);
    at = to;
  }
  return evidence.map(span => ({ ...span, start: units.get(span.start) ?? 0, end: units.get(span.end) ?? 0 }));
}
