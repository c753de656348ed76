// Decoding of JSON strings to UTF-8 bytes, and the way back from decoded to raw offsets.
import { isUtf8 } from 'node:buffer';
import type { Span } from '../protocol/nouns';

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const REPLACEMENT = 0xfffd;
const SIMPLE: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
/** Escape letter -> byte that it stands for. */
const ESCAPED = Uint8Array.from({ length: 256 }, (_, byte) => (SIMPLE[String.fromCharCode(byte)] ?? '\0').charCodeAt(0));

const hexDigit = (byte: number) => byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57;
const codeUnit = (raw: Uint8Array, at: number) => hexDigit(raw[at]) << 12 | hexDigit(raw[at + 1]) << 8 | hexDigit(raw[at + 2]) << 4 | hexDigit(raw[at + 3]);
const isSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xe000;
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit < 0xe000;
const utf8Length = (point: number) => point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

/** Code point of the escape at `at` (of a valid JSON string); a lone surrogate gives U+FFFD. */
function escapedPoint(raw: Uint8Array, at: number, end: number): number {
  if (raw[at + 1] !== LETTER_U) return ESCAPED[raw[at + 1]];
  const unit = codeUnit(raw, at + 2);
  if (!isSurrogate(unit)) return unit;
  if (isLowSurrogate(unit) || at + 12 > end || raw[at + 6] !== BACKSLASH || raw[at + 7] !== LETTER_U) return REPLACEMENT;
  const low = codeUnit(raw, at + 8);
  return isLowSurrogate(low) ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : REPLACEMENT;
}

/** Raw bytes of the escape at `at` that stands for `point`. */
const escapeLength = (raw: Uint8Array, at: number, point: number) => raw[at + 1] !== LETTER_U ? 2 : point >= 0x10000 ? 12 : 6;

/** Writes a code point as UTF-8; gives the offset after it. */
function writePoint(point: number, target: Uint8Array, at: number): number {
  if (point < 0x80) { target[at] = point; return at + 1; }
  const length = utf8Length(point);
  for (let i = length - 1; i > 0; i--, point >>= 6) target[at + i] = 0x80 | (point & 0x3f);
  target[at] = (0xf00 >> length & 0xff) | point;
  return at + length;
}

function resolveEscapes(raw: Uint8Array, start: number, end: number): Uint8Array {
  const target = Buffer.allocUnsafe(end - start);
  let length = 0;
  for (let i = start; i < end;) {
    const byte = raw[i];
    if (byte !== BACKSLASH) { target[length++] = byte; i++; continue; }
    const point = escapedPoint(raw, i, end);
    length = writePoint(point, target, length);
    i += escapeLength(raw, i, point);
  }
  return target.subarray(0, length);
}

/**
 * UTF-8 bytes of a valid JSON string whose content is `raw[start .. end)`, quotes excluded.
 * Without escapes this is a view of `raw`, not a copy. Lone surrogates and bytes that are not UTF-8 become U+FFFD.
 * @param isKnownUtf8 the raw bytes have been checked before.
 */
export function decodeJsonString(raw: Uint8Array, start: number, end: number, isKnownUtf8 = false): Uint8Array {
  const text = raw.subarray(start, end);
  const bytes = text.indexOf(BACKSLASH) < 0 ? text : resolveEscapes(raw, start, end);
  return isKnownUtf8 || isUtf8(bytes) ? bytes : Buffer.from(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
}

/** Allowed second bytes by lead byte (Unicode table 3-7); other leads allow 80..BF. */
const SECOND: Record<number, [low: number, high: number]> = { 0xe0: [0xa0, 0xbf], 0xed: [0x80, 0x9f], 0xf0: [0x90, 0xbf], 0xf4: [0x80, 0x8f] };

/** Bytes of the UTF-8 sequence at `at`; negative: that many bytes are invalid and decode to one U+FFFD. */
function sequenceLength(raw: Uint8Array, at: number, end: number): number {
  const lead = raw[at];
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let i = 1; i < length; i++) {
    const [low, high] = i === 1 ? SECOND[lead] ?? [0x80, 0xbf] : [0x80, 0xbf];
    if (at + i >= end || raw[at + i] < low || raw[at + i] > high) return -i;
  }
  return length;
}

/** Where the character that covers decoded byte `offset` begins and ends in the raw bytes; walks on from `from`. */
function locate(raw: Uint8Array, end: number, offset: number, from: { raw: number; decoded: number }): { start: number; end: number; decoded: number } {
  let { raw: at, decoded } = from;
  while (at < end) {
    const isEscape = raw[at] === BACKSLASH;
    const point = isEscape ? escapedPoint(raw, at, end) : 0;
    const sequence = isEscape ? 0 : sequenceLength(raw, at, end);
    const rawLength = isEscape ? escapeLength(raw, at, point) : Math.abs(sequence);
    const length = isEscape ? utf8Length(point) : sequence > 0 ? sequence : 3;
    if (decoded + length > offset) return { start: at, end: at + rawLength, decoded };
    decoded += length;
    at += rawLength;
  }
  return { start: end, end, decoded };
}

/** Raw byte range of a range of decoded bytes, widened to whole characters. */
export function rawSpanOf(raw: Uint8Array, start: number, end: number, span: Span): Span {
  const first = locate(raw, end, span.start, { raw: start, decoded: 0 });
  if (span.end <= span.start) return { start: first.start, end: first.start };
  return { start: first.start, end: locate(raw, end, span.end - 1, { raw: first.start, decoded: first.decoded }).end };
}
