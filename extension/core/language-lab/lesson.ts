import type { Lesson } from './engine';
import type { Line } from './mixture';
import { BEGIN, encode, END, idOf, TOKENS } from './vocabulary';

/** A text as tokens with begin and end; those from `start` on are what is to be written. */
export interface TokenLine { tokens: number[]; start: number }

/** A line as tokens. Throws a RangeError naming a word that the language does not have. */
export function tokenLine({ prompt, answer }: Line): TokenLine {
  const given = [idOf(BEGIN), ...encode(prompt)];
  return { tokens: [...given, ...encode(answer), idOf(END)], start: given.length };
}

/** The tokens of a prompt, ready to be continued. */
export const promptTokens = (prompt: string): number[] => [idOf(BEGIN), ...encode(prompt)];

/** Lines in one rectangle, and where in it each next token that is to be written is predicted. */
export interface Batch { tokens: Int32Array; length: number; rows: Int32Array; next: Int32Array }

/** Lines side by side, the short ones filled up; what fills is never predicted nor looked at by what is. */
export function batchOf(lines: readonly TokenLine[]): Batch {
  const length = Math.max(...lines.map(line => line.tokens.length)) - 1, count = lines.reduce((sum, { tokens, start }) => sum + tokens.length - start, 0);
  const batch = { tokens: new Int32Array(lines.length * length).fill(idOf(END)), length, rows: new Int32Array(count), next: new Int32Array(count) };
  let at = 0;
  lines.forEach(({ tokens, start }, line) => {
    for (let i = 0; i < tokens.length - 1; i++) batch.tokens[line * length + i] = tokens[i];
    for (let i = start; i < tokens.length; i++, at++) {
      batch.rows[at] = line * length + i - 1;
      batch.next[at] = tokens[i];
    }
  });
  return batch;
}

/** A batch as a lesson: every next token certain, all of the same weight, which add up to `weight`. */
export function lessonOf(lines: readonly TokenLine[], weight = 1): Lesson {
  const { tokens, length, rows, next } = batchOf(lines), targets = new Float32Array(rows.length * TOKENS.length);
  next.forEach((token, i) => { targets[i * TOKENS.length + token] = 1; });
  return { tokens, length, rows, targets, weights: new Float32Array(rows.length).fill(weight / rows.length) };
}
