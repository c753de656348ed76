import { isAscii } from 'node:buffer';
import { createContext, Script } from 'node:vm';
import type { LineBatch } from '../bytes/line-cutter';
import type { FindQuery } from '../protocol/dataset-view';

/** Finds which lines of a batch match: calls `hit` with each matching line's index in the batch, once, in order. */
export type LineMatcher = (batch: LineBatch, hit: (line: number) => void) => void;

/** A search that cannot be run; its message says what to change. */
export class FindProblem extends Error {}

const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const asciiJson = (json: string) => json.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The ways in which a text can stand in a JSON line: as typed (a piece of JSON), inside a string, or there with its non-ASCII characters escaped. */
function jsonForms(text: string): string[] {
  const inString = JSON.stringify(text).slice(1, -1);
  return [...new Set([text, inString, asciiJson(inString)])].filter(form => !form.includes('\n'));
}

/** The line that holds an offset of the batch, at or after line `from`. */
function lineAt(batch: Pick<LineBatch, 'count' | 'starts'>, offset: number, from: number): number {
  let low = from;
  for (let high = batch.count - 1; low < high;) {
    const middle = (low + high + 1) >> 1;
    if (batch.starts[middle] <= offset) low = middle; else high = middle - 1;
  }
  return low;
}

/** Looks for any of some byte sequences, each by itself: that is several times faster than all of them in one expression. */
function matchBytes(needles: readonly Buffer[]): LineMatcher {
  return ({ bytes, count, starts }, hit) => {
    const find = (needle: Buffer, from: number) => { const at = bytes.indexOf(needle, from); return at < 0 ? Infinity : at; };
    const next = needles.map(needle => find(needle, 0));
    for (let line = 0; line < count;) {
      const at = Math.min(...next);
      if (at === Infinity) return;
      line = lineAt({ count, starts }, at, line);
      hit(line++);
      const from = line < count ? starts[line] : bytes.length;
      for (let i = 0; i < next.length; i++) if (next[i] < from) next[i] = find(needles[i], from);
    }
  };
}

/** Runs over the whole batch as one string, in which a byte is a character; right where the batch is ASCII or the pattern is about bytes. */
function matchWhole(pattern: RegExp, batch: LineBatch, hit: (line: number) => void): void {
  const text = batch.bytes.toString('latin1');
  for (let line = 0; line < batch.count;) {
    pattern.lastIndex = batch.starts[line];
    const match = pattern.exec(text);
    if (!match) return;
    line = lineAt(batch, match.index, line);
    hit(line++);
  }
}

/** Matches by characters; line by line where bytes and characters differ. */
function matchPattern(pattern: RegExp): LineMatcher {
  return (batch, hit) => {
    if (isAscii(batch.bytes)) { matchWhole(pattern, batch, hit); return; }
    for (let line = 0; line < batch.count; line++) {
      pattern.lastIndex = 0;
      if (pattern.test(batch.bytes.toString('utf8', batch.starts[line], batch.ends[line]))) hit(line);
    }
  };
}

/** Expressions of ASCII letters, digits, plain signs, and what repeats or joins them: they mean the same on bytes as on characters. */
const MEANS_BYTES = /^(?:[\w "':,;<>=@#%&~`!/|()+*?{}^$-]|\\[dwbB"'/.+*?()[\]{}|\\^$-])*$/;

function compile(source: string, flags: string): RegExp {
  try { return new RegExp(source, flags); } catch (error) {
    throw new FindProblem(`${error instanceof Error ? error.message : String(error)}. Correct the expression, or search for it as plain text.`);
  }
}

/**
 * A matcher for the raw lines. Plain text is looked for as JSON writes it, so quotes, line breaks and accents are found as people type them.
 * @throws FindProblem when a regular expression cannot be read.
 */
export function lineMatcher({ text, regex, matchCase }: FindQuery): LineMatcher {
  const flags = matchCase ? 'gm' : 'gim';
  if (regex) {
    const pattern = compile(text, flags);
    return MEANS_BYTES.test(text) ? (batch, hit) => { matchWhole(pattern, batch, hit); } : matchPattern(pattern);
  }
  const forms = jsonForms(text);
  if (matchCase) return matchBytes(forms.map(form => Buffer.from(form)));
  const pattern = compile(forms.map(escapePattern).join('|'), flags);
  return isAscii(Buffer.from(text)) ? (batch, hit) => { matchWhole(pattern, batch, hit); } : matchPattern(pattern);
}

const MATCH_LIMIT_MS = 3000;
const script = new Script('match()');
const sandbox = createContext({ match: () => undefined as void });

/**
 * Runs a match over one batch, and stops an expression that backtracks without end: no message could reach the thread meanwhile.
 * @throws FindProblem after `limitMs`.
 */
export function withinTime(match: () => void, limitMs = MATCH_LIMIT_MS): void {
  sandbox.match = match;
  try { script.runInContext(sandbox, { timeout: limitMs }); } catch (error) {
    // the error belongs to the script's own realm, so it is no instance of our Error
    const isTimeout = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    if (!isTimeout) throw error;
    throw new FindProblem(`The expression was stopped after ${limitMs / 1000} s on one piece of the file: it tries too many ways to match. Avoid repeats within repeats, such as (a+)+.`);
  }
}
