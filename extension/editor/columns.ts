/** UTF-8 bytes of one code point. */
const utf8Length = (codePoint: number): number => codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

/**
 * Turns byte offsets within a line's UTF-8 form into UTF-16 columns: the only place that does.
 * An offset inside a character gives the column where that character begins; one past the end gives the line's length.
 * A lone surrogate counts three bytes, as its replacement character does. Offsets may come in any order.
 */
export function utf16Columns(line: string, byteOffsets: readonly number[]): number[] {
  const order = byteOffsets.map((_, index) => index).sort((a, b) => byteOffsets[a] - byteOffsets[b]);
  const columns = new Array<number>(byteOffsets.length);
  let [bytes, column] = [0, 0];
  for (const index of order) {
    while (column < line.length) {
      const codePoint = line.codePointAt(column) ?? 0;
      if (bytes + utf8Length(codePoint) > byteOffsets[index]) break;
      bytes += utf8Length(codePoint);
      column += codePoint > 0xffff ? 2 : 1;
    }
    columns[index] = column;
  }
  return columns;
}
