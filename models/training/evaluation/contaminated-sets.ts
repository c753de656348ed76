/** Whether some records of a set come from another family: how often the bets say so of clean sets, and of sets that hold some. */
import type { KnownFingerprints } from '../../../extension/core/fingerprint/scorer';
import { randomFrom } from '../../../extension/core/fingerprint/random';
import { ContaminationBets } from '../../../extension/core/verdict/contamination';
import type { Bar } from './bar';
import { cleanSets, shuffled, type EvaluatedRow } from './clean-sets';
import { groupBy, mean } from './forced-choice';
import { rateText } from './interval';

const SEED = 1;
const TRIALS = 100;
const SHARES = [0.1, 0.3];
const LEAST_RECORDS = 100;
const MOST_RECORDS = 1000;

/** The bets alone, looked at all along and whatever the verdict; `known` gives the likeness that others have. */
export function contaminationBars(families: string[], { likeness }: KnownFingerprints, rows: EvaluatedRow[]): Bar[] {
  const claimed = (records: EvaluatedRow[], author: string) => {
    const bets = new ContaminationBets(families, likeness);
    for (const { score } of records) bets.add(score.contentLogProb);
    return bets.found(author)?.family;
  };
  const clean = cleanSets(rows, SEED), alarms = clean.filter(set => claimed(set, set[0].row.family) !== undefined).length;
  const teachers = [...groupBy(rows, ({ row }) => `${row.source}|${row.model}`).values()].filter(own => own.length >= LEAST_RECORDS && families.includes(own[0].row.family));
  return [
    { what: 'clean sets of which some records are said to come from another family, looked at all along, nominal 1 %', measured: rateText(alarms, clean.length), bar: 'at most 1 %' },
    ...SHARES.map(share => {
      const random = randomFrom(SEED), found: (string | undefined)[] = [], sizes: number[] = [];
      for (let i = 0; i < 40 * TRIALS && found.length < TRIALS; i++) {
        const [a, b] = shuffled(teachers, random).slice(0, 2).map(own => shuffled(own, random));
        if (a[0].kind !== b[0].kind || a[0].row.family === b[0].row.family) continue;
        const records = Math.min(MOST_RECORDS, a.length, Math.floor(b.length / share)), foreign = Math.round(share * records);
        const family = claimed(shuffled([...a.slice(0, records - foreign), ...b.slice(0, foreign)], random), a[0].row.family);
        found.push(family === undefined ? undefined : family === b[0].row.family ? 'right' : 'wrong');
        sizes.push(records);
      }
      const rate = (which: string) => rateText(found.filter(each => each === which).length, found.length);
      return { what: `sets with ${100 * share} % of their records by another family: that family found`, measured: `${rate('right')}; a third family claimed ${rate('wrong')}; ${Math.round(mean(sizes))} records on average`, bar: 'none' };
    }),
  ];
}
