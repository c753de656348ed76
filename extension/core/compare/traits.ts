import { NUMBER_MEASURES, numberMeasures } from '../fingerprint/number-measures';
import { readNumbers } from '../fingerprint/number-reader';
import type { SampleScore } from '../fingerprint/score';
import { TextFeaturizer } from '../fingerprint/text-features';
import { TEXT_MEASURES } from '../fingerprint/text-measures';
import type { Channel } from '../protocol/nouns';
import type { Sample } from '../records/sample';

/** Words or numbers of a record: hash of each term that occurs, with the byte range where it first does. */
export interface Terms { ids: Int32Array; starts: Int32Array; ends: Int32Array }

/** What a record is compared by. Nothing here was fitted on the compared files. */
export interface Traits {
  /** Form: lengths, shares of characters and lines, or of kinds of numbers. */
  measures: Float32Array;
  /** How much the record reads like each known model: coordinates that also place teachers that no catalogue knows. */
  likeness: Float32Array;
  /** Log-odds of a persona, tune or other prompt against each known base's neutral output; empty but for numbers. */
  shifts: Float32Array;
  terms: Terms;
}

const LEAST_LOG = -12;
const featurizer = new TextFeaturizer();

/** Traits of a scored sample. */
export function traitsOf(sample: Sample, score: SampleScore): Traits {
  const likeness = Float32Array.from([...score.modelLogProb, ...(score.contentModelLogProb === score.modelLogProb ? [] : score.contentModelLogProb), ...(score.shifts ?? [])], value => Math.max(value, LEAST_LOG));
  const shifts = score.shifts ?? new Float32Array(0);
  if (score.channel === 'numbers') return { measures: numberMeasures(readNumbers(sample.bytes)), likeness, shifts, terms: numberTerms(sample.bytes) };
  featurizer.read(sample.bytes);
  return { measures: featurizer.measures.values.slice(), likeness, shifts, terms: textTerms() };
}

/** Names of a channel's measures. */
export const measureNames = (channel: Channel): readonly string[] => (channel === 'numbers' ? NUMBER_MEASURES : TEXT_MEASURES);

/** Distinct 1-, 2- and 3-grams of the text that was read last. */
function textTerms(): Terms {
  const places = new Map<number, number>();
  for (let i = 0; i < featurizer.count; i++) if (!places.has(featurizer.hashes[i])) places.set(featurizer.hashes[i], i);
  return { ids: Int32Array.from(places.keys()), starts: Int32Array.from(places.values(), place => featurizer.startOf(place)), ends: Int32Array.from(places.values(), place => featurizer.endOf(place)) };
}

/** Distinct numbers, and what stands between, before and after them. */
function numberTerms(bytes: Uint8Array): Terms {
  const { tokens } = readNumbers(bytes), places = new Map<number, [start: number, end: number]>();
  const add = (kind: number, start: number, end: number) => {
    let id = kind;
    for (let i = start; i < end; i++) id = Math.imul(id ^ bytes[i], 0x01000193);
    if (!places.has(id)) places.set(id, [start, end]);
  };
  tokens.forEach(({ start, end }, i) => {
    add(1, start, end);
    add(2, i === 0 ? 0 : tokens[i - 1].end, start);
  });
  if (tokens.length) add(3, tokens[tokens.length - 1].end, bytes.length);
  const spans = [...places.values()];
  return { ids: Int32Array.from(places.keys()), starts: Int32Array.from(spans, ([start]) => start), ends: Int32Array.from(spans, ([, end]) => end) };
}
