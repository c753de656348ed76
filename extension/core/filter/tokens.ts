import { FilterProblem } from './syntax';

/** A piece of a filter's text, with its place (UTF-16 offsets, `end` exclusive). For strings `text` is decoded, for expressions it is what stands between the slashes. */
export interface Token { kind: 'word' | 'string' | 'regex' | 'sign' | 'end'; text: string; flags?: string; start: number; end: number }

const SIGN = /^(?:==|!=|<>|<=|>=|!~|&&|\|\||[=<>~!(),])/;
const WORD = /^[^\s()=!<>~,"'&|]+/;
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function decode(text: string): string {
  return text.replace(/\\(?:u([\da-fA-F]{4})|([^]))/g, (_, hex: string | undefined, letter: string) => hex ? String.fromCharCode(Number.parseInt(hex, 16)) : ESCAPES[letter] ?? letter);
}

function quoted(text: string, start: number): Token {
  const mark = text[start];
  const match = new RegExp(`${mark}((?:\\\\[^]|[^\\\\${mark}])*)${mark}`, 'y');
  match.lastIndex = start;
  const found = match.exec(text);
  if (!found) throw new FilterProblem(`This text does not end: a closing ${mark} is missing.`, start, text.length - start, 'value');
  return { kind: 'string', text: decode(found[1]), start, end: match.lastIndex };
}

function regex(text: string, start: number): Token {
  const match = /\/((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])*)\/([a-z]*)/y;
  match.lastIndex = start;
  const found = match.exec(text);
  if (!found) throw new FilterProblem('This expression does not end: a closing / is missing.', start, text.length - start, 'pattern');
  return { kind: 'regex', text: found[1], flags: found[2], start, end: match.lastIndex };
}

function word(text: string, start: number): Token {
  const [found] = WORD.exec(text.slice(start)) ?? [''];
  if (found === '') throw new FilterProblem(`${JSON.stringify(text[start])} means nothing here.`, start, 1);
  return { kind: 'word', text: found, start, end: start + found.length };
}

/** Cuts a filter into tokens; the last one is `end`. @throws FilterProblem where a text or an expression does not end. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; ;) {
    while (/\s/.test(text[at] ?? '')) at++;
    if (at >= text.length) return [...tokens, { kind: 'end', text: '', start: text.length, end: text.length }];
    const sign = SIGN.exec(text.slice(at, at + 2))?.[0];
    const token: Token = sign ? { kind: 'sign', text: sign, start: at, end: at + sign.length }
      : text[at] === '"' || text[at] === '\'' ? quoted(text, at) : text[at] === '/' ? regex(text, at) : word(text, at);
    tokens.push(token);
    at = token.end;
  }
}
