/** One value over time; seconds and whatever `value` counts in. */
export interface Point { seconds: number; value: number }

/** A straight line through points: what it rises by per hour, the standard error of that, and the rise from the first point to the last. */
export interface Trend { perHour: number; errorPerHour: number; rise: number; riseError: number }

/** Standard errors that a slope must exceed to be one: a fit of this many points exceeds them by chance in about one run of a thousand. */
const ERRORS = 3.5;

/** Least squares over all points; needs three. */
export function trendOf(points: readonly Point[]): Trend {
  if (points.length < 3) throw new Error(`A trend needs three points; there are ${points.length}.`);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const atMean = mean(points.map(({ seconds }) => seconds)), valueMean = mean(points.map(({ value }) => value));
  const spread = points.reduce((sum, { seconds }) => sum + (seconds - atMean) ** 2, 0);
  const slope = points.reduce((sum, { seconds, value }) => sum + (seconds - atMean) * (value - valueMean), 0) / spread;
  const residual = points.reduce((sum, { seconds, value }) => sum + (value - valueMean - slope * (seconds - atMean)) ** 2, 0);
  const error = Math.sqrt(residual / (points.length - 2) / spread), length = points[points.length - 1].seconds - points[0].seconds;
  return { perHour: slope * 3600, errorPerHour: error * 3600, rise: slope * length, riseError: error * length };
}

/** True when a trend rises beyond its own noise and by more than `tolerated`, which is what caches that still fill take. */
export const isRising = ({ rise, riseError }: Trend, tolerated: number): boolean => rise > ERRORS * riseError && rise > tolerated;

/** True when the least of the last quarter is above the most of the quarter before the last half: what is closed late comes back down. */
export function hasGrown(values: readonly number[]): boolean {
  const quarter = Math.floor(values.length / 4);
  if (quarter === 0) return false;
  return Math.min(...values.slice(-quarter)) > Math.max(...values.slice(quarter, 2 * quarter));
}
