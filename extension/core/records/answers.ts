// Finds the text inside a value of a record, however it is wrapped: a string, a turn, a list of turns or parts, an API response.
import { memberOf, type Found } from './field-path';
import type { JsonTape } from './json-tape';
import { toName } from './names';

/** What one side said: its text, and its reasoning where that is kept apart. Both are string nodes. */
export interface Answer { text?: Found; think?: Found }

/** Whose turn is wanted of a conversation. */
export type Side = 'model' | 'person';

const ROLES = ['role', 'from', 'speaker'].map(toName);
const SIDES: Record<Side, Set<string>> = {
  model: new Set(['assistant', 'gpt', 'model', 'bot', 'ai', 'chatgpt']),
  person: new Set(['user', 'human', 'prompt']),
};
/** Members that hold the text of a turn, part or response, most specific first. */
const INNER = ['message', 'messages', 'content', 'text', 'value', 'parts', 'body', 'choices', 'candidates', 'output'].map(toName);
const THINK = ['reasoning_content', 'reasoning', 'thinking'].map(toName);
const MAX_WRAPPING = 8;

/** The first of an object's members with these names that is a string with something in it. */
export function textMember(tape: JsonTape, object: Found, names: readonly ReturnType<typeof toName>[]): Found | undefined {
  for (const name of names) {
    const found = memberOf(tape, object, name);
    if (found && tape.isString(found.node) && !tape.isBlank(found.node)) return found;
  }
  return undefined;
}

/** Reasoning kept beside the answer in the same object. */
export const thinkBeside = (tape: JsonTape, object: Found): Found | undefined => textMember(tape, object, THINK);

/** Elements that can hold text; numbers (token ids, embeddings) are passed over. */
function elements(tape: JsonTape, array: Found): Found[] {
  const found: Found[] = [];
  let position = 0;
  for (const node of tape.children(array.node)) {
    if (tape.isString(node) || tape.isObject(node) || tape.isArray(node)) found.push({ node, path: `${array.path}[${position}]` });
    position++;
  }
  return found;
}

/** Lower-case role of a turn, or undefined when the value is not a turn. */
function roleOf(tape: JsonTape, turn: Found): string | undefined {
  const role = textMember(tape, turn, ROLES);
  return role && Buffer.from(tape.text(role.node)).toString().toLowerCase();
}

const sizeOf = (tape: JsonTape, found: Found | undefined) => found ? tape.end(found.node) - tape.start(found.node) : 0;

/** Of parts or choices: the longest text and the longest reasoning. */
function longest(tape: JsonTape, parts: Found[], side: Side, depth: number): Answer {
  const answer: Answer = {};
  for (const part of parts) {
    const { text, think } = answerIn(tape, part, side, depth);
    if (sizeOf(tape, text) > sizeOf(tape, answer.text)) answer.text = text;
    if (sizeOf(tape, think) > sizeOf(tape, answer.think)) answer.think = think;
  }
  return answer;
}

function answerInObject(tape: JsonTape, object: Found, side: Side, depth: number): Answer {
  const think = thinkBeside(tape, object);
  for (const name of INNER) {
    const member = memberOf(tape, object, name);
    const answer: Answer = member ? answerIn(tape, member, side, depth) : {};
    if (answer.text ?? answer.think) return { text: answer.text, think: think ?? answer.think };
  }
  return { think };
}

/** Position of the last turn of this side that says something, before `end`; -1 when there is none. */
export function lastTurn(tape: JsonTape, turns: readonly Found[], side: Side, end = turns.length): number {
  for (let i = end - 1; i >= 0; i--) {
    const role = roleOf(tape, turns[i]);
    if (role && SIDES[side].has(role) && answerInObject(tape, turns[i], side, 1).text) return i;
  }
  return -1;
}

/** The turns of a conversation, or undefined when the value is not one. */
export function turnsOf(tape: JsonTape, value: Found): Found[] | undefined {
  if (!tape.isArray(value.node)) return undefined;
  const turns = elements(tape, value);
  return turns.some(turn => roleOf(tape, turn) !== undefined) ? turns : undefined;
}

/** The text that one side said in a value; of a conversation its last turn, of parts and choices the longest. */
export function answerIn(tape: JsonTape, value: Found, side: Side, depth = 0): Answer {
  if (tape.isString(value.node)) return tape.isBlank(value.node) ? {} : { text: value };
  if (depth === MAX_WRAPPING) return {};
  if (tape.isObject(value.node)) return answerInObject(tape, value, side, depth + 1);
  const turns = turnsOf(tape, value);
  if (!turns) return tape.isArray(value.node) ? longest(tape, elements(tape, value), side, depth + 1) : {};
  const last = lastTurn(tape, turns, side);
  return last < 0 ? {} : answerInObject(tape, turns[last], side, depth + 1);
}
