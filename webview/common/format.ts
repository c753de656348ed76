const integers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A count with thousands separators. */
export function count(value: number): string {
  return integers.format(value);
}

/** A count with its noun, in the singular where it is one. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A size in bytes, as people read it (decimal units). */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let size = value;
  while (size >= 1000 && unit < units.length - 1) { size /= 1000; unit++; }
  return unit === 0 ? plural(value, 'byte') : `${size.toFixed(size < 10 ? 2 : 1)} ${units[unit]}`;
}

/** A fraction as a percentage, with more digits where it is small; never rounded to nothing. */
export function percent(fraction: number): string {
  if (fraction > 0 && fraction < 0.0001) return '< 0.01 %';
  const value = fraction * 100;
  return `${value.toFixed(value < 1 ? 2 : value < 10 ? 1 : 0)} %`;
}

/** What log-odds (nats) do to the odds, as the editor's hover words it: `×1.9`. */
export function factor(logOdds: number): string {
  return `×${Math.exp(logOdds).toPrecision(2)}`;
}
