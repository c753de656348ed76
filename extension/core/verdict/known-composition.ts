import { dot } from '../fingerprint/evidence';
import { randomFrom } from '../fingerprint/random';
import type { KnownFingerprints } from '../fingerprint/scorer';
import { quantile, type Share } from './composition';
import type { FingerprintSum } from './block-reservoir';
import { nearestMixture, type Mixture } from './known-mixture';

/** One model on one kind of task: chunks of its held-out records, whitened, and the mean of all of them. */
interface Reference { family: string; kind: string; chunks: FingerprintSum[]; mean: Float64Array }

/** What is compared with: references and their inner products. */
interface References { all: Reference[]; gram: Float64Array[] }

/** A further part is believed when it brings the mixture nearer by this many times what one record's spread, shared by so many records, gives... */
const LEAST_GAIN = 8;
/** ...and by as many times the share of a record's variance by which a teacher's output differs from file to file. */
const DRIFT = 0.002;
/** Resampled sets take a part for less: what the set itself did not show may still be there. */
const RESAMPLED_GAIN = 0.25;
/** References that the resampled sets may choose among. */
const CANDIDATES = 12;
const RESAMPLES = 100;

const prepared = new WeakMap<KnownFingerprints, References>();

/**
 * Shares of the families whose known mixture lies nearest to the set's mean fingerprint. Means of a mixture are mixtures of means whatever the records'
 * probabilities are worth, so shares need no calibration for the kind of task. 95 % intervals from resampled blocks of the set and chunks of the references.
 * @param whole of all records. @param blocks of a sample of blocks of neighbouring records.
 */
export function knownComposition(whole: FingerprintSum, blocks: readonly FingerprintSum[], known: KnownFingerprints, families: readonly string[]): Share[] {
  const references = referencesOf(known), mean = known.whiten(meanOf([whole])), least = LEAST_GAIN * (1 / whole.records + DRIFT);
  const sharesOf = (mixture: Mixture, all: Reference[]) => families.map(family => mixture.parts.reduce((sum, part, i) => sum + (all[part].family === family ? mixture.shares[i] : 0), 0));
  const withMean = Float64Array.from(references.all, reference => dot(reference.mean, mean));
  const found = nearestMixture({ ...references, withMean, kinds: references.all.map(({ kind }) => kind) }, least), shares = sharesOf(found, references.all);
  const candidates = candidatesFor(found, references, withMean), draws = resampledMeans(mean, whole, blocks, known).map((drawn, i) => {
    const own = candidates.map((candidate, k) => ({ ...candidate, mean: meanOf(resampled(candidate.chunks, randomFrom(i * CANDIDATES + k))) }));
    const problem = { gram: gramOf(own), withMean: Float64Array.from(own, reference => dot(reference.mean, drawn)), kinds: own.map(({ kind }) => kind) };
    return sharesOf(nearestMixture(problem, RESAMPLED_GAIN * least), own);
  });
  return shares.map((share, i) => {
    const sorted = draws.map(draw => draw[i]).sort((a, b) => a - b);
    return { share, low: Math.min(share, quantile(sorted, 0.025)), high: Math.max(share, quantile(sorted, 0.975)) };
  });
}

/** Teachers by model and kind: a model's personas and sources are one reference, since a set says little of which it was. */
function referencesOf(known: KnownFingerprints): References {
  const done = prepared.get(known);
  if (done) return done;
  const groups = new Map<string, Omit<Reference, 'mean'>>();
  for (const { family, model, kind, chunks, chunkRecords } of known.teachers) {
    const group = groups.get(`${model}|${kind}`) ?? { family, kind, chunks: [] };
    groups.set(`${model}|${kind}`, group);
    group.chunks.push(...chunks.map(chunk => ({ sum: chunk.map(value => value * chunkRecords), records: chunkRecords })));
  }
  const all = [...groups.values()].map(group => ({ ...group, mean: meanOf(group.chunks) })), references = { all, gram: gramOf(all) };
  prepared.set(known, references);
  return references;
}

/** The chosen references, and those of their kind of task that would come nearest in the place of one. */
function candidatesFor({ parts }: Mixture, { all, gram }: References, withMean: Float64Array): Reference[] {
  const nearness = (i: number) => Math.min(...parts.map(part => gram[i][i] + gram[part][part] - 2 * gram[i][part]), gram[i][i] - 2 * withMean[i] + gram[parts[0]][parts[0]]);
  const others = all.map((_, i) => i).filter(i => all[i].kind === all[parts[0]].kind && !parts.includes(i)).sort((a, b) => nearness(a) - nearness(b));
  return [...parts, ...others].slice(0, CANDIDATES).map(i => all[i]);
}

/** Whitened means of resampled sets: blocks drawn with replacement, their spread brought to that of the whole set. */
function resampledMeans(mean: Float64Array, whole: FingerprintSum, blocks: readonly FingerprintSum[], known: KnownFingerprints): Float64Array[] {
  const random = randomFrom(whole.records), kept = blocks.reduce((sum, { records }) => sum + records, 0), centre = meanOf(blocks), scale = Math.sqrt(kept / whole.records);
  return Array.from({ length: RESAMPLES }, () => {
    const drawn = meanOf(resampled(blocks, random));
    const moved = known.whiten(drawn.map((value, k) => scale * (value - centre[k])));
    return moved.map((value, k) => value + mean[k]);
  });
}

const resampled = (sums: readonly FingerprintSum[], random: () => number) => sums.map(() => sums[Math.floor(random() * sums.length)]);

function meanOf(sums: readonly FingerprintSum[]): Float64Array {
  const total = new Float64Array(sums[0].sum.length);
  let records = 0;
  for (const each of sums) {
    records += each.records;
    for (let k = 0; k < total.length; k++) total[k] += each.sum[k];
  }
  return total.map(value => value / records);
}

const gramOf = (references: readonly Reference[]) => references.map(a => Float64Array.from(references, b => dot(a.mean, b.mean)));
