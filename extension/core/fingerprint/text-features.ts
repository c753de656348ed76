/**
 * The tokenizer and hash of the text model, shared by training and runtime; models/CONTRACT.md is its specification.
 * Tokens: words, short digit runs (longer ones by their length), single punctuation marks and non-ASCII characters, and runs
 * of white space other than one space, which instead marks the token after it. Features: token 1-, 2- and 3-grams.
 */
import { TextMeasures } from './text-measures';

const enum ByteClass { Space, Newline, Return, Letter, Digit, Mark, High }

const CLASS_OF_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => classOf(byte));
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
const GOLDEN = 0x9e3779b1 | 0;
const SPREAD = 0x85ebca77 | 0;
const SPACED = 0x3c6ef372;
const DIGITS = 0x51ed270b;
const MAX_WORD_BYTES = 24;
/** Digit runs up to this length count as themselves, longer ones by their length. */
const MAX_EXACT_DIGITS = 3;

function classOf(byte: number): ByteClass {
  if (byte === 10) return ByteClass.Newline;
  if (byte === 13) return ByteClass.Return;
  if (byte <= 32) return ByteClass.Space;
  if (byte >= 128) return ByteClass.High;
  if (byte >= 48 && byte <= 57) return ByteClass.Digit;
  return (byte | 32) >= 97 && (byte | 32) <= 122 ? ByteClass.Letter : ByteClass.Mark;
}

function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), SPREAD);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35 | 0);
  return mixed ^ (mixed >>> 16);
}

/** Reads one text after another; the arrays are overwritten by the next `read` and only their first `count` (or token) places hold. */
export class TextFeaturizer {
  /** 32-bit feature hashes, three to a token: 1-gram, 2-gram, 3-gram. */
  hashes = new Int32Array(4096);
  count = 0;
  readonly measures = new TextMeasures();

  /** Byte ranges of the tokens; ends are exclusive. */
  private starts = new Int32Array(1024);
  private ends = new Int32Array(1024);
  /** Each token's hash, and what stands for it within 2- and 3-grams. */
  private own = new Int32Array(1024);
  private chained = new Int32Array(1024);
  private tokens = 0;
  private isSpaced = false;

  /** Features of `bytes[begin..end)`. Any bytes are allowed; outer white space and an outer Markdown fence are left out. */
  read(bytes: Uint8Array, begin = 0, end = bytes.length): void {
    const [first, last] = trim(bytes, begin, end);
    this.tokens = 0;
    this.isSpaced = false;
    for (let at = first; at < last;) at = this.token(bytes, at, last);
    this.chain();
    this.measures.read(bytes, first, last, this.tokens);
  }

  /** First byte of the tokens that the feature at `place` was made of, in the text that was read. */
  startOf(place: number): number {
    const token = Math.floor(place / 3);
    return this.starts[Math.max(0, token - place % 3)];
  }

  /** Byte after the tokens that the feature at `place` was made of. */
  endOf(place: number): number {
    return this.ends[Math.floor(place / 3)];
  }

  private token(bytes: Uint8Array, at: number, last: number): number {
    switch (CLASS_OF_BYTE[bytes[at]]) {
      case ByteClass.Letter: return this.word(bytes, at, last);
      case ByteClass.Digit: return this.digits(bytes, at, last);
      case ByteClass.Mark: return this.add(Math.imul(FNV_OFFSET ^ bytes[at], FNV_PRIME), 0, at, at + 1);
      case ByteClass.High: return this.highCharacter(bytes, at, last);
      default: return this.whiteSpace(bytes, at, last);
    }
  }

  private word(bytes: Uint8Array, at: number, last: number): number {
    const limit = Math.min(last, at + MAX_WORD_BYTES);
    let hash = FNV_OFFSET;
    let end = at;
    while (end < limit && CLASS_OF_BYTE[bytes[end]] === ByteClass.Letter) hash = Math.imul(hash ^ bytes[end++], FNV_PRIME);
    return this.add(hash, 0, at, end);
  }

  private digits(bytes: Uint8Array, at: number, last: number): number {
    let hash = FNV_OFFSET;
    let end = at;
    while (end < last && CLASS_OF_BYTE[bytes[end]] === ByteClass.Digit) hash = Math.imul(hash ^ bytes[end++], FNV_PRIME);
    const shape = Math.imul(DIGITS ^ Math.min(end - at, 20), FNV_PRIME);
    return this.add(end - at <= MAX_EXACT_DIGITS ? hash : shape, shape, at, end);
  }

  private highCharacter(bytes: Uint8Array, at: number, last: number): number {
    let hash = Math.imul(FNV_OFFSET ^ bytes[at], FNV_PRIME);
    let end = at + 1;
    while (end < last && (bytes[end] & 0xc0) === 0x80) hash = Math.imul(hash ^ bytes[end++], FNV_PRIME);
    return this.add(hash, 0, at, end);
  }

  /** A run of white space is one token (carriage returns left out), except one single space, which marks the token after it. */
  private whiteSpace(bytes: Uint8Array, at: number, last: number): number {
    let hash = FNV_OFFSET;
    let end = at;
    for (; end < last && CLASS_OF_BYTE[bytes[end]] <= ByteClass.Return; end++) {
      if (bytes[end] !== 13) hash = Math.imul(hash ^ bytes[end], FNV_PRIME);
    }
    if (end - at === 1 && bytes[at] === 32) {
      this.isSpaced = true;
      return end;
    }
    return this.add(hash, 0, at, end);
  }

  /** Adds a token. `shape`, where not 0, stands for it within 2- and 3-grams. */
  private add(hash: number, shape: number, start: number, end: number): number {
    if (this.tokens === this.own.length) this.grow();
    const mark = this.isSpaced ? SPACED : 0, token = this.tokens++;
    this.isSpaced = false;
    this.own[token] = hash ^ mark;
    this.chained[token] = (shape === 0 ? hash : shape) ^ mark;
    this.starts[token] = start;
    this.ends[token] = end;
    return end;
  }

  /** Makes the features of all tokens: of each one, and of what comes before it with it. */
  private chain(): void {
    const { own, chained, tokens } = this;
    this.count = 3 * tokens;
    if (this.count > this.hashes.length) this.hashes = new Int32Array(4 * tokens);
    const { hashes } = this;
    for (let token = 0, beforePrevious = FNV_OFFSET, previous = FNV_OFFSET; token < tokens; token++) {
      const pair = Math.imul(previous, GOLDEN), last = chained[token];
      hashes[3 * token] = mix(own[token]);
      hashes[3 * token + 1] = mix((pair + last + 1) | 0);
      hashes[3 * token + 2] = mix((Math.imul((Math.imul(beforePrevious, GOLDEN) + pair) | 0, SPREAD) + last + 2) | 0);
      beforePrevious = previous;
      previous = last;
    }
  }

  private grow(): void {
    this.starts = enlarged(this.starts);
    this.ends = enlarged(this.ends);
    this.own = enlarged(this.own);
    this.chained = enlarged(this.chained);
  }
}

function enlarged(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** The range without outer white space and without a Markdown fence around the whole of it. */
function trim(bytes: Uint8Array, begin: number, end: number): [first: number, last: number] {
  const [first, last] = trimSpace(bytes, begin, end);
  if (last - first < 8 || !isFence(bytes, first) || !isFence(bytes, last - 3)) return [first, last];
  const newline = bytes.indexOf(10, first);
  return newline < 0 || newline >= last - 3 ? [first, last] : trimSpace(bytes, newline + 1, last - 3);
}

function isFence(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 96 && bytes[at + 1] === 96 && bytes[at + 2] === 96;
}

function trimSpace(bytes: Uint8Array, begin: number, end: number): [first: number, last: number] {
  let first = begin;
  let last = end;
  while (first < last && bytes[first] <= 32) first++;
  while (last > first && bytes[last - 1] <= 32) last--;
  return [first, last];
}
