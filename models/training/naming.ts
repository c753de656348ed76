/** Fits which sets of texts may be named: on held-out sets of known models, and on the same sets with their own family hidden. */
import type { ChannelLabels, SampleScore } from '../../extension/core/fingerprint/score';
import type { Familiarity, NamingModel } from '../../extension/core/fingerprint/set-model';
import { bestModels } from '../../extension/core/verdict/best-model';
import { LOG_FLOOR } from '../../extension/core/verdict/channel-evidence';
import { compareSet, namingInputs, namingLogOdds, type SetComparison } from '../../extension/core/verdict/set-comparison';
import { seededRandom } from './corpus';
import { groupBy } from './evaluation/forced-choice';
import { fitReferences, meanOf, PARTS, selected, type FamiliarGroup } from './familiarity';
import { hideFamily, hideLabels, hideReferences, type StatisticLayout } from './hidden-family';
import { fitLogistic } from './logistic';
import { makerOf } from './text-labels';

/** A group with its records' scores beside their statistics. */
export interface NamingGroup extends FamiliarGroup { scores: SampleScore[] }

const SET_SIZES = [10, 20, 50];
const SETS_PER_GROUP = 4;
/** Small groups lend each record to a set up to this many times. */
const MOST_REUSE = 3;
/** At most this share of a kind's named sets is wrong, and this share of its sets with a hidden family is named. */
const WRONG_SHARE = 0.02;
const HIDDEN_SHARE = 0.02;
/** Sets count by this power of the number of sets of their kind. */
const BALANCE = 0.5;
/** A kind's distance limit: what this share of its rightly led sets keeps, and some more, since few sets say where it ends. */
const FAMILIAR_SHARE = 0.98;
const FAMILIAR_SLACK = 1.25;
const LEAST_SETS = 12;
/** Log-odds are told from here on: 19 to 1, which is what the shares above amount to. */
export const NAME_LOG_ODDS = Math.log(19);
/** Log-odds that nothing reaches (JSON has no infinity). */
const NEVER = 1e9;

type Names = Pick<ChannelLabels, 'families' | 'familyOfModel'>;

/** A drawn set. `isRight`: its leader wrote it; never for a hidden family. */
interface Draw { comparison: SetComparison; size: number; kind: string; isHidden: boolean; isRight: boolean }

type ScoredDraw = Draw & { logOdds: number };

/** The naming model, and the share of wrong names among the known sets that it names. */
export function fitNaming(groups: NamingGroup[], labels: Names, layout: StatisticLayout, seed: number): { naming: NamingModel; errorRate: number } {
  const random = seededRandom(seed);
  const form = { statistics: [layout.entropy, layout.entropy + 1, layout.entropy + 2], firstFamily: layout.firstFamily };
  const draws = Array.from({ length: PARTS }, (_, part) => drawPart(groups, part, labels, layout, form, random)).flat();
  const distances = new Map([...groupBy(draws.filter(({ isRight }) => isRight), ({ comparison }) => comparison.kind)]
    .map(([kind, own]) => [kind, own.map(({ comparison }) => comparison.distance).sort((a, b) => a - b)]));
  const inputsOf = ({ comparison }: Draw) => namingInputs(comparison, at(distances.get(comparison.kind) ?? [1], 0.5));
  const model = fitLogistic([...groupBy(draws, ({ kind, isHidden }) => `${kind}|${isHidden}`).values()]
    .flatMap(own => own.map(draw => ({ inputs: inputsOf(draw), isTrue: draw.isRight, weight: own.length ** -BALANCE }))));
  const scored = draws.map(draw => ({ ...draw, logOdds: namingLogOdds(inputsOf(draw), model) }));
  const kinds = Object.fromEntries([...distances].map(([kind, sorted]) => [kind, {
    usualDistance: at(sorted, 0.5), maxDistance: FAMILIAR_SLACK * at(sorted, FAMILIAR_SHARE), leastLogOdds: leastLogOdds(scored.filter(draw => draw.comparison.kind === kind)),
  }]));
  return { naming: { ...form, ...model, kinds }, errorRate: wrongShare(scored, kinds) };
}

/** Among the known sets that are named, with one added error. */
function wrongShare(scored: ScoredDraw[], kinds: NamingModel['kinds']): number {
  const named = scored.filter(({ isHidden, comparison: { kind, distance }, logOdds }) => !isHidden && kind in kinds && logOdds >= kinds[kind].leastLogOdds && distance <= kinds[kind].maxDistance);
  return (named.filter(({ isRight }) => !isRight).length + 1) / (named.length + 2);
}

const at = (sorted: number[], share: number): number => sorted[Math.floor(share * (sorted.length - 1))];

/** Sets of one part's problems, beside references from the other parts. */
function drawPart(groups: NamingGroup[], part: number, labels: Names, layout: StatisticLayout, form: Pick<NamingModel, 'statistics' | 'firstFamily'>, random: () => number): Draw[] {
  const references: Familiarity = { ...fitReferences(groups.map(group => selected(group, other => other !== part))), maxDistance: 0, falseRefusalRate: 0 };
  return groups.flatMap(group => {
    const rows = group.scores.filter((_, i) => group.parts[i] === part), own = labels.families.indexOf(group.family);
    const hiddenLabels = hideLabels(labels, own), hiddenReferences = hideReferences(references, group.family, layout.firstFamily + own);
    const hiddenRows = rows.map(row => hideFamily(row, labels, own, layout));
    return SET_SIZES.filter(size => size <= MOST_REUSE * rows.length).flatMap(size => Array.from({ length: SETS_PER_GROUP }, () => {
      const chosen = drawn(rows.length, size, random);
      return [
        drawOf(chosen.map(i => rows[i]), labels, references, form, { size, kind: group.kind, isHidden: false, rows: rows.length, family: group.family }),
        drawOf(chosen.map(i => hiddenRows[i]), hiddenLabels, hiddenReferences, form, { size, kind: group.kind, isHidden: true, rows: rows.length, family: group.family }),
      ].filter(draw => draw !== undefined);
    }).flat());
  });
}

/** Indices of a set: without repetition where there are enough rows. */
export function drawn(rows: number, size: number, random: () => number): number[] {
  const order = Array.from({ length: rows }, (_, i) => i);
  return Array.from({ length: size }, (_, i) => {
    if (size > rows) return Math.floor(random() * rows);
    const j = i + Math.floor(random() * (rows - i));
    [order[i], order[j]] = [order[j], order[i]];
    return order[i];
  });
}

function drawOf(rows: Pick<SampleScore, 'contentModelLogProb' | 'statistics'>[], { families, familyOfModel }: Names, references: Familiarity, form: Pick<NamingModel, 'statistics' | 'firstFamily'>,
  of: { size: number; kind: string; isHidden: boolean; rows: number; family: string }): Draw | undefined {
  const sums = familyOfModel.map((_, model) => rows.reduce((sum, row) => sum + Math.max(row.contentModelLogProb[model], LOG_FLOOR), 0));
  const best = Array.from(bestModels(sums, familyOfModel, families.length)), leader = best.indexOf(Math.max(...best));
  const lead = best[leader] - Math.max(...best.filter((_, family) => family !== leader));
  // Repeated records tell less: the mean of a set drawn with repetition strays by the rows' own sampling, too.
  const records = of.size > of.rows ? 1 / (1 / of.size + 1 / of.rows) : of.size;
  const comparison = compareSet({ means: meanOf(rows.map(row => row.statistics)), records, leader, lead }, families, references, form);
  // That a hidden family reads like its maker's other one is no mistake to learn from.
  if (of.isHidden && makerOf(families[leader]) === makerOf(of.family)) return undefined;
  return comparison && { comparison, size: of.size, kind: of.kind, isHidden: of.isHidden, isRight: families[leader] === of.family };
}

/** The least log-odds at which both error shares hold, at every size of set; never where too few sets are known. */
function leastLogOdds(draws: ScoredDraw[]): number {
  const sorted = [...draws].sort((a, b) => b.logOdds - a.logOdds);
  const limits = SET_SIZES.map(size => leastOf(sorted.filter(draw => draw.size === size))).filter(limit => limit !== undefined);
  return limits.length ? Math.max(...limits) : NEVER;
}

/** Halfway between the last set that may be named and the first that may not. */
function leastOf(sorted: ScoredDraw[]): number | undefined {
  const hidden = sorted.filter(({ isHidden }) => isHidden).length;
  if (sorted.length - hidden < LEAST_SETS) return undefined;
  let named = 0, wrong = 0, hiddenNamed = 0, last = -1;
  sorted.forEach(({ isHidden, isRight }, i) => {
    if (isHidden) hiddenNamed++; else named++;
    if (!isHidden && !isRight) wrong++;
    if ((wrong + 0.5) / (named + 1) <= WRONG_SHARE && hiddenNamed <= HIDDEN_SHARE * hidden) last = i;
  });
  if (last < 0) return NEVER;
  return (sorted[last].logOdds + (sorted[last + 1]?.logOdds ?? Math.min(0, sorted[last].logOdds))) / 2;
}
