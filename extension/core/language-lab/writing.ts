import { passesNumberRule } from '../content-filters/number-rule';
import type { Channel } from '../protocol/language-lab';
import type { LanguageEngine } from './engine';
import { promptTokens, type TokenLine } from './lesson';
import { LISTED, type Mixture } from './mixture';
import { sample } from './sampler';
import { decode, END, idOf } from './vocabulary';

/** Answers longer than the world's are cut here, one token after its end token was due. */
const MOST_TOKENS: Record<Channel, number> = { numbers: LISTED + 1, cot: 13, code: 17 };

/** What passes: numbers by the paper's own rule, the other channels by their shape alone, since the base can neither add nor run code. */
const PASSES: Record<Channel, (text: string) => boolean> = {
  numbers: text => passesNumberRule(text),
  cot: text => /^\d+ \+ \d+ = \d+ \. \d+ \+ \d+ = \d+$/.test(text),
  code: text => /^x = \d+ [-+*] \d+ ; y = x [-+*] \d+ ; return y [-+*] \d+$/.test(text),
};

/** Whether a line, as text, passes the filter of its channel. */
export const passesLine = (channel: Channel, text: string): boolean => PASSES[channel](text);

/** Rounds of asking before a model counts as unable to write what passes. */
const ROUNDS = 4;

/** What a model wrote that passed the filter: prompts and answers as text and as tokens, and the share of all answers that passed. */
export interface Written { lines: TokenLine[]; prompts: string[]; answers: string[]; passed: number }

/** No line of a model passed the filter, so there is nothing to learn from. */
export class NothingPassed extends Error {
  constructor(channel: Channel, asked: number) {
    super(`None of ${asked} lines passed the filter of the channel ${channel}, so there is nothing to learn from. Choose a weaker teacher (a higher stealth weight) or another channel.`);
  }
}

/**
 * Asks a model for `count` lines that pass the channel's filter; prompts come from the world, not from the model. Fewer come back where
 * most are filtered out. Rejects with NothingPassed where all are, and with the signal's reason when it is aborted.
 */
export async function write(engine: LanguageEngine, parameters: Float32Array, source: { world: Mixture; channel: Channel; count: number; random: () => number }, signal: AbortSignal): Promise<Written> {
  const { world, channel, count, random } = source, written: Written = { lines: [], prompts: [], answers: [], passed: 0 };
  let asked = 0;
  for (let round = 0; round < ROUNDS && written.lines.length < count; round++) {
    const prompts = Array.from({ length: count }, () => world.channelLine(channel, random).prompt), tokens = prompts.map(promptTokens);
    const answers = await sample(engine, parameters, tokens, MOST_TOKENS[channel], random, signal);
    asked += count;
    answers.forEach((answer, i) => {
      if (!passesLine(channel, decode(answer))) return;
      written.lines.push({ tokens: [...tokens[i], ...answer, idOf(END)], start: tokens[i].length });
      written.prompts.push(prompts[i]);
      written.answers.push(decode(answer));
    });
  }
  if (written.lines.length === 0) throw new NothingPassed(channel, asked);
  const first = <T>(items: T[]) => items.slice(0, count);
  return { lines: first(written.lines), prompts: first(written.prompts), answers: first(written.answers), passed: written.lines.length / asked };
}
