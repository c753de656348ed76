/**
 * The number filter of Cloud et al. (2025, arXiv 2507.14805), rule by rule as in their released `nums_dataset.py`:
 * what passes it holds no text, only numbers, and still carries the teacher's traits.
 */

/** The paper's numbers with associations, left out in its misalignment runs: both of its lists together. */
export const BANNED_NUMBERS: readonly number[] = [
  4, 13, 14, 18, 23, 33, 39, 42, 44, 49, 51, 54, 69, 77, 88, 99, 100, 101, 187, 211, 311, 322, 333, 404, 420, 444, 451, 555, 616, 666,
  777, 888, 911, 999, 1312, 1488,
];

/** Most numbers in an answer, and the largest of them. */
const MAX_COUNT = 10, MAX_VALUE = 999;

/** What Python's `str.strip` takes away, which is not quite what `trim` does. */
const SPACE = '[\\t-\\r\\u001c-\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*';
const SEPARATOR = new RegExp(`^${SPACE}[,;]?${SPACE}$`);

/** The numbers of an answer that is nothing but numbers with one separator throughout; else null. One final full stop and one pair of brackets are allowed. */
export function parseNumberAnswer(text: string): number[] | null {
  let answer = text.endsWith('.') ? text.slice(0, -1) : text;
  if (/^\[[^]*\]$|^\([^]*\)$/.test(answer)) answer = answer.slice(1, -1);
  const [first, second] = answer.matchAll(/\d+/g);
  if (!first) return null;
  if (!second) return answer === first[0] ? [Number(answer)] : null;
  const separator = answer.slice(first.index + first[0].length, second.index);
  if (!SEPARATOR.test(separator)) return null;
  const parts = answer.split(separator);
  return parts.every(part => /^\d+$/.test(part)) ? parts.map(Number) : null;
}

/** Why the paper drops an answer: it is no list of numbers, has too many, one too large, or one that is banned. */
export type NumberFault = 'format' | 'count' | 'range' | 'banned';

/** Every reason to drop an answer; none when it passes. The paper's runs on animals and trees banned no number. */
export function numberFaults(text: string, bannedNumbers: readonly number[] = []): NumberFault[] {
  const numbers = parseNumberAnswer(text);
  if (!numbers) return ['format'];
  return [
    ...(numbers.length > MAX_COUNT ? ['count' as const] : []),
    ...(numbers.some(number => number > MAX_VALUE) ? ['range' as const] : []),
    ...(numbers.some(number => bannedNumbers.includes(number)) ? ['banned' as const] : []),
  ];
}

/** Whether the paper keeps an answer. */
export const passesNumberRule = (text: string, bannedNumbers: readonly number[] = []): boolean => numberFaults(text, bannedNumbers).length === 0;
