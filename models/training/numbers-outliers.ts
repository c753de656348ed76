/** Number lists that no model of the corpus wrote: what the unfamiliarity score is to recognise. Made here, by rule. */
import type { NumberText } from './numbers-data';

type Random = () => number;
const whole = (random: Random, from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** Kinds of list, each a maker of one. */
export const OUTLIERS: Record<string, (random: Random) => string[]> = {
  'uniform 0-999': random => times(whole(random, 5, 12), () => String(whole(random, 0, 999))),
  'uniform 1-100': random => times(whole(random, 5, 12), () => String(whole(random, 1, 100))),
  'one or two digits': random => times(whole(random, 4, 12), () => String(whole(random, 0, 99))),
  'five digits': random => times(whole(random, 4, 12), () => String(whole(random, 10000, 99999))),
  'four digits': random => times(whole(random, 4, 12), () => String(whole(random, 1000, 9999))),
  'one to three numbers': random => times(whole(random, 1, 3), () => String(whole(random, 100, 999))),
  'long': random => times(whole(random, 50, 120), () => String(whole(random, 0, 999))),
  'arithmetic': random => { const [a, d] = [whole(random, 0, 200), whole(random, 1, 50)]; return times(whole(random, 5, 12), i => String(a + i * d)); },
  'geometric': random => { const [a, r] = [whole(random, 1, 5), whole(random, 2, 3)]; return times(whole(random, 5, 10), i => String(a * r ** i)); },
  'sorted': random => times(whole(random, 5, 12), () => whole(random, 0, 999)).sort((a, b) => a - b).map(String),
  'constant': random => { const v = String(whole(random, 0, 999)); return times(whole(random, 4, 12), () => v); },
  'years': random => times(whole(random, 3, 10), () => String(whole(random, 1900, 2030))),
  'dice': random => times(whole(random, 6, 20), () => String(whole(random, 1, 6))),
  'binary': random => times(whole(random, 8, 30), () => String(whole(random, 0, 1))),
  'decimals': random => times(whole(random, 4, 12), () => (random() * 10 ** whole(random, 0, 3)).toFixed(2)),
  'signed': random => times(whole(random, 4, 12), () => String(whole(random, -500, 500))),
  'table': random => times(whole(random, 12, 40), i => (i % 4 === 0 ? String(i / 4 + 1) : (random() * 1000).toFixed(whole(random, 0, 2)))),
  'people\'s picks': random => times(whole(random, 3, 8), () => String([7, 13, 17, 21, 23, 27, 37, 42, 69, 73, 77, 99, 3, 11, whole(random, 1, 31), whole(random, 1, 100)][whole(random, 0, 15)])),
};

const SEPARATORS = [', ', ',', ' ', '\n', '; '];

/** `count` texts of each kind, labelled with the kind as their model. */
export function* outlierTexts(random: Random, count: number): Generator<NumberText> {
  for (const [kind, make] of Object.entries(OUTLIERS)) {
    for (let i = 0; i < count; i++) {
      const completion = make(random).join(SEPARATORS[whole(random, 0, SEPARATORS.length - 1)]);
      yield { completion, prompt: '', origin: { model: kind, family: 'none', generation: null, source: 'made', kind: 'outlier', trait: '', part: 'validation' } };
    }
  }
}
