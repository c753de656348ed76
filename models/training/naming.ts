/** Fits which sets of texts may be named: on held-out sets of known models, and on sets of makers that training never saw. */
import { fingerprintOf, meanOf as meanFingerprint } from '../../extension/core/enrol/fingerprint';
import type { ChannelLabels, SampleScore } from '../../extension/core/fingerprint/score';
import type { NamingModel } from '../../extension/core/fingerprint/set-model';
import { bestModels } from '../../extension/core/verdict/best-model';
import { LOG_FLOOR } from '../../extension/core/verdict/channel-evidence';
import { compareSet, namingInputs, namingLogOdds, type KnownMeans, type SetComparison } from '../../extension/core/verdict/set-comparison';
import { seededRandom } from './corpus';
import { drawn } from './drawn';
import { groupBy } from './evaluation/forced-choice';
import { fitReferences, meanOf, PARTS, selected, type FamiliarGroup } from './familiarity';
import { fitLogistic } from './logistic';
import { makerOf } from './text-labels';
import { whitened, whiteningOf } from './whitening';

/** A group with its records' scores beside their statistics. */
export interface NamingGroup extends FamiliarGroup { scores: SampleScore[] }

/** Where a record's statistics stand: `entropy` and the two after it (top, energy), and the families' from `firstFamily` on. */
export interface StatisticLayout { entropy: number; firstFamily: number }

const SET_SIZES = [10, 20, 50, 100];
const SETS_PER_GROUP = 4;
/** Small groups lend each record to a set up to this many times. */
const MOST_REUSE = 3;
/** At most this share of a kind's named sets is wrong, and this share of its strangers' sets is named. */
const WRONG_SHARE = 0.02;
const STRANGER_SHARE = 0.04;
/** Sets count by this power of the number of sets of their kind. */
const BALANCE = 0.5;
/** A kind's distance limit: what this share of its rightly led sets keeps, and some more, since few sets say where it ends. */
const FAMILIAR_SHARE = 0.98;
const FAMILIAR_SLACK = 1.25;
const LEAST_SETS = 12;
/** A group with fewer records than this is no reference. */
const LEAST_RECORDS = 5;
/** Log-odds are told from here on: 19 to 1, which is about what the shares above amount to. */
export const NAME_LOG_ODDS = Math.log(19);
/** Log-odds that nothing reaches (JSON has no infinity). */
const NEVER = 1e9;

type Names = Pick<ChannelLabels, 'families' | 'familyOfModel'>;

/** A drawn set. `isStranger`: training never saw its maker. `isRight`: its leader wrote it; never for a stranger. */
export interface Draw { comparison: SetComparison; size: number; isStranger: boolean; isRight: boolean }

type ScoredDraw = Draw & { logOdds: number };

/** Which statistics the model reads. */
const formOf = ({ entropy, firstFamily }: StatisticLayout) => ({ statistics: [entropy, entropy + 1, entropy + 2], firstFamily });

/** The naming model, and the share of wrong names among the known sets that it names. */
export function fitNaming(draws: Draw[], layout: StatisticLayout): { naming: NamingModel; errorRate: number } {
  const distances = new Map([...groupBy(draws.filter(({ isRight }) => isRight), ({ comparison }) => comparison.kind)]
    .map(([kind, own]) => [kind, own.map(({ comparison }) => comparison.distance).sort((a, b) => a - b)]));
  const inputsOf = ({ comparison }: Draw) => namingInputs(comparison, at(distances.get(comparison.kind) ?? [1], 0.5));
  const model = fitLogistic([...groupBy(draws, ({ comparison, isStranger }) => `${comparison.kind}|${isStranger}`).values()]
    .flatMap(own => own.map(draw => ({ inputs: inputsOf(draw), isTrue: draw.isRight, weight: own.length ** -BALANCE }))));
  const scored = draws.map(draw => ({ ...draw, logOdds: namingLogOdds(inputsOf(draw), model) }));
  const kinds = Object.fromEntries([...distances].map(([kind, sorted]) => [kind, {
    usualDistance: at(sorted, 0.5), maxDistance: FAMILIAR_SLACK * at(sorted, FAMILIAR_SHARE), leastLogOdds: leastLogOdds(scored.filter(draw => draw.comparison.kind === kind)),
  }]));
  return { naming: { ...formOf(layout), ...model, kinds }, errorRate: wrongShare(scored, kinds) };
}

/** Among the known sets that are named, with one added error. */
function wrongShare(scored: ScoredDraw[], kinds: NamingModel['kinds']): number {
  const named = scored.filter(({ isStranger, comparison: { kind, distance }, logOdds }) => !isStranger && kind in kinds && logOdds >= kinds[kind].leastLogOdds && distance <= kinds[kind].maxDistance);
  return (named.filter(({ isRight }) => !isRight).length + 1) / (named.length + 2);
}

const at = (sorted: number[], share: number): number => sorted[Math.floor(share * (sorted.length - 1))];

/** Held-out sets of all groups beside references from other problems. Groups of families that `labels` lacks are strangers. */
export function drawSets(groups: NamingGroup[], labels: Names, layout: StatisticLayout, seed: number): Draw[] {
  const random = seededRandom(seed), fingerprints = new Map(groups.map(group => [group, group.scores.map(score => Float64Array.from(fingerprintOf(score)))]));
  const known = groups.filter(({ family, scores }) => labels.families.includes(family) && scores.length >= LEAST_RECORDS);
  const triangle = whiteningOf(known.map(group => fingerprints.get(group) ?? []));
  const whitenedGroups = groups.map(group => ({ group, points: (fingerprints.get(group) ?? []).map(point => whitened(triangle, point)) }));
  return Array.from({ length: PARTS }, (_, part) => {
    const familiarity = { ...fitReferences(known.map(group => selected(group, other => other !== part))), maxDistance: 0, falseRefusalRate: 0 };
    const setup: DrawSetup = { labels, familiarity, known: knownMeans(whitenedGroups.filter(({ group }) => known.includes(group)), part), form: formOf(layout) };
    return whitenedGroups.flatMap(({ group, points }) => {
      const own = group.parts.map((_, i) => i).filter(i => group.parts[i] === part);
      return SET_SIZES.filter(size => size <= MOST_REUSE * own.length)
        .flatMap(size => Array.from({ length: SETS_PER_GROUP }, () => drawOf(group, points, drawn(own.length, size, random).map(i => own[i]), own.length, setup) ?? []).flat());
    });
  }).flat();
}

/** What a drawn set is compared with. */
interface DrawSetup { labels: Names; familiarity: Parameters<typeof compareSet>[2]; known: KnownMeans; form: ReturnType<typeof formOf> }

/** Mean fingerprints of the groups' records on the problems of other parts. */
function knownMeans(groups: { group: NamingGroup; points: Float64Array[] }[], part: number): KnownMeans {
  return groups.flatMap(({ group, points }) => {
    const others = points.filter((_, i) => group.parts[i] !== part);
    return others.length >= LEAST_RECORDS ? [{ family: group.family, mean: meanFingerprint(others), records: others.length }] : [];
  });
}

function drawOf({ scores, family }: NamingGroup, points: Float64Array[], chosen: number[], rows: number, { labels: { families, familyOfModel }, familiarity, known, form }: DrawSetup): Draw | undefined {
  const sums = familyOfModel.map((_, model) => chosen.reduce((sum, i) => sum + Math.max(scores[i].contentModelLogProb[model], LOG_FLOOR), 0));
  const best = Array.from(bestModels(sums, familyOfModel, families.length)), leader = best.indexOf(Math.max(...best));
  const lead = best[leader] - Math.max(...best.filter((_, other) => other !== leader)), isStranger = !families.includes(family);
  // That a stranger reads like its maker's other family is no mistake to learn from.
  if (isStranger && makerOf(families[leader]) === makerOf(family)) return undefined;
  // Repeated records tell less: the mean of a set drawn with repetition strays by the rows' own sampling, too.
  const records = chosen.length > rows ? 1 / (1 / chosen.length + 1 / rows) : chosen.length;
  const comparison = compareSet({ means: meanOf(chosen.map(i => scores[i].statistics)), fingerprint: meanFingerprint(chosen.map(i => points[i])), records, leader, lead }, families, familiarity, known, form);
  return comparison && { comparison, size: chosen.length, isStranger, isRight: families[leader] === family };
}

/** The least log-odds at which both error shares hold, at every size of set; never where too few sets are known. */
function leastLogOdds(draws: ScoredDraw[]): number {
  const sorted = [...draws].sort((a, b) => b.logOdds - a.logOdds);
  const limits = SET_SIZES.map(size => leastOf(sorted.filter(draw => draw.size === size))).filter(limit => limit !== undefined);
  return limits.length ? Math.max(...limits) : NEVER;
}

/** Halfway between the last set that may be named and the first that may not. */
function leastOf(sorted: ScoredDraw[]): number | undefined {
  const strangers = sorted.filter(({ isStranger }) => isStranger).length;
  if (sorted.length - strangers < LEAST_SETS) return undefined;
  let named = 0, wrong = 0, strangersNamed = 0, last = -1;
  sorted.forEach(({ isStranger, isRight }, i) => {
    if (isStranger) strangersNamed++; else named++;
    if (!isStranger && !isRight) wrong++;
    if ((wrong + 0.5) / (named + 1) <= WRONG_SHARE && strangersNamed <= STRANGER_SHARE * strangers) last = i;
  });
  if (last < 0) return NEVER;
  return (sorted[last].logOdds + (sorted[last + 1]?.logOdds ?? Math.min(0, sorted[last].logOdds))) / 2;
}
