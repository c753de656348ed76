/** Dense measures of a text's form, computed in one pass over its bytes. */

/** Names of the measures, in order. Shares are of all bytes or of all lines. */
export const TEXT_MEASURES = [
  'logBytes', 'logLines', 'bytesPerLine', 'bytesPerToken', 'blankLines', 'indentedLines', 'oddIndents', 'tabIndents', 'deepIndents',
  'trailingSpaces', 'commentLines', 'hashLines', 'listLines', 'numberedLines', 'digits', 'upperCase', 'spaces', 'marks', 'high',
  'underscores', 'doubleQuotes', 'singleQuotes', 'backticks', 'asterisks', 'dollars', 'backslashes', 'parentheses', 'brackets',
  'braces', 'semicolons', 'colons', 'commas', 'stops', 'equals', 'sentenceEnds',
] as const;

/** Shares are right-skewed; from this measure on, their square roots are what the model reads. */
const FIRST_SHARE = TEXT_MEASURES.indexOf('blankLines');

/** The characters, single or in pairs, that the measures from `underscores` on count. */
const CHARACTERS: [number, number?][] = ['_', '"', "'", '`', '*', '$', '\\', '()', '[]', '{}', ';', ':', ',', '.', '='].map(([a, b]) => [a.charCodeAt(0), b?.charCodeAt(0)]);

/** One text's measures; overwritten by the next `read`. */
export class TextMeasures {
  readonly values = new Float32Array(TEXT_MEASURES.length);
  private readonly histogram = new Uint32Array(256);
  private lines = 0;
  private blank = 0;
  private indented = 0;
  private odd = 0;
  private tab = 0;
  private deep = 0;
  private trailing = 0;
  private comment = 0;
  private hash = 0;
  private list = 0;
  private numbered = 0;
  private sentenceEnds = 0;

  /** Measures of `bytes[begin..end)` that has `tokens` tokens. An empty text gives zeros. */
  read(bytes: Uint8Array, begin: number, end: number, tokens: number): void {
    this.values.fill(0);
    if (end <= begin) return;
    this.lines = this.blank = this.indented = this.odd = this.tab = this.deep = 0;
    this.trailing = this.comment = this.hash = this.list = this.numbered = this.sentenceEnds = 0;
    this.count(bytes, begin, end);
    this.fill(end - begin, tokens);
  }

  private count(bytes: Uint8Array, begin: number, end: number): void {
    const { histogram } = this;
    histogram.fill(0);
    let start = begin;
    for (let at = begin; at < end; at++) {
      const byte = bytes[at];
      histogram[byte]++;
      if (byte !== 10) continue;
      this.line(bytes, start, at);
      start = at + 1;
    }
    this.line(bytes, start, end);
  }

  private line(bytes: Uint8Array, start: number, newline: number): void {
    const end = newline > start && bytes[newline - 1] === 13 ? newline - 1 : newline;
    this.lines++;
    let at = start;
    while (at < end && (bytes[at] === 32 || bytes[at] === 9)) at++;
    if (at === end) {
      this.blank++;
      if (end > start) this.trailing++;
      return;
    }
    this.indent(bytes, start, at - start);
    const last = bytes[end - 1];
    if (last === 32 || last === 9) this.trailing++;
    if (last === 46 || last === 33 || last === 63) this.sentenceEnds++;
    this.opening(bytes[at], at + 1 < end ? bytes[at + 1] : 0);
  }

  private indent(bytes: Uint8Array, start: number, width: number): void {
    if (width === 0) return;
    this.indented++;
    if (bytes[start] === 9) this.tab++;
    else if (width % 4 !== 0) this.odd++;
    if (width >= 12) this.deep++;
  }

  private opening(first: number, second: number): void {
    if (first === 35) this.hash++;
    if (first === 35 || (first === 47 && (second === 47 || second === 42))) this.comment++;
    if ((first === 45 || first === 42) && second === 32) this.list++;
    if (first >= 48 && first <= 57 && (second === 46 || second === 41)) this.numbered++;
  }

  private fill(size: number, tokens: number): void {
    const { values, lines, histogram } = this;
    const letters = this.share(65, 91, size) + this.share(97, 123, size), digits = this.share(48, 58, size);
    let next = 0;
    const put = (value: number): void => { values[next++] = value; };
    put(Math.log(size));
    put(Math.log(lines));
    put(Math.log(size / lines));
    put(size / Math.max(1, tokens));
    for (const count of [this.blank, this.indented, this.odd, this.tab, this.deep, this.trailing, this.comment, this.hash, this.list, this.numbered]) put(count / lines);
    put(digits);
    put(this.share(65, 91, size));
    put(this.share(32, 33, size));
    put(this.share(33, 127, size) - letters - digits);
    put(this.share(128, 256, size));
    for (const [first, second] of CHARACTERS) put((histogram[first] + (second === undefined ? 0 : histogram[second])) / size);
    put(this.sentenceEnds / lines);
    for (let i = FIRST_SHARE; i < values.length; i++) values[i] = Math.sqrt(Math.max(0, values[i]));
  }

  /** Share of the bytes `from`..`to` (exclusive) among `size` bytes. */
  private share(from: number, to: number, size: number): number {
    let count = 0;
    for (let byte = from; byte < to; byte++) count += this.histogram[byte];
    return count / size;
  }
}
