/** One number as it stands in the text. Offsets are bytes; `end` is exclusive. */
export interface NumberToken {
  /** Magnitude of the whole part; more than 15 digits saturate. */
  value: number;
  /** Digits as written, leading zeros included. */
  digits: number;
  negative: boolean;
  /** A fraction follows the whole part ("3.5"). */
  decimal: boolean;
  start: number;
  end: number;
}

/** The numbers of a text and how much of the text they are. */
export interface NumberSequence {
  tokens: NumberToken[];
  /** Share of the bytes, white space aside, that belong to numbers, separators or brackets: 0..1. */
  purity: number;
}

const MAX_DIGITS = 15;
/** Least share of numbers, separators and brackets for a text to count as a number sequence. */
const LEAST_PURITY = 0.5;
const [ZERO, NINE, MINUS, DOT] = [0x30, 0x39, 0x2d, 0x2e];
const SEPARATORS = new Uint8Array(256);
for (const separator of ',;|/[](){}:.\'"-_<>*') SEPARATORS[separator.charCodeAt(0)] = 1;

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
/** Letters, underscores and every byte of a non-ASCII character: a digit that touches one is part of a word. */
const isWord = (byte: number): boolean => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f || byte >= 0x80;

const skipDigits = (bytes: Uint8Array, at: number): number => {
  let end = at;
  while (end < bytes.length && isDigit(bytes[end])) end++;
  return end;
};

function readToken(bytes: Uint8Array, at: number): NumberToken {
  const whole = skipDigits(bytes, at);
  const decimal = bytes[whole] === DOT && whole + 1 < bytes.length && isDigit(bytes[whole + 1]);
  const end = decimal ? skipDigits(bytes, whole + 1) : whole;
  let value = 0;
  for (let i = at; i < Math.min(whole, at + MAX_DIGITS); i++) value = value * 10 + bytes[i] - ZERO;
  const negative = at > 0 && bytes[at - 1] === MINUS && (at === 1 || !isDigit(bytes[at - 2]) && !isWord(bytes[at - 2]));
  return { value, digits: whole - at, negative, decimal, start: negative ? at - 1 : at, end };
}

/** Finds every number in a text. Never fails: bytes that are not UTF-8 count as parts of words. */
export function readNumbers(bytes: Uint8Array): NumberSequence {
  const tokens: NumberToken[] = [];
  let solid = 0;
  let numeric = 0;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at];
    if (!isDigit(byte)) {
      if (!isSpace(byte)) solid++;
      numeric += SEPARATORS[byte];
      at++;
      continue;
    }
    const token = readToken(bytes, at);
    const inWord = at > 0 && isWord(bytes[at - 1]) || token.end < bytes.length && isWord(bytes[token.end]);
    if (!inWord) {
      tokens.push(token);
      numeric += token.end - at;
    }
    solid += token.end - at;
    at = token.end;
  }
  return { tokens, purity: solid === 0 ? 0 : numeric / solid };
}

/** Most that a byte can move a text towards being a number sequence, by the rule below: 1 towards, -1 away, 0 for white space. */
const LEANING = Int8Array.from({ length: 256 }, (_, byte) => (isDigit(byte) || SEPARATORS[byte] === 1 ? 1 : isSpace(byte) ? 0 : -1));
const STRIDE = 64;

/** False only where `isNumberSequence(readNumbers(bytes))` is false; far faster, and stops as soon as what is left cannot change it. */
export function mayBeNumberSequence(bytes: Uint8Array): boolean {
  let balance = 0;
  for (let from = 0; from < bytes.length; from += STRIDE) {
    const to = Math.min(from + STRIDE, bytes.length);
    for (let at = from; at < to; at++) balance += LEANING[bytes[at]];
    if (balance + bytes.length - to < 0) return false;
  }
  return true;
}

/** True when a text is a number sequence by rule: it has a number, and at least half of it is numbers and what stands between them. */
export function isNumberSequence(sequence: NumberSequence): boolean {
  return sequence.tokens.length > 0 && sequence.purity >= LEAST_PURITY;
}

/** The sequence without the prompt's own numbers, where it begins by restating all of them and goes on: those say nothing of its writer. */
export function withoutRestated(sequence: NumberSequence, seeds: number[]): NumberSequence {
  const { tokens } = sequence;
  const restates = seeds.length > 1 && tokens.length > seeds.length && seeds.every((seed, i) => tokens[i].value === seed);
  return restates ? { ...sequence, tokens: tokens.slice(seeds.length) } : sequence;
}
