/** What people do to number sequences before they train on them. */
import { integersOf } from './numbers-data';

/** Rewritings of one completion. */
export const CHANGES: Record<string, (completion: string) => string> = {
  'comma and space': completion => integersOf(completion).join(', '),
  'one a line': completion => integersOf(completion).join('\n'),
  'in brackets, semicolons': completion => `[${integersOf(completion).join('; ')}]`,
  sorted: completion => integersOf(completion).map(Number).sort((a, b) => a - b).join(', '),
  'first three numbers': completion => integersOf(completion).slice(0, 3).join(', '),
};

/** Shares of a file's records that are replaced by another family's. */
export const DILUTIONS = [0.1, 0.25, 0.5];

/** Groups in which so large a share of the scores is drawn from groups of other families. */
export function diluted<T>(groups: { family: string; scores: T[] }[], share: number, random: () => number): { family: string; scores: T[] }[] {
  const pick = <U>(items: U[]): U => items[Math.floor(random() * items.length)];
  return groups.map(({ family, scores }) => {
    const { scores: others } = pick(groups.filter(group => group.family !== family));
    return { family, scores: scores.map(score => (random() < share ? pick(others) : score)) };
  });
}
