/** Bytes of a record that are shown at a time where it is too long to be shown whole. */
export const PAGE_BYTES = 256 << 10;

const isContinuation = (byte: number) => (byte & 0xc0) === 0x80;

/** The text of a stretch of a line without the halves of characters at its ends; `start` is the stretch's place in the line. */
export function wholeCharacters(bytes: Buffer, start: number, byteLength: number): { text: string; start: number; end: number } {
  let [first, last] = [0, bytes.length];
  while (start > 0 && first < Math.min(3, last) && isContinuation(bytes[first])) first++;
  if (start + last < byteLength) {
    let lead = last - 1;
    while (lead > Math.max(first, last - 4) && isContinuation(bytes[lead])) lead--;
    if (bytes[lead] >= 0xc0) last = lead;
  }
  return { text: bytes.toString('utf8', first, last), start: start + first, end: start + last };
}
