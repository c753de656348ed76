/** How a set of texts compares with known teachers' sets, and what that says of naming its leading family. */
import { squaredDistance, type Centre } from '../enrol/compare';
import type { Familiarity, NamingModel } from '../fingerprint/set-model';
import { cholesky, distanceUnder, meanCovariance } from './mahalanobis';

/** What is compared: means of the statistics, the whitened mean fingerprint, and by how many nats the best model of family `leader` leads those of the other families. */
export interface ComparedSet { means: number[]; fingerprint: Float64Array; records: number; leader: number; lead: number }

/** Whitened mean fingerprints of known teachers. */
export type KnownMeans = readonly (Centre & { family: string })[];

/** A set beside the nearest reference of its leading family. */
export interface SetComparison {
  /** Kind of task of that reference. */
  kind: string;
  distance: number;
  /** The model's inputs, but for those that the kind's usual distance enters. */
  inputs: number[];
}

const FARTHEST = 60;
const FARTHEST_LIKENESS = 200;
const MOST_MARGIN = 20;
const MOST_DEVIATION = 6;
const MARGIN_SCALE = 20;
const clamp = (value: number, most: number) => Math.max(-most, Math.min(most, value));

/** Compares a set with all references; undefined where the leading family has none. */
export function compareSet({ means, fingerprint, records, leader, lead }: ComparedSet, families: string[], { references, within, between }: Familiarity,
  known: KnownMeans, { statistics, firstFamily }: Pick<NamingModel, 'statistics' | 'firstFamily'>): SetComparison | undefined {
  const covariance = meanCovariance(within, between, records), factor = cholesky(covariance);
  const compared = references.map(reference => {
    const difference = means.map((value, k) => value - reference.mean[k]);
    return { reference, difference, distance: distanceUnder(factor, difference) };
  });
  const nearest = (isOwn: boolean) => compared.filter(({ reference }) => (reference.family === families[leader]) === isOwn).sort((a, b) => a.distance - b.distance)[0];
  const own = nearest(true);
  if (!own) return undefined;
  const other = Math.min(FARTHEST, nearest(false)?.distance ?? FARTHEST), { distance, difference } = own;
  const deviation = (k: number) => clamp(difference[k] / Math.sqrt(covariance[k][k]), MOST_DEVIATION);
  return {
    kind: own.reference.kind ?? '', distance,
    inputs: [Math.log(records), lead / Math.sqrt(records), lead / records, Math.min(MOST_MARGIN, other - distance), Math.asinh((other ** 2 - distance ** 2) / MARGIN_SCALE),
      means[firstFamily + leader], means[statistics[0]], ...[firstFamily + leader, ...statistics].map(deviation),
      ...likeness({ mean: fingerprint, records }, families[leader], known)],
  };
}

/** Mean squared difference, per measure, from the nearest known teacher of the family and from the nearest other one: nobody known lies near a stranger. */
function likeness(set: Centre, family: string, known: KnownMeans): number[] {
  const nearest = (isOwn: boolean) => known.filter(teacher => (teacher.family === family) === isOwn)
    .reduce((least, teacher) => Math.min(least, squaredDistance(set, teacher) / set.mean.length), FARTHEST_LIKENESS);
  const own = Math.log(nearest(true)), other = Math.log(nearest(false));
  return [own, other - own, own * Math.log(set.records)];
}

/** All inputs of the logistic model. */
export const namingInputs = ({ distance, inputs }: SetComparison, usualDistance: number): number[] => [...inputs, Math.log(Math.max(distance, 1e-3) / usualDistance)];

/** Log-odds that the leading family is the right name. */
export const namingLogOdds = (inputs: number[], { mean, sd, linear, bias }: Pick<NamingModel, 'mean' | 'sd' | 'linear' | 'bias'>): number =>
  inputs.reduce((sum, value, i) => sum + linear[i] * (value - mean[i]) / sd[i], bias);
