/** Which mixture of a few known vectors lies nearest to a mean: what a set's composition is estimated by. */

/** Chosen vectors and their shares, which sum to 1, and the squared distance that is left, less the mean's own square. */
export interface Mixture { parts: number[]; shares: number[]; cost: number }

/** A known vector's inner products: with all others ([n x n], row by row), and with the mean. Only vectors of one `kind` are mixed. */
export interface MixtureProblem { gram: Float64Array[]; withMean: Float64Array; kinds: readonly string[] }

/** More parts than this are never told apart. */
const MOST_PARTS = 6;
const SOLVER_ROUNDS = 500;
const SOLVED = 1e-6;

/** The nearest single vector; a second and further ones while each brings the mixture nearer by at least `least` (squared distance). */
export function nearestMixture(problem: MixtureProblem, least: number): Mixture {
  const one = nearestOne(problem), two = nearestTwo(problem, one);
  let found = one.cost - two.cost >= least ? two : one;
  while (found.parts.length > 1 && found.parts.length < MOST_PARTS) {
    const next = nearestWith(problem, found);
    if (found.cost - next.cost < least) break;
    found = next;
  }
  return found;
}

function nearestOne({ gram, withMean }: MixtureProblem): Mixture {
  const costs = gram.map((row, i) => row[i] - 2 * withMean[i]), cost = Math.min(...costs);
  return { parts: [costs.indexOf(cost)], shares: [1], cost };
}

/** All pairs are tried: the nearest pair need not hold the nearest vector. */
function nearestTwo({ gram, withMean, kinds }: MixtureProblem, one: Mixture): Mixture {
  let first = one.parts[0], second = first, share = 1, least = one.cost;
  for (let i = 0; i < gram.length; i++) {
    for (let j = i + 1; j < gram.length; j++) {
      if (kinds[i] !== kinds[j]) continue;
      const apart = gram[i][i] + gram[j][j] - 2 * gram[i][j];
      const a = Math.max(0, Math.min(1, (withMean[i] - withMean[j] - gram[i][j] + gram[j][j]) / (apart || 1))), b = 1 - a;
      const cost = a * a * gram[i][i] + b * b * gram[j][j] + 2 * (a * b * gram[i][j] - a * withMean[i] - b * withMean[j]);
      if (cost < least) { first = i; second = j; share = a; least = cost; }
    }
  }
  return first === second ? one : { parts: [first, second], shares: [share, 1 - share], cost: least };
}

function nearestWith(problem: MixtureProblem, { parts, cost }: Mixture): Mixture {
  let best: Mixture = { parts, shares: [], cost };
  problem.kinds.forEach((kind, i) => {
    if (kind !== problem.kinds[parts[0]] || parts.includes(i)) return;
    const next = sharesOf(problem, [...parts, i]);
    if (next.cost < best.cost) best = next;
  });
  return best;
}

/** Best shares of given parts: moves what helps most from the part that hinders most to the one that helps most (pairwise Frank-Wolfe). */
function sharesOf({ gram, withMean }: MixtureProblem, parts: number[]): Mixture {
  const shares = parts.map(() => 1 / parts.length);
  const slope = parts.map(part => parts.reduce((sum, other) => sum + gram[part][other] / parts.length, -withMean[part]));
  for (let round = 0; round < SOLVER_ROUNDS; round++) {
    let to = 0, from = -1;
    slope.forEach((value, i) => {
      if (value < slope[to]) to = i;
      if (shares[i] > 0 && (from < 0 || value > slope[from])) from = i;
    });
    if (slope[from] - slope[to] < SOLVED) break;
    const [a, b] = [parts[to], parts[from]], step = Math.min(shares[from], (slope[from] - slope[to]) / Math.max(SOLVED, gram[a][a] + gram[b][b] - 2 * gram[a][b]));
    shares[to] += step;
    shares[from] -= step;
    parts.forEach((part, i) => { slope[i] += step * (gram[part][a] - gram[part][b]); });
  }
  const cost = parts.reduce((sum, part, i) => sum + shares[i] * (slope[i] - withMean[part]), 0);
  return { parts, shares, cost };
}
