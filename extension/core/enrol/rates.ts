import { knownSets, logOddsOf, nearest, squaredDistance, type Centre } from './compare';
import { meanOf } from './fingerprint';
import { drawSets, foldsOf, quantile } from './held-out';
import type { KnownChannel } from './known-teachers';
import type { EnrolledRate } from './teacher';

/** A record's whitened fingerprint and the prompt that it answers. */
export interface WhitenedRecord { point: Float64Array; group: string }

/** Set sizes whose rates are measured. */
const SIZES = [20, 50, 100, 200];
/** Sets are drawn with replacement, but never much larger than the records that they come from. */
const MOST_REUSE = 3;
const OWN_SETS = 24;
const KNOWN_SETS = 12;
/** The limit of distance holds this share of own held-out sets, with room for another day's batch... */
const KEPT = 0.95;
const ROOM = 1.25;
/** ...and log-odds below this name nobody, whatever known teachers reach. */
const LEAST_LOG_ODDS = 3;
const FALSE_RATE = 0.01;
/** Rates are those of the kind of task where they are worst, among kinds with so many known teachers. */
const LEAST_TEACHERS = 5;

interface Outcome { distance: number; logOdds: number }

/**
 * What recognising a teacher by its mean would do to its own held-out sets (other prompts than the mean rests on) and to sets
 * of every known teacher, each judged as if it were itself unknown; of the latter the kind of task counts where most are misnamed. @param rivals other enrolled teachers of the channel.
 */
export function measureRates(records: readonly WhitenedRecord[], known: KnownChannel, rivals: readonly Centre[]): EnrolledRate[] {
  const centre = centreOf(records), folds = foldsOf(records);
  const least = Math.min(...folds.map(fold => fold.own.length));
  return SIZES.filter(size => size <= MOST_REUSE * least).map(size => {
    const own = folds.flatMap(({ own: held, rest }, seed) => drawSets(held, size, OWN_SETS, seed).map(set => outcome(centreOf(set), centreOf(rest), [...known.teachers, ...rivals])));
    const distance = Math.max(ROOM * quantile(own.map(each => each.distance), KEPT), known.size);
    const others = otherOutcomes(centre, size, known, rivals);
    const logOdds = Math.max(LEAST_LOG_ODDS, ...others.map(kind => logOddsReached(kind.flat(), distance)));
    const isNamed = (each: Outcome) => each.distance <= distance && each.logOdds >= logOdds;
    const share = (outcomes: Outcome[]) => outcomes.filter(isNamed).length / outcomes.length;
    return { records: size, distance, logOdds, recognised: share(own), falseRate: falseRateOf(others.map(kind => kind.map(share))) };
  });
}

/** Of the kind of task where it is worst; over all teachers one more is taken to be misnamed, so that the rate is never nothing. */
function falseRateOf(shares: number[][]): number {
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0), all = shares.flat();
  return Math.max((sum(all) + 1) / (all.length + 1), ...shares.filter(kind => kind.length >= LEAST_TEACHERS).map(kind => sum(kind) / kind.length));
}

/** Centre of whitened records. */
export const centreOf = (records: readonly WhitenedRecord[]): Centre => ({ mean: meanOf(records.map(record => record.point)), records: records.length });

function outcome(set: Centre, own: Centre, rivals: readonly Centre[]): Outcome {
  const distance = squaredDistance(set, own);
  return { distance, logOdds: logOddsOf(distance, nearest(set, rivals).distance) };
}

/** Per kind of task and known teacher, its sets; their own model is left out of the rivals, so that they stand for teachers that nobody knows. */
function otherOutcomes(centre: Centre, size: number, known: KnownChannel, rivals: readonly Centre[]): Outcome[][][] {
  const outcomes = known.teachers.map((teacher, seed) => {
    const strangers = [...known.teachers.filter(other => other.model !== teacher.model), ...rivals];
    return knownSets(teacher, size, KNOWN_SETS, seed).map(set => outcome(set, centre, strangers));
  });
  const kinds = [...new Set(known.teachers.map(teacher => teacher.kind))];
  return kinds.map(kind => outcomes.filter((_, i) => known.teachers[i].kind === kind));
}

/** Log-odds that few of the sets within the distance exceed; none when few are. */
function logOddsReached(others: Outcome[], distance: number): number {
  const near = others.filter(each => each.distance <= distance).map(each => each.logOdds).sort((a, b) => b - a);
  return near[Math.floor(FALSE_RATE * others.length)] ?? 0;
}
