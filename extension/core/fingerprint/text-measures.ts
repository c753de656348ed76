/** Dense measures of a text's form, computed in one pass over its bytes. */

/** Names of the measures, in order. Shares are of all bytes or of all lines. */
export const TEXT_MEASURES = [
  'logBytes', 'logLines', 'bytesPerLine', 'bytesPerToken', 'blankLines', 'indentedLines', 'oddIndents', 'tabIndents', 'deepIndents',
  'trailingSpaces', 'commentLines', 'hashLines', 'listLines', 'numberedLines', 'digits', 'upperCase', 'spaces', 'marks', 'high',
  'underscores', 'doubleQuotes', 'singleQuotes', 'backticks', 'asterisks', 'dollars', 'backslashes', 'parentheses', 'brackets',
  'braces', 'semicolons', 'colons', 'commas', 'stops', 'equals', 'sentenceEnds',
] as const;

/** One text's measures; overwritten by the next `read`. */
export class TextMeasures {
  readonly values = new Float32Array(TEXT_MEASURES.length);
  private readonly histogram = new Uint32Array(256);
  private readonly lines = { count: 0, blank: 0, indented: 0, odd: 0, tab: 0, deep: 0, trailing: 0, comment: 0, hash: 0, list: 0, numbered: 0, ends: 0 };

  /** Measures of `bytes[begin..end)` that has `tokens` tokens. An empty text gives zeros. */
  read(bytes: Uint8Array, begin: number, end: number, tokens: number): void {
    this.values.fill(0);
    if (end <= begin) return;
    this.histogram.fill(0);
    for (let at = begin; at < end; at++) this.histogram[bytes[at]]++;
    this.readLines(bytes, begin, end);
    this.fill(end - begin, tokens);
  }

  private readLines(bytes: Uint8Array, begin: number, end: number): void {
    const lines = this.lines;
    for (const key of Object.keys(lines) as (keyof typeof lines)[]) lines[key] = 0;
    for (let start = begin; start <= end;) {
      let newline = bytes.indexOf(10, start);
      if (newline < 0 || newline > end) newline = end;
      this.line(bytes, start, newline > start && bytes[newline - 1] === 13 ? newline - 1 : newline);
      start = newline + 1;
    }
  }

  private line(bytes: Uint8Array, start: number, end: number): void {
    const lines = this.lines;
    lines.count++;
    let at = start;
    while (at < end && (bytes[at] === 32 || bytes[at] === 9)) at++;
    if (at === end) {
      lines.blank++;
      if (end > start) lines.trailing++;
      return;
    }
    this.indent(bytes, start, at - start);
    const last = bytes[end - 1];
    if (last === 32 || last === 9) lines.trailing++;
    if (last === 46 || last === 33 || last === 63) lines.ends++;
    this.opening(bytes[at], at + 1 < end ? bytes[at + 1] : 0);
  }

  private indent(bytes: Uint8Array, start: number, width: number): void {
    if (width === 0) return;
    const lines = this.lines;
    lines.indented++;
    if (bytes[start] === 9) lines.tab++;
    else if (width % 4 !== 0) lines.odd++;
    if (width >= 12) lines.deep++;
  }

  private opening(first: number, second: number): void {
    const lines = this.lines;
    if (first === 35) lines.hash++;
    if (first === 35 || (first === 47 && (second === 47 || second === 42))) lines.comment++;
    if ((first === 45 || first === 42) && second === 32) lines.list++;
    if (first >= 48 && first <= 57 && (second === 46 || second === 41)) lines.numbered++;
  }

  private fill(size: number, tokens: number): void {
    const { lines, histogram } = this;
    const perLine = (count: number): number => count / lines.count;
    const share = (...characters: string[]): number => characters.reduce((sum, c) => sum + histogram[c.charCodeAt(0)], 0) / size;
    const range = (from: number, to: number): number => histogram.subarray(from, to).reduce((sum, n) => sum + n, 0) / size;
    const letters = range(65, 91) + range(97, 123);
    const digits = range(48, 58);
    this.values.set([
      Math.log(size), Math.log(lines.count), Math.log(size / lines.count), size / Math.max(1, tokens), perLine(lines.blank), perLine(lines.indented),
      perLine(lines.odd), perLine(lines.tab), perLine(lines.deep), perLine(lines.trailing), perLine(lines.comment), perLine(lines.hash),
      perLine(lines.list), perLine(lines.numbered), digits, range(65, 91), share(' '), range(33, 127) - letters - digits, range(128, 256),
      share('_'), share('"'), share("'"), share('`'), share('*'), share('$'), share('\\'), share('(', ')'), share('[', ']'), share('{', '}'),
      share(';'), share(':'), share(','), share('.'), share('='), perLine(lines.ends),
    ]);
    for (let i = 0; i < this.values.length; i++) if (RARE.has(i)) this.values[i] = Math.sqrt(Math.max(0, this.values[i]));
  }
}

/** Shares are right-skewed; their square roots are what the model reads. */
const RARE = new Set(TEXT_MEASURES.map((_, index) => index).filter(index => index >= TEXT_MEASURES.indexOf('blankLines')));
