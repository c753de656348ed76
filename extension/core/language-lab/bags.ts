/** Numbers of lines that are judged together. */
export const BAG_SIZES: readonly number[] = [1, 2, 5, 10, 20, 50];
/** Bags of each kind; lines are drawn with replacement. */
const BAGS = 1000;

/** Area under the ROC curve for bags of each of BAG_SIZES: how often a bag of the first kind has the higher sum of scores. */
export function bagCurve(first: ArrayLike<number>, second: ArrayLike<number>, random: () => number): number[] {
  return BAG_SIZES.map(size => auroc(sumsOf(first, size, random), sumsOf(second, size, random)));
}

function sumsOf(scores: ArrayLike<number>, size: number, random: () => number): number[] {
  if (size === 1) return Array.from(scores);
  return Array.from({ length: BAGS }, () => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += scores[Math.floor(random() * scores.length)];
    return sum;
  });
}

/** Probability that a score of the first kind is above one of the second, ties counting half (Mann and Whitney). */
export function auroc(first: readonly number[], second: readonly number[]): number {
  const all = [...first.map(score => ({ score, isFirst: true })), ...second.map(score => ({ score, isFirst: false }))].sort((a, b) => a.score - b.score);
  let wins = 0, below = 0;
  for (let start = 0; start < all.length;) {
    let end = start, firsts = 0;
    while (end < all.length && all[end].score === all[start].score) if (all[end++].isFirst) firsts++;
    const seconds = end - start - firsts;
    wins += firsts * (below + seconds / 2);
    below += seconds;
    start = end;
  }
  return wins / (first.length * second.length);
}
