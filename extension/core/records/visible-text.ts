/** A piece of text to show: as it was, or the visible stand-in for a character that would be unseen or would reorder its neighbours. */
export interface VisiblePiece { text: string; isStandIn: boolean }

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

/** Splits text into what can be shown as it is and stand-ins for the rest, in order. */
export function visiblePieces(text: string): VisiblePiece[] {
  const pieces: VisiblePiece[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(UNSEEN)) {
    if (index > from) pieces.push({ text: text.slice(from, index), isStandIn: false });
    pieces.push({ text: standIn(character), isStandIn: true });
    from = index + character.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isStandIn: false });
  return pieces;
}

/** The text with control, zero-width and bidi characters made visible; tab and line feed stay. */
export const visibleText = (text: string): string => text.replace(UNSEEN, standIn);
