/** Shares that the product states for mixtures of two teachers, against the true ones. */
import { randomFrom } from '../../../extension/core/fingerprint/random';
import type { Scorer } from '../../../extension/core/fingerprint/scorer';
import type { CompositionPart, Verdict } from '../../../extension/core/protocol/nouns';
import type { CorpusChannel } from '../corpus';
import { shuffled, type EvaluatedRow } from './clean-sets';
import { groupBy, mean } from './forced-choice';
import { rateText } from './interval';
import type { Bar } from './bar';

const SEED = 1;
const MIXTURES = 100;
const LEAST_ROWS = 100;
const LEAST_AUROC = 0.75;
/** Rows by which it is told whether two teachers can be separated. */
const SEPARATED_BY = 300;
const MOST_RECORDS = [200, 2000];
/** Mean absolute value of a normal error, in deviations. */
const MEAN_OF_NORMAL = Math.sqrt(2 / Math.PI);

/** What the product says of records in this order. */
export type Judged = (records: EvaluatedRow[]) => { verdict: Verdict; composition: CompositionPart[] };

/** One mixture: how far off the stated share is, what sampling alone makes it at best, and whether the interval holds the true share. */
interface Mixed { error: number; sampling: number; isCovered: boolean; records: number }

/** Mixtures of two models of different families on one kind of task, of few and of many records. */
export function shareErrors(scorer: Scorer, channel: CorpusChannel, rows: EvaluatedRow[], judged: Judged): Bar[] {
  return MOST_RECORDS.flatMap(most => {
    const { mixed, refused } = mixtures(scorer, channel, rows, judged, most), errors = mixed.map(({ error }) => error), centre = mean(errors);
    const spread = Math.sqrt(mean(errors.map(error => (error - centre) ** 2)) / Math.max(1, errors.length)), points = (value: number) => (100 * value).toFixed(1);
    const what = `error of a share, mixtures of at most ${most} records by two teachers separable per record (AUROC at least ${LEAST_AUROC})`;
    if (!mixed.length) return [{ what, measured: `none shown; ${refused} refused as unfamiliar`, bar: 'at most 2.5 points' }];
    return [
      { what, bar: 'at most 2.5 points', measured: `${points(centre)} points (${points(centre - 1.96 * spread)} to ${points(centre + 1.96 * spread)}), half of them below ${points(median(errors))}, sampling alone ${points(mean(mixed.map(({ sampling }) => sampling)))}; ${mixed.length} of ${Math.round(mean(mixed.map(({ records }) => records)))} records on average, ${refused} more refused as unfamiliar` },
      { what: `the same: 95 % intervals that hold the true share`, bar: '95 %', measured: rateText(mixed.filter(({ isCovered }) => isCovered).length, mixed.length) },
    ];
  });
}

function mixtures(scorer: Scorer, channel: CorpusChannel, rows: EvaluatedRow[], judged: Judged, most: number): { mixed: Mixed[]; refused: number } {
  const random = randomFrom(SEED), { families } = scorer.channels[channel].labels, mixed: Mixed[] = [];
  const teachers = [...groupBy(rows, ({ row }) => `${row.source}|${row.model}`).values()].filter(own => own.length >= LEAST_ROWS && families.includes(own[0].row.family));
  let refused = 0;
  for (let i = 0; i < 40 * MIXTURES && mixed.length + refused < MIXTURES; i++) {
    const [a, b] = shuffled(teachers, random).slice(0, 2).map(own => shuffled(own, random)), { family } = a[0].row;
    if (a[0].kind !== b[0].kind || family === b[0].row.family) continue;
    const apart = separability(a, b, families.indexOf(family), families.indexOf(b[0].row.family));
    if (apart < LEAST_AUROC) continue;
    const records = Math.min(most, a.length, b.length), own = Math.round(records * (0.1 + 0.8 * random())), truth = own / records;
    const { verdict, composition } = judged(shuffled([...a.slice(0, own), ...b.slice(0, records - own)], random));
    if (verdict.kind === 'unfamiliar') { refused++; continue; }
    const { share, low, high } = composition.find(part => part.family === family) ?? { share: 0, low: 0, high: 0 };
    mixed.push({ error: Math.abs(share - truth), sampling: MEAN_OF_NORMAL / (Math.SQRT2 * normalQuantile(apart) * Math.sqrt(records)), isCovered: low <= truth && truth <= high, records });
  }
  return { mixed, refused };
}

/** AUROC of single records' log-odds. */
function separability(a: EvaluatedRow[], b: EvaluatedRow[], first: number, second: number): number {
  const odds = (rows: EvaluatedRow[]) => rows.slice(0, SEPARATED_BY).map(({ score }) => score.contentLogProb[first] - score.contentLogProb[second]), [ours, theirs] = [odds(a), odds(b)];
  return ours.reduce((sum, x) => sum + theirs.filter(y => x > y).length, 0) / (ours.length * theirs.length);
}

/** Standard normal quantile for 0.5 and above, at most 3.5 (Abramowitz and Stegun 26.2.23; error below 5e-4). */
function normalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(Math.max(1 - p, 2.3e-4)));
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
