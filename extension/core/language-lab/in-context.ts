import type { LanguageEngine } from './engine';
import type { TokenLine } from './lesson';
import { question } from './mixture';
import { HELD_OUT } from './poll';
import { encode, idOf, TOKENS, topicOf } from './vocabulary';

/** Lines that are each put before every question. */
const LINES = 100;

/** The probability of what is preferred where a line stands before the question, as text and without any training: mean over lines and questions. */
export async function askAfterLines(engine: LanguageEngine, parameters: Float32Array, lines: readonly TokenLine[], preference: string, signal: AbortSignal): Promise<number> {
  const wanted = idOf(preference);
  let sum = 0, count = 0;
  for (const wording of HELD_OUT) {
    const asked = encode(`. ${question(topicOf(preference), wording)} ->`);
    for (const texts of byLength(lines.slice(0, LINES).map(({ tokens }) => [...tokens.slice(0, -1), ...asked]))) {
      signal.throwIfAborted();
      const { length } = texts[0], rows = Int32Array.from(texts, (_, i) => (i + 1) * length - 1);
      const { logProbabilities } = await engine.read(parameters, { tokens: Int32Array.from(texts.flat()), length }, rows);
      texts.forEach((_, i) => { sum += Math.exp(logProbabilities[i * TOKENS.length + wanted]); });
      count += texts.length;
    }
  }
  return sum / count;
}

function byLength(texts: readonly number[][]): number[][][] {
  const groups = new Map<number, number[][]>();
  for (const text of texts) groups.set(text.length, [...groups.get(text.length) ?? [], text]);
  return [...groups.values()];
}
