/**
 * Control characters other than tab and line end, soft hyphen, zero-width and invisible characters, bidi controls,
 * line and paragraph separators, variation-selector and tag planes, and lone surrogates.
 */
export const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u2800\u3164\uffa0\u{e0100}-\u{e01ef}]/gu;

/** Control pictures (␀, ␛ ...) for C0 and DEL, which every reader knows; the code point for the rest. */
function standIn(character: string): string {
  const point = character.codePointAt(0)!;
  if (point < 0x20) return String.fromCodePoint(0x2400 + point);
  if (point === 0x7f) return '\u2421';
  return `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** The text with control, zero-width and bidi characters made visible; tab and line feed stay. */
export const visibleText = (text: string): string => text.replace(UNSEEN, standIn);
