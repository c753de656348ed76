import type { JsonTape } from './json-tape';
import { toName, type Name } from './names';

/** One step of a field path: a member, or an array position (-1 = the last). */
type Step = { member: Name } | { position: number };

/** A parsed field path such as `messages[].content` or `choices[0].text`; `[]` is the last element. */
export interface FieldPath { text: string; whole: Name; steps: Step[] }

/** A value found in a record, with the path it was found at (array positions filled in). */
export interface Found { node: number; path: string }

/** Parses a field path. A key that itself holds dots or brackets can be named at the top level. */
export function parseFieldPath(text: string): FieldPath {
  const steps = [...text.matchAll(/\[(\d*)\]|([^.[\]]+)/g)].map(([, position, member]): Step =>
    member === undefined ? { position: position === '' ? -1 : Number(position) } : { member: toName(member) });
  return { text, whole: toName(text), steps };
}

/** The array element at a position (-1 = the last), or undefined. */
export function elementAt(tape: JsonTape, array: Found, position: number): Found | undefined {
  let index = 0;
  let last: Found | undefined;
  if (!tape.isArray(array.node)) return undefined;
  for (const node of tape.children(array.node)) {
    last = { node, path: `${array.path}[${index}]` };
    if (index++ === position) return last;
  }
  return position < 0 ? last : undefined;
}

/** The member with this key, or undefined. */
export function memberOf(tape: JsonTape, object: Found, name: Name): Found | undefined {
  const node = tape.find(object.node, name);
  return node < 0 ? undefined : { node, path: object.path ? `${object.path}.${name.text}` : name.text };
}

/** The value at a path of a record, or undefined. */
export function resolvePath(tape: JsonTape, path: FieldPath): Found | undefined {
  const root: Found = { node: 0, path: '' };
  const whole = memberOf(tape, root, path.whole);
  if (whole) return whole;
  return path.steps.reduce<Found | undefined>((at, step) => at && ('member' in step ? memberOf(tape, at, step.member) : elementAt(tape, at, step.position)), root);
}

/** A found path without its array positions, for counting: `messages[2].content` -> `messages[].content`. */
export const fieldPattern = (path: string): string => path.includes('[') ? path.replace(/\[\d+\]/g, '[]') : path;
