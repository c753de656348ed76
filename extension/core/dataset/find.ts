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
function lineAt(batch: LineBatch, offset: number, from: number): number {
  let low = from;
  for (let high = batch.count - 1; low < high;) {
    const middle = (low + high + 1) >> 1;
    if (batch.starts[middle] <= offset) low = middle; else high = middle - 1;
  }
  return low;
}

function matchBytes(needle: Buffer): LineMatcher {
  return (batch, hit) => {
    for (let line = 0, at = 0; line < batch.count;) {
      at = batch.bytes.indexOf(needle, at);
      if (at < 0) return;
      line = lineAt(batch, at, line);
      hit(line++);
      at = line < batch.count ? batch.starts[line] : batch.bytes.length;
    }
  };
}

/** Runs over the whole batch as one string where bytes and characters agree, else line by line. */
function matchPattern(pattern: RegExp): LineMatcher {
  return (batch, hit) => {
    if (!isAscii(batch.bytes)) {
      for (let line = 0; line < batch.count; line++) {
        pattern.lastIndex = 0;
        if (pattern.test(batch.bytes.toString('utf8', batch.starts[line], batch.ends[line]))) hit(line);
      }
      return;
    }
    const text = batch.bytes.toString('latin1');
    for (let line = 0; line < batch.count;) {
      pattern.lastIndex = batch.starts[line];
      const match = pattern.exec(text);
      if (!match) return;
      line = lineAt(batch, match.index, line);
      hit(line++);
    }
  };
}

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
  if (regex) return matchPattern(compile(text, flags));
  const forms = jsonForms(text);
  if (matchCase && forms.length === 1) return matchBytes(Buffer.from(forms[0]));
  return matchPattern(compile(forms.map(escapePattern).join('|'), flags));
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
