import type { StyledSpan } from './styled-span';

const KEYWORDS = new Set(('abstract and as assert async await break case catch class const continue def default defer del do elif else end enum except export extends '
  + 'false finally fn for from func function global go if impl implements import in include instanceof interface is lambda let loop match mod module mut new nil None '
  + 'nonlocal not null of or package pass private protected pub public raise return self static struct super switch this throw trait true True False try type typeof '
  + 'union unless until use using var void where while with yield select insert update delete create table from join group by order limit values').split(' '));

const HASH_COMMENTS = new Set(['python', 'py', 'bash', 'sh', 'shell', 'ruby', 'rb', 'yaml', 'yml', 'toml', 'r', 'perl', 'make', 'dockerfile', '']);
const DASH_COMMENTS = new Set(['sql', 'haskell', 'lua']);

/** Longest code that is coloured; beyond it the text stays plain, and quick. */
const MAX_HIGHLIGHT_UNITS = 100_000;

function grammar(language: string): RegExp {
  const line = HASH_COMMENTS.has(language) ? '#[^\\n]*' : DASH_COMMENTS.has(language) ? '--[^\\n]*' : '\\/\\/[^\\n]*|\\/\\*[^]*?(?:\\*\\/|$)';
  const string = '"""[^]*?(?:"""|$)|\'\'\'[^]*?(?:\'\'\'|$)|"(?:\\\\.|[^"\\\\\\n])*"?|\'(?:\\\\.|[^\'\\\\\\n])*\'?|`(?:\\\\.|[^`\\\\])*`?';
  return new RegExp(`(?<comment>${line})|(?<string>${string})|(?<number>\\b(?:0[xob][\\da-f_]+|\\d[\\d_]*(?:\\.\\d+)?(?:e[+-]?\\d+)?)\\b)|(?<call>\\b[A-Za-z_]\\w*(?=\\s*\\())|(?<word>[A-Za-z_]\\w*)`, 'gi');
}

/** Colours code by what all common languages share: comments, strings, numbers, keywords and calls. Offsets are shifted by `base`. */
export function highlight(code: string, language: string, base: number): StyledSpan[] {
  if (code.length > MAX_HIGHLIGHT_UNITS) return [];
  const spans: StyledSpan[] = [];
  for (const match of code.matchAll(grammar(language))) {
    const groups = match.groups ?? {};
    const name = groups.comment ? 'comment' : groups.string ? 'string' : groups.number ? 'number'
      : KEYWORDS.has(match[0]) ? 'keyword' : groups.call ? 'call' : undefined;
    if (name) spans.push({ start: base + match.index, end: base + match.index + match[0].length, class: `code-${name}` });
  }
  return spans;
}
