/** Longest exponent for which two numbers are compared digit by digit. */
const MAX_EXPONENT = 400;

/** A decimal number as an integer times a power of ten. */
function exact(text: string): { digits: bigint; exponent: number } {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? ['', '', '0'];
  return { digits: BigInt(`${sign}${whole}${fraction}`), exponent: Number(exponent) - fraction.length };
}

/** Compares two JSON numbers by value, with all their digits: below 0, 0 or above 0. */
export function compareNumbers(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (x !== y) return x - y; // rounding never turns an order round
  if (a === b || (a.length < 16 && b.length < 16)) return 0;
  const [left, right] = [exact(a), exact(b)];
  const shift = left.exponent - right.exponent;
  if (Math.abs(shift) > MAX_EXPONENT) return 0;
  const [l, r] = [left.digits * 10n ** BigInt(Math.max(0, shift)), right.digits * 10n ** BigInt(Math.max(0, -shift))];
  return l < r ? -1 : l > r ? 1 : 0;
}
