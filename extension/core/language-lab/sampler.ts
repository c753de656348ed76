import { cacheNames } from './decode-graph';
import { floats, ids, type LanguageEngine } from './engine';
import { END, idOf, TOKENS } from './vocabulary';

/** Texts that are continued side by side. */
const TEXTS_PER_RUN = 256;

/**
 * Continues prompts of one length by drawing tokens at temperature 1 until the end token or `most` tokens; the end is left out.
 * Same random numbers, same texts. Rejects with the signal's reason when it is aborted, within a token.
 */
export async function sample(engine: LanguageEngine, parameters: Float32Array, prompts: readonly number[][], most: number, random: () => number, signal: AbortSignal): Promise<number[][]> {
  const texts: number[][] = [];
  for (let start = 0; start < prompts.length; start += TEXTS_PER_RUN) {
    texts.push(...await continued(engine, parameters, prompts.slice(start, start + TEXTS_PER_RUN), most, random, signal));
  }
  return texts;
}

async function continued(engine: LanguageEngine, parameters: Float32Array, prompts: readonly number[][], most: number, random: () => number, signal: AbortSignal): Promise<number[][]> {
  const batch = prompts.length, end = idOf(END), answers = prompts.map((): number[] => []), isOpen = prompts.map(() => true);
  const weights = floats(parameters, [parameters.length]);
  let caches = engine.emptyCaches(batch), tokens = ids(Int32Array.from(prompts.flat()), [batch, prompts[0].length]);
  for (let i = 0; i < most && isOpen.includes(true); i++) {
    signal.throwIfAborted();
    const result = await engine.decode({ parameters: weights, tokens, ...caches });
    caches = Object.fromEntries(cacheNames(engine.shape).map(name => [name, result[`${name}.next`]]));
    const drawn = drawRows(result.logits.data as Float32Array, random);
    drawn.forEach((token, text) => {
      if (isOpen[text] && token !== end) answers[text].push(token);
      else isOpen[text] = false;
    });
    tokens = ids(drawn, [batch, 1]);
  }
  return answers;
}

/** One token of each row of logits, by its softmax. */
function drawRows(logits: Float32Array, random: () => number): Int32Array {
  const size = TOKENS.length, shares = new Float64Array(size);
  return Int32Array.from({ length: logits.length / size }, (_, row) => {
    let top = -Infinity, sum = 0;
    for (let i = 0; i < size; i++) top = Math.max(top, logits[row * size + i]);
    for (let i = 0; i < size; i++) sum += shares[i] = Math.exp(logits[row * size + i] - top);
    let left = random() * sum, token = 0;
    while (token < size - 1 && (left -= shares[token]) >= 0) token++;
    return token;
  });
}
