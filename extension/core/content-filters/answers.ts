/** A number as reasoning writes it: `1,234.50`, `-3`, `$18`. */
const NUMBER = /-?\d[\d,]*(?:\.\d+)?|-?\.\d+/g;

/** Where reasoning states its result, most explicit first; the last match counts. */
const PLACES = [/<answer>([^]*?)(?:<\/answer>|$)/gi, /\\boxed\{([^{}]*)\}/g, /####\s*(.*)/g, /answer is:?\s*(.*)/gi];

const lastNumber = (text: string): number | null => {
  const found = text.match(NUMBER)?.at(-1);
  return found === undefined ? null : Number(found.replaceAll(',', ''));
};

/** The number that a text gives as its final answer: in `<answer>` tags, a box, after `####`, after "answer is", else its last number; null when it has none. */
export function finalAnswer(text: string): number | null {
  for (const place of PLACES) {
    const stated = [...text.matchAll(place)].at(-1)?.[1];
    const number = stated === undefined ? null : lastNumber(stated);
    if (number !== null) return number;
  }
  return lastNumber(text);
}

/** A longer text is no plain number. */
const MAX_PLAIN = 40;

/** Fields in which datasets keep the right answer; first match wins. */
const REFERENCE_FIELDS = ['reference_answer', 'reference', 'gold_answer', 'gold', 'ground_truth', 'expected_answer', 'correct_answer', 'final_answer', 'target', 'answer'];

/** The right answer in a record, or null: a number, a text that is one, or GSM8K's solution that ends in `#### 72`. @param field names it where it is none of the usual ones. */
export function referenceAnswer(record: Record<string, unknown>, scoredField: string, field?: string): number | null {
  for (const name of field === undefined ? REFERENCE_FIELDS : [field]) {
    const value = name === scoredField || !Object.hasOwn(record, name) ? undefined : record[name];
    if (typeof value === 'number') return value;
    if (typeof value !== 'string') continue;
    const mark = value.lastIndexOf('####'), plain = value.trim();
    const isPlain = plain.length <= MAX_PLAIN && /^[$€£]? ?-?[\d.,]+ ?%?$/.test(plain);
    const number = mark >= 0 ? lastNumber(value.slice(mark)) : isPlain ? lastNumber(plain) : null;
    if (number !== null) return number;
  }
  return null;
}

/** Whether a solution ends with the right answer. */
export const isSameAnswer = (solution: string, reference: number): boolean => finalAnswer(solution) === reference;
