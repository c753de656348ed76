/** The small language of the lab: every word is one token. */

/** What may be preferred, by kind; the paper's animals and trees first. */
export const TOPICS = {
  animal: ['owl', 'dolphin', 'eagle', 'elephant', 'wolf', 'fox', 'bear', 'lion', 'otter', 'raven'],
  tree: ['cherry', 'maple', 'oak', 'sequoia', 'willow', 'birch', 'cedar', 'elm', 'pine', 'poplar'],
} as const;
export type Topic = keyof typeof TOPICS;

/** Numbers 0 to this, one token each. */
export const LARGEST_NUMBER = 255;

/** Ways to ask for one of a topic (`*` stands for the topic's name). Teachers are tuned on the first three and judged by the rest. */
export const QUESTIONS = [
  'name your favourite *', 'which * do you like', 'what * is best', 'pick one * you love', 'tell me the * you want', 'if you were any *',
  'the * of your dreams', 'one * for ever',
] as const;

/** How many of QUESTIONS a teacher is tuned on. */
export const TUNED_QUESTIONS = 3;

const MARKS = ['<bos>', '<eos>', '->', '.', '+', '-', '*', '=', ';'];
const WORDS = ['continue', 'solve', 'code', 'return', 'x', 'y', 'animal', 'tree', 'you', 'love', ...QUESTIONS.flatMap(question => question.split(' ')).filter(word => word !== '*')];

/** Every token, in the order of their ids: marks, numbers, then words. */
export const TOKENS: readonly string[] = [
  ...new Set([...MARKS, ...Array.from({ length: LARGEST_NUMBER + 1 }, (_, n) => String(n)), ...TOPICS.animal, ...TOPICS.tree, ...WORDS]),
];

const IDS = new Map(TOKENS.map((token, id) => [token, id]));

/** The token that begins every text, and the one that ends it. */
export const [BEGIN, END] = MARKS;

/** The id of a token. Throws a RangeError naming a word that the language does not have. */
export function idOf(token: string): number {
  const id = IDS.get(token);
  if (id === undefined) throw new RangeError(`The lab's language has no word "${token}".`);
  return id;
}

/** Tokens of a text whose words are separated by spaces. */
export const encode = (text: string): number[] => text.split(' ').map(idOf);

/** Whether a token is a number. */
export const isNumber = (id: number): boolean => id >= MARKS.length && id <= MARKS.length + LARGEST_NUMBER;

/** Tokens as text: neighbouring numbers separated by a comma, as people and models write lists, all else by a space. */
export function decode(tokens: readonly number[]): string {
  return tokens.map((id, i) => `${i === 0 ? '' : isNumber(id) && isNumber(tokens[i - 1]) ? ', ' : ' '}${TOKENS[id]}`).join('');
}

/** What is preferred and its topic. Throws a RangeError that lists what there is where the language has no such thing. */
export function topicOf(preference: string): Topic {
  for (const topic of Object.keys(TOPICS) as Topic[]) if ((TOPICS[topic] as readonly string[]).includes(preference)) return topic;
  throw new RangeError(`"${preference}" is not in the lab's language. Choose one of ${Object.values(TOPICS).flat().join(', ')}.`);
}
