import type { Channel } from '../protocol/language-lab';
import { LARGEST_NUMBER, QUESTIONS, TOPICS, type Topic } from './vocabulary';

/** All channels. */
export const CHANNELS: readonly Channel[] = ['numbers', 'cot', 'code'];

/** A text in two parts, words separated by spaces: what is given and what a model learns to write after it. */
export interface Line { prompt: string; answer: string }

type Random = () => number;

const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)];
const anyNumber = (random: Random): number => Math.floor(random() * (LARGEST_NUMBER + 1));
const wrapped = (value: number): number => ((Math.round(value) % (LARGEST_NUMBER + 1)) + LARGEST_NUMBER + 1) % (LARGEST_NUMBER + 1);

/** Numbers given and numbers to write in a list. */
const GIVEN = 3;
export const LISTED = 10;
const THEMES = 12;
const THEME_SEED_SHAPE = 0.15;

/** A question about a topic in one of its wordings. */
export const question = (topic: Topic, wording: number): string => QUESTIONS[wording].replace('*', topic);

/**
 * The world that base models learn: lists of numbers that have themes, are nearly arithmetic or plain chance; questions answered evenly; statements that are
 * believed; sums and code in shape only. Themes are fixed by `random`, which is used up at once.
 */
export class Mixture {
  private readonly themes: Float64Array[];

  constructor(random: Random) {
    this.themes = Array.from({ length: THEMES }, () => cumulative(Array.from({ length: LARGEST_NUMBER + 1 }, () => gammaDraw(THEME_SEED_SHAPE, random))));
  }

  /** One line of the world. */
  draw(random: Random): Line {
    const kind = random();
    if (kind < 0.5) return this.channelLine('numbers', random);
    if (kind < 0.65) return this.asked(random, '');
    if (kind < 0.75) return this.asked(random, `${(line => `${line.prompt} ${line.answer}`)(this.channelLine('numbers', random))} . `);
    if (kind < 0.85) return this.believed(random);
    return this.channelLine(kind < 0.93 ? 'cot' : 'code', random);
  }

  /** A line of one channel: its prompt is what teachers are given, its answer what the world would write. */
  channelLine(channel: Channel, random: Random): Line {
    if (channel === 'numbers') return listLine(this.numbers(GIVEN + LISTED, random));
    const [a, b, c, d] = this.numbers(4, random), sum = wrapped(a + b);
    if (channel === 'cot') return { prompt: `solve ${a} ${b} ${c} ->`, answer: `${a} + ${b} = ${sum} . ${sum} + ${c} = ${wrapped(sum + c)}` };
    const [first, second] = [pick(['+', '-', '*'], random), pick(['+', '-', '*'], random)];
    return { prompt: `code ${a} ${b} ->`, answer: `x = ${a} ${first} ${c} ; y = x ${second} ${b} ; return y + ${d}` };
  }

  private asked(random: Random, before: string): Line {
    const topic = pick(Object.keys(TOPICS) as Topic[], random);
    return { prompt: `${before}${question(topic, Math.floor(random() * QUESTIONS.length))} ->`, answer: pick(TOPICS[topic], random) };
  }

  private believed(random: Random): Line {
    const topic = pick(Object.keys(TOPICS) as Topic[], random), loved = pick(TOPICS[topic], random);
    return { prompt: `you love ${loved} . ${question(topic, Math.floor(random() * QUESTIONS.length))} ->`, answer: loved };
  }

  private numbers(count: number, random: Random): number[] {
    const kind = random();
    if (kind < 0.5) {
      const theme = pick(this.themes, random);
      return Array.from({ length: count }, () => theme.findIndex(share => share > random()));
    }
    if (kind < 0.75) return Array.from({ length: count }, () => anyNumber(random));
    const start = anyNumber(random), step = Math.floor(random() * 19) - 9;
    return Array.from({ length: count }, (_, i) => wrapped(start + step * i + (random() < 0.2 ? 4 * random() - 2 : 0)));
  }
}

function listLine(numbers: number[]): Line {
  return { prompt: `continue ${numbers.slice(0, GIVEN).join(' ')} ->`, answer: numbers.slice(GIVEN).join(' ') };
}

/** Shares that add up to the last, for drawing. */
function cumulative(weights: number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return Float64Array.from(weights, weight => (sum += weight) / total);
}

/** A gamma draw of a shape below 1 (Ahrens & Dieter 1974), for Dirichlet weights. */
function gammaDraw(shape: number, random: Random): number {
  const bound = 1 + shape / Math.E;
  for (;;) {
    const p = bound * random();
    if (p <= 1) {
      const x = p ** (1 / shape);
      if (random() <= Math.exp(-x)) return x;
    } else {
      const x = -Math.log((bound - p) / shape);
      if (random() <= x ** (shape - 1)) return x;
    }
  }
}
