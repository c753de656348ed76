import type { Channel, RecordRef } from '../protocol/nouns';
import type { Driver } from '../protocol/compare';
import type { ScoredSide } from './effect';
import { describeMeasures } from './measure-words';
import type { Traits } from './traits';

/** A compared record: where it lies, its text and its traits. */
export interface ComparedRecord { ref: RecordRef; bytes: Uint8Array; traits: Traits }

const LEAST_Z = 4;
const LEAST_SHARE = 0.05;
const MOST_LIKENESSES = 3;
const MOST_MEASURES = 5;
const MOST_TERMS = 10;
const MOST_RECORDS = 5;

/** What makes the sides differ, strongest first: likeness to known models, measures, words or numbers, and on each side the records that are least like the other. */
export function driversOf(channel: Channel, models: string[], candidate: ComparedRecord[], reference: ComparedRecord[], scores: ScoredSide[]): Driver[] {
  return [
    ...strongest(likenessDrivers(channel, models, candidate, reference), MOST_LIKENESSES),
    ...strongest(measureDrivers(channel, candidate, reference), MOST_MEASURES),
    ...strongest(termDrivers(channel, candidate, reference), MOST_TERMS),
    ...recordDrivers(channel, candidate, reference, scores),
  ];
}

type FeatureDriver = Extract<Driver, { kind: 'feature' }>;

const strongest = (drivers: FeatureDriver[], most: number) => drivers.filter(({ z }) => Math.abs(z) >= LEAST_Z).sort((a, b) => Math.abs(b.z) - Math.abs(a.z)).slice(0, most);

/** Known models that one side reads like more than the other: not who wrote it, but in which direction it lies. */
const likenessDrivers = (channel: Channel, models: string[], candidate: ComparedRecord[], reference: ComparedRecord[]) =>
  models.map((model, i) => meanDriver(channel, `log-probability of ${model}`, candidate, reference, ({ likeness }) => likeness[i]));

const measureDrivers = (channel: Channel, candidate: ComparedRecord[], reference: ComparedRecord[]) =>
  describeMeasures(channel).map(({ name, index, value }) => meanDriver(channel, name, candidate, reference, ({ measures }) => value(measures[index])));

function meanDriver(channel: Channel, name: string, candidate: ComparedRecord[], reference: ComparedRecord[], value: (traits: Traits) => number): FeatureDriver {
  const [a, b] = [candidate, reference].map(side => meanAndError(side.map(({ traits }) => value(traits))));
  return { kind: 'feature', channel, name, unit: 'mean', candidate: a.mean, reference: b.mean, z: (a.mean - b.mean) / (Math.hypot(a.error, b.error) || Infinity) };
}

function meanAndError(values: number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, error: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / values.length };
}

interface TermUse { candidate: number; reference: number; example: ComparedRecord; at: number }

function termDrivers(channel: Channel, candidate: ComparedRecord[], reference: ComparedRecord[]): FeatureDriver[] {
  const uses = new Map<number, TermUse>();
  for (const [side, records] of [['candidate', candidate], ['reference', reference]] as const) {
    for (const record of records) record.traits.terms.ids.forEach((id, at) => {
      const use = uses.get(id);
      if (use) use[side]++; else uses.set(id, { candidate: 0, reference: 0, example: record, at, [side]: 1 });
    });
  }
  const found = [...uses.values()].map(use => ({ use, ...shares(use, candidate.length, reference.length) })).filter(({ a, b, z }) => Math.abs(z) >= LEAST_Z && Math.max(a, b) >= LEAST_SHARE);
  return withoutRepeats(found.sort((x, y) => Math.abs(y.z) - Math.abs(x.z)).slice(0, 20 * MOST_TERMS).map(({ use, a, b, z }) => (
    { kind: 'feature', channel, name: nameOf(channel, use), unit: 'share of records', candidate: a, reference: b, z })));
}

function shares(use: TermUse, candidates: number, references: number): { a: number; b: number; z: number } {
  const a = use.candidate / candidates, b = use.reference / references, pooled = (use.candidate + use.reference) / (candidates + references);
  return { a, b, z: (a - b) / Math.sqrt(pooled * (1 - pooled) * (1 / candidates + 1 / references) || Infinity) };
}

function nameOf(channel: Channel, { example, at }: TermUse): string {
  const { starts, ends } = example.traits.terms, text = Buffer.from(example.bytes.subarray(starts[at], ends[at])).toString('utf8');
  return `${channel !== 'numbers' ? 'text' : /^-?\d/.test(text) ? 'number' : 'format'} ${JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text)}`;
}

/** Of a phrase and its parts the strongest one is enough. `sorted` falls. */
function withoutRepeats(sorted: FeatureDriver[]): FeatureDriver[] {
  const kept: FeatureDriver[] = [];
  const inner = (name: string) => name.slice(name.indexOf('"') + 1, -1);
  for (const driver of sorted) {
    const own = inner(driver.name);
    if (!kept.some(({ name }) => inner(name).includes(own) || own.includes(inner(name)))) kept.push(driver);
    if (kept.length === MOST_TERMS) break;
  }
  return kept;
}

/** Scores stand in the order of the candidate's records, then the reference's. */
function recordDrivers(channel: Channel, candidate: ComparedRecord[], reference: ComparedRecord[], scores: ScoredSide[]): Driver[] {
  const all = [...candidate, ...reference];
  return (['candidate', 'reference'] as const).flatMap(side => scores
    .map(({ isCandidate, logOdds }, i) => ({ isOwn: isCandidate === (side === 'candidate'), logOdds: isCandidate ? logOdds : -logOdds, ref: all[i].ref }))
    .filter(({ isOwn, logOdds }) => isOwn && logOdds > 0).sort((a, b) => b.logOdds - a.logOdds).slice(0, MOST_RECORDS)
    .map(({ ref, logOdds }): Driver => ({ kind: 'record', channel, side, record: ref.record, byteOffset: ref.byteOffset, logOdds })));
}
