import type { JsonTape } from '../records/json-tape';
import { Kind } from '../records/json-tape';

const INDENT = '  ';

/**
 * A value on indented lines, every key, string and number with the characters of the file: nothing is parsed and printed again.
 * Stops after about `maxUnits` characters; `whole` tells whether it came to the end.
 */
export function prettyJson(tape: JsonTape, node: number, maxUnits: number): { text: string; whole: boolean } {
  const lines: string[] = [];
  let units = 0;
  const put = (line: string) => { lines.push(line); units += line.length + 1; };
  const raw = (start: number, end: number) => Buffer.from(tape.bytes.subarray(start, Math.min(end, start + maxUnits))).toString();
  const visit = (at: number, lead: string, depth: number, tail: string): void => {
    const indent = INDENT.repeat(depth);
    const isContainer = tape.kind(at) === Kind.object || tape.kind(at) === Kind.array;
    if (!isContainer || tape.after(at) === tape.first(at)) { put(`${indent}${lead}${raw(tape.start(at), tape.end(at))}${tail}`); return; }
    const [open, close] = tape.isObject(at) ? ['{', '}'] : ['[', ']'];
    put(`${indent}${lead}${open}`);
    for (let child = tape.first(at); child < tape.after(at) && units < maxUnits; child = tape.after(child)) {
      const key = tape.isObject(at) ? `${JSON.stringify(Buffer.from(tape.keyBytes(child)).toString())}: ` : '';
      visit(child, key, depth + 1, tape.after(child) < tape.after(at) ? ',' : '');
    }
    put(`${indent}${close}${tail}`);
  };
  visit(node, '', 0, '');
  return { text: lines.join('\n'), whole: units < maxUnits };
}
