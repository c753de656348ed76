import type { FilterValue } from '../filter/compile';

/** A value's place in an order: a rank by kind, then 16 bytes that compare as the values do. */
export const KEY_WORDS = 5;

const RANKS = { number: 1, string: 2, boolean: 3, null: 4, array: 5, object: 6, missing: 7 } as const;
/** Missing values come last in both directions. */
const LAST = 0xffffffff;
const HEAD_CHARACTERS = 16;
const scratch = new DataView(new ArrayBuffer(16));

function writeNumber(text: string): void {
  const value = Number(text);
  scratch.setFloat64(0, value);
  const [high, low] = [scratch.getUint32(0), scratch.getUint32(4)];
  const isNegative = (high & 0x80000000) !== 0;
  scratch.setUint32(0, isNegative ? ~high : high | 0x80000000);
  scratch.setUint32(4, isNegative ? ~low : low);
  // digits that a double does not hold
  const rest = text.length > 15 && /^-?\d+$/.test(text) && Number.isFinite(value) ? BigInt(text) - BigInt(value) : 0n;
  scratch.setBigInt64(8, rest);
  scratch.setUint32(8, scratch.getUint32(8) ^ 0x80000000);
}

function writeText(text: string): void {
  const bytes = Buffer.from(text.slice(0, HEAD_CHARACTERS));
  for (let i = 0; i < 16; i++) scratch.setUint8(i, i < bytes.length ? bytes[i] : 0);
}

/** Writes the key of a value at `at`; descending keys are turned round. Numbers keep all digits up to 19; texts are ordered by their first 16 bytes. */
export function writeKey(value: FilterValue | undefined, isDescending: boolean, target: Uint32Array, at: number): void {
  for (let i = 0; i < 4; i++) scratch.setUint32(i * 4, 0);
  if (!value) { target.fill(LAST, at, at + KEY_WORDS); return; }
  if (value.kind === 'number') writeNumber(value.text);
  else if (value.kind === 'string' || value.kind === 'boolean') writeText(value.head ?? value.text);
  else if (value.size !== undefined) writeNumber(String(value.size));
  target[at] = isDescending ? 16 - RANKS[value.kind] : RANKS[value.kind];
  for (let i = 0; i < 4; i++) target[at + 1 + i] = isDescending ? ~scratch.getUint32(i * 4) : scratch.getUint32(i * 4);
}
