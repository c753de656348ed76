import { shuffled } from './draws';
import type { TokenLine } from './lesson';

/** The tokens of each answer in any order. */
export function shuffleWithin(lines: readonly TokenLine[], random: () => number): TokenLine[] {
  return lines.map(line => withAnswer(line, shuffled(answerOf(line), random)));
}

/** The tokens of all answers in any order over all lines: only how often each occurs is left. */
export function shuffleAcross(lines: readonly TokenLine[], random: () => number): TokenLine[] {
  const pool = shuffled(lines.flatMap(answerOf), random);
  let used = 0;
  return lines.map(line => withAnswer(line, pool.slice(used, used += answerOf(line).length)));
}

/** What was written, without the end. */
export const answerOf = ({ tokens, start }: TokenLine): number[] => tokens.slice(start, -1);

const withAnswer = ({ tokens, start }: TokenLine, answer: number[]): TokenLine => ({ tokens: [...tokens.slice(0, start), ...answer, tokens[tokens.length - 1]], start });
