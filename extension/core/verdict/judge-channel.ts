import type { Channel, CompositionPart, VerdictKind } from '../protocol/nouns';
import type { ChannelLabels } from '../fingerprint/score';
import { bestModels } from './best-model';
import { BLOCK_RECORDS } from './block-reservoir';
import type { ChannelEvidence } from './channel-evidence';
import { composition, mixtureGain, type Share } from './composition';
import { posteriorsOf } from './unknown-class';
import { percent } from './words';
import { cholesky, meanCovariance, solveLower } from './mahalanobis';
import { nearestMixture } from './known-mixture';
import { dot } from '../fingerprint/evidence';
import type { EnrolledTeachers, KnownFingerprints } from '../fingerprint/scorer';
import { CONTAMINATION_ERROR_RATE, type Contamination, type ContaminationBets } from './contamination';
import { knownComposition } from './known-composition';
import type { SetModel } from '../fingerprint/set-model';
import { compareSet, namingInputs, namingLogOdds } from './set-comparison';

/** Nats that a mixture must gain over one family: evidence of 100 to 1. */
const MIXTURE_GAIN = Math.log(100);

/** Least lower bound of a share that counts as a part. */
export const LEAST_PART = 0.05;

/** Log-odds beyond this are never reached: they stand for never. */
const MOST_LOG_ODDS = 1000;

/** What is known of one channel: its names and what held-out sets taught. */
export interface ChannelSetup { labels: ChannelLabels; set: SetModel; enrolled?: EnrolledTeachers; known?: KnownFingerprints }

/** The verdict on the records of one channel. */
export interface ChannelVerdict {
  channel: Channel;
  records: number;
  kind: VerdictKind;
  family: string | null;
  model: string | null;
  logOdds: number;
  errorRate: number;
  composition: CompositionPart[];
  reasons: string[];
  /** True when the teacher is one that was enrolled, not a built-in one. */
  enrolled?: boolean;
  /** Another family that some of a named teacher's records seem to come from. */
  contamination?: Contamination;
}

const indexOfLargest = (values: ArrayLike<number>) => {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
};

/** The family that leads a channel's records so far, with the log-odds that would name it and those that it has; `needed` is null where no number of records would do. */
export function leadingFamily(evidence: ChannelEvidence, setup: ChannelSetup): { family: string; logOdds: number; needed: number | null } {
  const { labels, set } = setup;
  const top = leading(bestModels(evidence.modelLogSum, labels.familyOfModel, labels.families.length), evidence.records, set);
  const { logOdds, needed } = fitOf(evidence, setup, top, undefined);
  return { family: labels.families[top.index], logOdds, needed: Number.isFinite(needed) ? needed : null };
}

/** Log-odds of each entry of a log-likelihood sum against its best rival, tempered for dependence between records. */
function leading(sums: Float64Array, records: number, { scale, exponent }: SetModel): { index: number; lead: number; logOdds: number } {
  const index = indexOfLargest(sums);
  const rival = sums.reduce((most, value, i) => (i === index ? most : Math.max(most, value)), -Infinity);
  return { index, lead: sums[index] - rival, logOdds: scale * (sums[index] - rival) / records ** exponent };
}

/** Fewer records than this prove nothing about a file, not even that it is unfamiliar. */
export const MIN_RECORDS = 10;

/** Judges one channel's records: an enrolled teacher that they clearly read like, else as the built-in ones have it. */
export function judgeChannel(channel: Channel, evidence: ChannelEvidence, setup: ChannelSetup, bets?: ContaminationBets): ChannelVerdict {
  const own = setup.enrolled?.recognise(evidence.fingerprintSum, evidence.records);
  if (!own) return withContamination(judgeBuiltIn(channel, evidence, setup), bets);
  const { name, family, logOdds, falseRate, reason } = own;
  return { channel, records: evidence.records, kind: 'teacher', family: family ?? name, model: name, logOdds, errorRate: falseRate, composition: [], reasons: [reason], enrolled: true };
}

/** A known teacher's verdict with the family that some of its records seem to come from. Of a stranger's records nothing is known that such a claim could rest on. */
function withContamination(verdict: ChannelVerdict, bets: ContaminationBets | undefined): ChannelVerdict {
  const found = verdict.kind === 'teacher' && bets?.found(verdict.family ?? '');
  if (!found) return verdict;
  return { ...verdict, contamination: found, reasons: [...verdict.reasons, contaminationText(found, verdict.channel)] };
}

/** What is claimed, and at what error rate. */
export const contaminationText = ({ family, logEValue }: Contamination, channel: Channel): string =>
  `Some of the ${channel} records come from ${family}: log e-value ${logEValue.toFixed(1)}; files without any reach that at most at ${percent(CONTAMINATION_ERROR_RATE)}.`;

/** Unfamiliar, mixed, a teacher, or not enough evidence, in this order of caution. */
function judgeBuiltIn(channel: Channel, evidence: ChannelEvidence, setup: ChannelSetup): ChannelVerdict {
  const { records } = evidence, { labels, set } = setup;
  const posterior = posteriorsOf(evidence.sample.probabilities(), labels.families.length), all = composition(posterior.withUnknown, labels.families.length + 1, BLOCK_RECORDS);
  const shares = all.slice(0, -1);
  const top = leading(bestModels(evidence.modelLogSum, labels.familyOfModel, labels.families.length), records, set);
  const parts = (agrees: (shares: Share[]) => boolean) => toParts(channel, labels, shownShares(all, evidence, setup, agrees)), mixed = records >= MIN_RECORDS && isMixture(posterior.families, shares, set);
  const { distance, limit, logOdds, needed } = fitOf(evidence, setup, top, mixed ? shares : undefined);
  const base = { channel, records, family: null, model: null, logOdds, errorRate: 1 };
  if (distance > limit && records >= MIN_RECORDS) {
    const reasons = [`The ${channel} records' statistics lie ${distance.toFixed(1)} from every known teacher that they resemble (limit ${limit.toFixed(1)}).`];
    return { ...base, kind: 'unfamiliar', composition: [unfamiliarPart(channel)], reasons };
  }
  if (mixed) {
    return { ...base, kind: 'mixed', errorRate: set.mixedErrorRate, composition: parts(isOfSeveral), reasons: [`Two or more families each wrote a share of the ${channel} records.`, effectiveText(channel, records, set)] };
  }
  if (logOdds < needed || distance > limit) {
    return { ...base, kind: 'insufficient', composition: parts(() => true), reasons: [missing(channel, records, logOdds, needed, set), effectiveText(channel, records, set)] };
  }
  const family = labels.families[top.index];
  return { ...base, kind: 'teacher', family, model: namedModel(evidence, labels, set, top.index), errorRate: errorRateAt(logOdds, set),
    composition: parts(own => indexOfLargest(own.map(({ share }) => share)) === top.index), reasons: [`${records} ${channel} records, log-odds ${logOdds.toFixed(1)} for ${family}${set.naming ? '' : ' against the next family'}.`, ...otherView(evidence, labels, top.index), ...smallestShare(shares, set), effectiveText(channel, records, set)] };
}

/** Families beyond doubt, as the parts of a mixture are told. */
const isOfSeveral = (shares: Share[]) => shares.filter(({ low }) => low >= LEAST_PART).length > 1;

/** Shares by the known teachers' fingerprints where they agree with the verdict, else by the records' probabilities, which also give the share of nobody known. */
function shownShares(byRecord: Share[], { records, fingerprintSum, sample }: ChannelEvidence, { labels, known }: ChannelSetup, agrees: (shares: Share[]) => boolean): Share[] {
  if (!known || records < MIN_RECORDS) return byRecord;
  const shares = knownComposition({ sum: fingerprintSum, records }, sample.fingerprints(), known, labels.families), unknown = byRecord[labels.families.length];
  return agrees(shares) ? [...shares.map(({ share, low, high }) => ({ share: share * (1 - unknown.share), low: low * (1 - unknown.high), high: high * (1 - unknown.low) })), unknown] : byRecord;
}

/** A second family with a share that pure sets do not reach, and a likelihood that one family alone does not. */
const isMixture = (posterior: Float32Array, shares: Share[], { mixedShare }: SetModel) =>
  [...shares].sort((a, b) => b.low - a.low)[1]?.low >= mixedShare && mixtureGain(posterior, shares.map(({ share }) => share)) >= MIXTURE_GAIN;

/** What the verdict does not rule out: a second family is called once its share's lower bound is above what pure sets reach. */
function smallestShare(shares: Share[], { mixedShare }: SetModel): string[] {
  const leader = shares.reduce((most, share) => (share.share > most.share ? share : most)), least = mixedShare + (leader.high - leader.low) / 2;
  return [least < 1 ? `A second family among these records would be called from a share of about ${percent(least)} on; a smaller one may be there.` : 'These are too few records to see a second family among them.'];
}

/** Records of one file share what sets it apart from others by the same teacher: how many independent ones would show as much, by the median statistic. */
function effectiveText(channel: Channel, records: number, { familiarity: { within, between } }: SetModel): string {
  const counts = within.map((row, k) => records / (1 + records * between[k][k] / Math.max(row[k], Number.MIN_VALUE))).sort((a, b) => a - b);
  return `Records of one file are alike: these ${records} of ${channel} show as much as about ${Math.max(1, Math.round(counts[Math.floor(counts.length / 2)]))} independent ones.`;
}

/** Never better than the rate measured on held-out sets at the threshold: beyond it too few sets were wrong to say more. */
const errorRateAt = (logOdds: number, set: SetModel) => Math.max(set.nameErrorRate, 1 / (1 + Math.exp(logOdds)));

function missing(channel: Channel, records: number, logOdds: number, needed: number, set: SetModel): string {
  if (logOdds >= needed) return `${records} ${channel} records are too few to tell whether they are familiar; ${MIN_RECORDS} would do.`;
  if (needed > MOST_LOG_ODDS) return `${channel} records of this kind of task tell known and unknown teachers apart too badly to name one.`;
  const more = logOdds > 0.2 && !set.naming ? ` About ${Math.ceil(records * (needed / logOdds) ** (1 / (1 - set.exponent)))} records like these would do.` : '';
  return `${records} ${channel} records give log-odds ${logOdds.toFixed(1)}; ${needed.toFixed(1)} are needed.${more}`;
}

function namedModel(evidence: ChannelEvidence, labels: ChannelLabels, set: SetModel, family: number): string | null {
  const within = labels.models.map((_, i) => i).filter(i => labels.familyOfModel[i] === family);
  const sums = Float64Array.from(within, i => evidence.modelLogSum[i]);
  if (within.length === 1) return labels.models[within[0]];
  const top = leading(sums, evidence.records, set);
  return top.logOdds >= set.modelLogOdds ? labels.models[within[top.index]] : null;
}

/** The content leads; where the text as written points elsewhere, its format does, and that is worth knowing. */
function otherView(evidence: ChannelEvidence, labels: ChannelLabels, family: number): string[] {
  const written = labels.families[indexOfLargest(evidence.familyLogSum)];
  return written === labels.families[family] ? [] : [`With its format, the text points to ${written} instead; the integers alone lead, since format is the first thing to change.`];
}

/** Families with a smaller share are no part of a mixture. */
const LEAST_SHARE = 0.02;

/** How familiar a set is and how good its leading name, each with its limit. */
interface Fit { distance: number; limit: number; logOdds: number; needed: number }

/** Texts are judged beside the nearest reference of their kind of task; mixtures and numbers by distance and tempered log-odds alone. */
function fitOf(evidence: ChannelEvidence, { labels, set, known }: ChannelSetup, top: { index: number; lead: number; logOdds: number }, mixture: Share[] | undefined): Fit {
  const { naming, familiarity } = set, { records } = evidence;
  const compared = naming && known && !mixture && compareSet({
    means: evidence.statisticMeans(), fingerprint: known.whiten(evidence.fingerprintSum.map(sum => sum / records)), records, leader: top.index, lead: top.lead,
  }, labels.families, familiarity, known.teachers, naming);
  const kind = compared && naming.kinds[compared.kind];
  if (kind) {
    const raw = namingLogOdds(namingInputs(compared, kind.usualDistance), naming), isNever = records < MIN_RECORDS || kind.leastLogOdds > MOST_LOG_ODDS;
    return { distance: compared.distance, limit: kind.maxDistance, logOdds: isNever ? raw : raw - kind.leastLogOdds + set.nameLogOdds, needed: isNever ? Infinity : set.nameLogOdds };
  }
  const distance = distanceFrom(evidence, labels, set, family => (mixture ? mixture[family]?.share > LEAST_SHARE : family === top.index), mixture !== undefined);
  return { distance, limit: familiarity.maxDistance, logOdds: top.logOdds, needed: naming ? Infinity : set.nameLogOdds };
}

/** A further reference of a mixture must bring it nearer by this much (squared distance). */
const LEAST_NEARER = 6;

/** Distance of the set's mean statistics from the nearest reference of the given families, or mixture of such references of one kind. */
function distanceFrom(evidence: ChannelEvidence, { families }: ChannelLabels, { familiarity }: SetModel, isOf: (family: number) => boolean, isMixture: boolean): number {
  const { within, between } = familiarity, references = familiarity.references.filter(({ family }) => isOf(families.indexOf(family)));
  const factor = cholesky(meanCovariance(within, between, evidence.records)), mean = solveLower(factor, evidence.statisticMeans());
  if (!references.length) return Infinity;
  const points = references.map(reference => solveLower(factor, reference.mean));
  const problem = { gram: points.map(a => Float64Array.from(points, b => dot(a, b))), withMean: Float64Array.from(points, point => dot(point, mean)), kinds: references.map(({ kind }) => kind ?? '') };
  return Math.sqrt(Math.max(0, nearestMixture(problem, isMixture ? LEAST_NEARER : Infinity).cost + dot(mean, mean)));
}

const unfamiliarPart = (channel: Channel): CompositionPart => ({ channel, kind: 'unfamiliar', family: null, share: 1, low: 1, high: 1 });

const toParts = (channel: Channel, labels: ChannelLabels, shares: Share[]): CompositionPart[] =>
  shares.map((share, i): CompositionPart => ({ channel, kind: i < labels.families.length ? 'family' : 'unfamiliar', family: labels.families[i] ?? null, ...share }))
    .filter(part => part.share >= 0.01).sort((a, b) => b.share - a.share);
