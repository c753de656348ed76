/** Imitates how a teacher continues a list of numbers, from small fitted statistics; no text of any teacher is stored. */

import { randomFrom } from '../core/fingerprint/random';

/** A distribution over names: weights that need not sum to one. */
export type Weights = Record<string, number>;

/** What was fitted to one teacher. A *move* says where a number comes from: `3:1` = the number three back plus one, `s:0` = as many back as there were seeds, `new` = a fresh value. */
export interface Teacher {
  model: string;
  family: string;
  counts: Weights;
  /** Separator and brackets, as in `[, ]`: opening, separator, closing, split by `|`. */
  formats: Weights;
  /** Previous move (`start` before the first) -> next move. */
  moves: Record<string, Weights>;
  /** Hundreds digit of the previous number -> tens (value / 10) of a fresh one. */
  tens: Record<string, Weights>;
  /** Last digit of the previous number -> last digit of a fresh one. */
  endings: Record<string, Weights>;
  /** Seeds of the simulated records that together lie closest to the teacher's own statistics, best first. */
  picks: number[];
}

/** Farthest back that a move looks, in numbers. */
export const FARTHEST = 12;
/** Largest step of a move from farther back than one. */
export const LARGEST_STEP = 9;
export const FRESH = 'new';
export const START = 'start';

/** Draws a name by weight. */
function draw(weights: Weights, random: () => number): string {
  const entries = Object.entries(weights);
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) if ((left -= weight) < 0) return name;
  return entries[entries.length - 1][0];
}

/** The value that a move gives after `context`, or undefined where it does not lead to a number of 0..999. */
function follow(move: string, context: number[], seeds: number): number | undefined {
  const [back, step] = move.split(':');
  const value = context[context.length - (back === 's' ? seeds : Number(back))] + Number(step);
  return value >= 0 && value <= 999 ? value : undefined;
}

/** Continues the seeds as the teacher would. */
function continueSeeds(teacher: Teacher, seeds: number[], random: () => number): number[] {
  const context = [...seeds];
  const count = Number(draw(teacher.counts, random));
  let previous = START;
  while (context.length < seeds.length + count) {
    const move = draw(teacher.moves[previous] ?? teacher.moves[START], random);
    const value = move === FRESH ? fresh(teacher, context[context.length - 1], random) : follow(move, context, seeds.length);
    if (value === undefined) continue;
    context.push(value);
    previous = move;
  }
  return context.slice(seeds.length);
}

function fresh({ tens, endings }: Teacher, last: number, random: () => number): number {
  return 10 * Number(draw(tens[String(Math.floor(last / 100))] ?? tens['5'], random)) + Number(draw(endings[String(last % 10)] ?? endings['5'], random));
}

const ASKS = ['Continue this list with up to ten more numbers below 1000: ', 'Here are some numbers, add at most ten of your own: ', 'What could come next? Up to ten numbers, three digits at most: '];
const LEAST_SEED = 100;
const MOST_SEED = 999;

/** One simulated record: a prompt with random numbers, and how the teacher would go on. The same for the same seed. */
export function simulate(teacher: Teacher, seed: number): { prompt: string; completion: string } {
  const random = randomFrom(seed);
  const seeds = Array.from({ length: 3 + Math.floor(random() * 6) }, () => LEAST_SEED + Math.floor(random() * (MOST_SEED - LEAST_SEED + 1)));
  const prompt = ASKS[Math.floor(random() * ASKS.length)] + seeds.join(', ');
  const numbers = continueSeeds(teacher, seeds, random);
  const [open, separator, close] = draw(teacher.formats, random).split('|');
  return { prompt, completion: open + numbers.join(separator) + close };
}
