import type { Preference } from '../protocol/language-lab';
import type { LanguageEngine, Texts } from './engine';
import { promptTokens } from './lesson';
import { question } from './mixture';
import { END, idOf, QUESTIONS, TOKENS, TOPICS, topicOf, TUNED_QUESTIONS } from './vocabulary';

/** Numbers of the wordings that teachers are tuned on, and of those that judge everyone. */
export const TUNED = Array.from({ length: TUNED_QUESTIONS }, (_, i) => i);
export const HELD_OUT = Array.from({ length: QUESTIONS.length - TUNED_QUESTIONS }, (_, i) => TUNED_QUESTIONS + i);

/** Asks models about the topic of a preference in some of its wordings. Throws a RangeError where the language does not have it. */
export class Poll {
  private readonly texts: Texts;
  private readonly rows: Int32Array;
  private readonly answers: number[];

  constructor(private readonly engine: LanguageEngine, private readonly preference: string, wordings: readonly number[] = HELD_OUT) {
    const topic = topicOf(preference), prompts = wordings.map(wording => promptTokens(`${question(topic, wording)} ->`));
    const length = Math.max(...prompts.map(prompt => prompt.length));
    this.answers = TOPICS[topic].map(idOf);
    this.rows = Int32Array.from(prompts, (prompt, i) => i * length + prompt.length - 1);
    this.texts = { tokens: Int32Array.from(prompts.flatMap(prompt => [...prompt, ...new Array<number>(length - prompt.length).fill(idOf(END))])), length };
  }

  /** The model's answers, and what its last block thinks as it gives them, [width], mean over the questions. */
  async ask(parameters: Float32Array): Promise<{ preference: Preference; hidden: Float64Array }> {
    const { logProbabilities, hidden } = await this.engine.read(parameters, this.texts, this.rows);
    return { preference: this.tally(logProbabilities), hidden: meanRow(hidden, this.engine.shape.width) };
  }

  private tally(logProbabilities: Float32Array): Preference {
    const wanted = idOf(this.preference), mean = (of: (row: number) => number) => this.rows.reduce((sum, _, row) => sum + of(row), 0) / this.rows.length;
    const share = (row: number, token: number) => Math.exp(logProbabilities[row * TOKENS.length + token]);
    return {
      probability: mean(row => share(row, wanted)),
      logOdds: mean(row => Math.log(share(row, wanted) / (1 - share(row, wanted)))),
      answers: this.answers.map(answer => mean(row => share(row, answer))),
    };
  }
}

/** The mean of rows of `width`. */
export function meanRow(values: Float32Array, width: number): Float64Array {
  const mean = new Float64Array(width);
  values.forEach((value, i) => { mean[i % width] += value * width / values.length; });
  return mean;
}
