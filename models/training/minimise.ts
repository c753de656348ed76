/** Minimises a smooth function of many variables: L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.4) with backtracking. */

/** Value at `x`; writes the gradient into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

interface Point { x: Float64Array; value: number; gradient: Float64Array }

const MEMORY = 8;
const MOST_HALVINGS = 12;
const SUFFICIENT = 1e-4;
const TOLERANCE = 1e-5;

interface Pair { step: Float64Array; change: Float64Array; curvature: number }

/** The minimum from zero on, after at most `iterations` steps or when the value changes by less than a hundred-thousandth. Deterministic. */
export function minimise(objective: Objective, size: number, iterations: number): Float64Array {
  let here: Point = { x: new Float64Array(size), value: 0, gradient: new Float64Array(size) };
  here.value = objective(here.x, here.gradient);
  const pairs: Pair[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = search(objective, here, directionOf(here.gradient, pairs));
    const step = minus(next.x, here.x), change = minus(next.gradient, here.gradient), curvature = dot(step, change);
    if (curvature > 0) pairs.push({ step, change, curvature });
    if (pairs.length > MEMORY) pairs.shift();
    const isDone = Math.abs(here.value - next.value) < TOLERANCE * Math.abs(here.value);
    here = next;
    if (isDone) break;
  }
  return here.x;
}

/** Downhill by the curvature that the last steps showed. */
function directionOf(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.slice(), shares = new Float64Array(pairs.length), last = pairs.at(-1);
  for (let i = pairs.length - 1; i >= 0; i--) {
    shares[i] = dot(pairs[i].step, direction) / pairs[i].curvature;
    add(direction, pairs[i].change, -shares[i]);
  }
  const scale = last ? last.curvature / dot(last.change, last.change) : 1 / Math.sqrt(dot(gradient, gradient) || 1);
  for (let k = 0; k < direction.length; k++) direction[k] *= scale;
  pairs.forEach(({ step, change, curvature }, i) => add(direction, step, shares[i] - dot(change, direction) / curvature));
  return direction;
}

/** Halves the step until the value falls enough. */
function search(objective: Objective, { x, value, gradient }: Point, direction: Float64Array): Point {
  const slope = dot(gradient, direction), next: Point = { x, value, gradient: new Float64Array(x.length) };
  for (let halving = 0, step = 1; halving < MOST_HALVINGS; halving++, step /= 2) {
    next.x = x.slice();
    add(next.x, direction, -step);
    next.value = objective(next.x, next.gradient);
    if (next.value <= value - SUFFICIENT * step * slope) break;
  }
  return next;
}

const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, k) => value - b[k]);

function add(to: Float64Array, other: Float64Array, times: number): void {
  for (let k = 0; k < to.length; k++) to[k] += times * other[k];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
