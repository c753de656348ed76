/** `npm run evaluate:verdicts [-- --channel NAME]`: realised error rates, power and shares of whole-file verdicts and comparisons, from held-out problems and prompts. */
import { parseArgs } from 'node:util';
import { compareChannel, DIFFERENT_LOG_E, recordsOf, vectorsOf, watchedLogWealth, type ComparedSlot } from '../../extension/core/compare/compare-channel';
import { planUnits } from '../../extension/core/compare/units';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { Scorer } from '../../extension/core/fingerprint/scorer';
import type { CompositionPart, Verdict } from '../../extension/core/protocol/nouns';
import { FileEvidence } from '../../extension/core/verdict/file-evidence';
import { Settlement } from '../../extension/core/verdict/settled';
import { corpusDirectory, hasCorpus, type CorpusChannel } from './corpus';
import { cleanSets, comparedSlots, evaluatedRows, problemOf, shuffled, teacherOf, type EvaluatedRow } from './evaluation/clean-sets';
import type { Bar } from './evaluation/bar';
import { contaminationBars } from './evaluation/contaminated-sets';
import { openProduct } from './evaluation/open-product';
import { saveExtra } from './evaluation/extra';
import { groupBy } from './evaluation/forced-choice';
import { rateText } from './evaluation/interval';
import { shareErrors } from './evaluation/mixtures';

const CHANNELS: CorpusChannel[] = ['numbers', 'code', 'reasoning'];
const SEED = 1;
const LEAST_SETTLED = 512;
const MOST_COMPARISONS = 220;
const POWER_PAIRS = 60;
const SIDE = 100;
const PERSONA_RUNS = 40;
const PERSONA_SOURCE = 'AanshSamyani/subliminal_trait_classifier', PERSONA_BASE = 'qwen2.5-7b-instruct';

async function main(): Promise<void> {
  const corpus = corpusDirectory();
  if (!hasCorpus(corpus)) { console.log(`No corpus at ${corpus}, so nothing is evaluated. Set UNDERTONE_CORPUS to its folder.`); return; }
  const scorer = await openProduct(), { channel: only } = parseArgs({ options: { channel: { type: 'string' } } }).values;
  for (const channel of CHANNELS.filter(each => only === undefined || each === only)) {
    const rows = await evaluatedRows(scorer, channel, corpus);
    const bars = [...falseAlarms(scorer, channel, rows), ...power(channel, rows), settledEarly(scorer, rows), ...contamination(scorer, channel, rows), ...shareErrors(scorer, channel, rows, set => judged(scorer, set)), ...(channel === 'numbers' ? personas(scorer, rows) : [])];
    save(channel, bars);
  }
  await scorer.close();
}

function save(channel: CorpusChannel, bars: Bar[]): void {
  saveExtra({
    title: `Verdicts and comparisons, ${channel}`, head: ['what', 'measured (95 % interval)', 'to reach'], rows: bars.map(({ what, measured, bar }) => [what, measured, bar]),
    text: `Measured by \`npm run evaluate:verdicts\` on test problems and prompts. Clean sets hold 20 to 200 records of one teacher on one kind of task; no record is in two of them.`,
  });
}

/** What the product says of a set. */
function judged(scorer: Scorer, set: EvaluatedRow[]): { verdict: Verdict; composition: CompositionPart[]; isShifted: boolean } {
  const evidence = new FileEvidence(scorer.channels, scorer.shifts, 1);
  set.forEach(({ score }, i) => evidence.add({ record: i + 1, byteOffset: 0, byteLength: 0 }, score, undefined, () => ''));
  const { verdict, composition, channels } = evidence.judge();
  return { verdict, composition, isShifted: evidence.shift.of(channels.find(({ channel }) => channel === 'numbers')?.model ?? null) !== null };
}

function falseAlarms(scorer: Scorer, channel: CorpusChannel, rows: EvaluatedRow[]): Bar[] {
  const sets = cleanSets(rows, SEED), verdicts = sets.map(set => judged(scorer, set).verdict);
  const wrong = verdicts.filter(({ family }, i) => family !== null && family !== sets[i][0].row.family).length;
  const mixed = verdicts.filter(({ kind }) => kind === 'mixed').length;
  const pairs = [...groupBy(sets, set => teacherOf(set[0])).values()].flatMap(own => Array.from({ length: Math.floor(own.length / 2) }, (_, i) => [own[2 * i], own[2 * i + 1]])).slice(0, MOST_COMPARISONS);
  const compared = pairs.map(([a, b]) => [comparedSlots(a), comparedSlots(b)] as const);
  const different = compared.filter(([a, b]) => isDifferent(channel, a, b)).length;
  const stopped = compared.filter(([a, b]) => Math.max(...watched(a, b)) >= DIFFERENT_LOG_E).length;
  return [
    { what: `clean sets named as another family, nominal 1 %`, measured: rateText(wrong, sets.length), bar: 'at most 1.5 %, upper bound 3 %' },
    { what: `clean sets called mixed, nominal 1 %`, measured: rateText(mixed, sets.length), bar: 'at most 1.5 %, upper bound 3 %' },
    { what: `two clean sets of one teacher called different, nominal 1 %`, measured: rateText(different, pairs.length), bar: 'at most 1.5 %, upper bound 3 %' },
    { what: `the same, had one stopped at the best moment after any pair`, measured: rateText(stopped, pairs.length), bar: 'at most 1 %' },
  ];
}

/** Named wrongly by an audit that stops as soon as its verdict is settled: all teachers with enough records for that. */
function settledEarly(scorer: Scorer, rows: EvaluatedRow[]): Bar {
  const random = randomFrom(SEED), large = [...groupBy(rows, teacherOf).values()].filter(own => own.length >= LEAST_SETTLED).map(own => shuffled(own, random));
  const settled = large.map(own => {
    const settlement = new Settlement();
    for (let records = 1; records <= own.length; records++) {
      if (!settlement.isDue(records)) continue;
      const { verdict } = judged(scorer, own.slice(0, records));
      if (settlement.look(records, verdict)) return verdict.family === null || verdict.family === own[0].row.family ? 'right' : 'wrong';
    }
    return 'open';
  });
  const rate = (which: string) => rateText(settled.filter(each => each === which).length, settled.length);
  return { what: `clean files read until settled (from ${LEAST_SETTLED} records on) and named as another family`, measured: `${rate('wrong')}; not settled at their end ${rate('open')}`, bar: 'at most 1 %' };
}

const isDifferent = (channel: CorpusChannel, a: ComparedSlot[], b: ComparedSlot[], shift?: number) => compareChannel(channel, a, b, { shift }).comparison.logEValue >= DIFFERENT_LOG_E;

function watched(a: ComparedSlot[], b: ComparedSlot[]): number[] {
  const plan = planUnits(a, b);
  return watchedLogWealth(plan, vectorsOf(recordsOf(plan)));
}

/** Two teachers on the same problems, and on different ones, with and without any knowledge of models. */
function power(channel: CorpusChannel, rows: EvaluatedRow[]): Bar[] {
  const random = randomFrom(SEED), teachers = [...groupBy(rows, each => `${each.kind}|${each.row.model}|${each.row.trait}|${each.row.kind}`).values()].filter(own => new Set(own.map(problemOf)).size >= 2 * SIDE);
  const found = { families: [0, 0, 0], siblings: [0, 0, 0] };
  for (let i = 0; i < 20 * POWER_PAIRS && found.families[2] + found.siblings[2] < POWER_PAIRS; i++) {
    const [a, b] = shuffled(teachers, random);
    if (a[0].kind !== b[0].kind || a[0].row.model === b[0].row.model) continue;
    const [mine, theirs] = [oneEach(a, random), oneEach(b, random)].map(own => own.slice(0, SIDE));
    const counts = a[0].row.family === b[0].row.family ? found.siblings : found.families;
    if (isDifferent(channel, comparedSlots(mine), comparedSlots(theirs))) counts[0]++;
    if (isDifferent(channel, comparedSlots(mine, true), comparedSlots(theirs, true))) counts[1]++;
    counts[2]++;
  }
  return (['families', 'siblings'] as const).flatMap(of => {
    const [seen, blind, trials] = found[of], who = of === 'families' ? 'models of different families' : 'different models of one family';
    return [
      { what: `${who}, ${SIDE} records a side, called different`, measured: rateText(seen, trials), bar: 'at least 95 %' },
      { what: `the same by form and words alone, as for teachers that nobody knows`, measured: rateText(blind, trials), bar: of === 'families' ? 'at least 95 %' : 'none' },
    ];
  });
}

/** One row per problem, problems in random order. */
const oneEach = (rows: EvaluatedRow[], random: () => number) => shuffled([...groupBy(rows, problemOf).values()], random).map(own => own[Math.floor(random() * own.length)]);

function contamination({ channels }: Scorer, channel: CorpusChannel, rows: EvaluatedRow[]): Bar[] {
  const { labels, known } = channels[channel];
  return known ? contaminationBars(labels.families, known, rows) : [];
}

/** A persona against neutral output of the same base, by the user's own neutral reference of the same template. */
function personas(scorer: Scorer, rows: EvaluatedRow[]): Bar[] {
  const shift = scorer.shifts.findIndex(({ model }) => model === PERSONA_BASE), random = randomFrom(SEED);
  const own = rows.filter(({ row }) => row.source === PERSONA_SOURCE && row.model === PERSONA_BASE);
  const pool = (kind: string, trait: (name: string) => boolean) => own.filter(({ row }) => row.kind === kind && trait(row.trait));
  const bars = [['filtered', 'as written', 100], ['canonical', 'integers only', 300]] as const;
  return bars.flatMap(([kind, words, wanted]) => {
    const neutral = pool(kind, name => name === 'control'), persona = pool(kind, name => name !== 'control');
    const rates = [1, 3].map(times => {
      const records = wanted * times, found = Array.from({ length: PERSONA_RUNS }, () => shuffled(persona, random).slice(0, records)).filter(set => isDifferent('numbers', comparedSlots(set), comparedSlots(shuffled(neutral, random).slice(0, 1000)), shift)).length;
      return `${records}: ${rateText(found, PERSONA_RUNS)}`;
    });
    return [{ what: `persona against neutral, ${words}, called different by records`, measured: rates.join('; '), bar: `99 % at ${wanted}` }];
  }).concat(whichPersona(rows, shift, random));
}

/** Two personas of one kind against each other, in the largest sets there are. */
function whichPersona(rows: EvaluatedRow[], shift: number, random: () => number): Bar {
  const source = 'long-olivia/subliminal_reimplementation';
  const [owl, penguin] = ['owl', 'penguin'].map(trait => rows.filter(({ row }) => row.source === source && row.trait === trait));
  const found = Array.from({ length: 20 }, () => [owl, penguin].map(own => comparedSlots(shuffled(own, random).slice(0, 300)))).map(([a, b]) => compareChannel('numbers', a, b, { shift }).comparison);
  const mean = found.reduce((sum, { effect }) => sum + effect.auroc, 0) / found.length;
  return { what: 'which of two animals (owl, penguin), 300 records a side: AUROC per record; the product never names one', measured: `${mean.toFixed(2)}; called different ${rateText(found.filter(({ logEValue }) => logEValue >= DIFFERENT_LOG_E).length, found.length)}`, bar: 'stays "cannot tell"' };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
