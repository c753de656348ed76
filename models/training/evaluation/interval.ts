/** Exact 95 % interval (Clopper and Pearson) of a rate of which `hits` of `trials` were seen. */
export function exactInterval(hits: number, trials: number): { low: number; high: number } {
  const low = hits === 0 ? 0 : bisect(p => 1 - cumulative(hits - 1, trials, p) - 0.025);
  const high = hits === trials ? 1 : bisect(p => 0.025 - cumulative(hits, trials, p));
  return { low, high };
}

/** Where a rising function of 0..1 crosses zero. */
function bisect(f: (p: number) => number): number {
  let low = 0, high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle; else high = middle;
  }
  return (low + high) / 2;
}

/** Probability of at most `hits` of `trials`. */
function cumulative(hits: number, trials: number, p: number): number {
  let log = trials * Math.log1p(-p), sum = Math.exp(log);
  for (let k = 1; k <= hits; k++) {
    log += Math.log((trials - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(log);
  }
  return sum;
}

/** `0.5 % of 400 (0.1 to 1.8)`. */
export function rateText(hits: number, trials: number): string {
  if (trials === 0) return 'none';
  const { low, high } = exactInterval(hits, trials), points = (rate: number) => (100 * rate).toFixed(1);
  return `${points(hits / trials)} % of ${trials} (${points(low)} to ${points(high)})`;
}
