/** Held-out fingerprints of the teachers that the models know, beside which others are enrolled: `models/known-teachers.json`. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprintOf, meanOf } from '../../extension/core/enrol/fingerprint';
import { KNOWN_TEACHERS, STEP, type KnownChannelJson, type KnownFile } from '../../extension/core/enrol/known-teachers';
import { mainDirection, spreadOf } from '../../extension/core/enrol/mixture';
import { quantile } from '../../extension/core/enrol/held-out';
import { DIGESTS } from '../../extension/core/fingerprint/model-file';
import { openScorer } from '../../extension/core/fingerprint/open-scorer';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { Scorable, Scorer } from '../../extension/core/fingerprint/scorer';
import { likenessOf } from '../../extension/core/verdict/contamination';
import { readCorpus, type CorpusChannel } from './corpus';
import { numberTexts } from './numbers-data';
import { KIND_OF_SOURCE, withoutSourceMarks } from './text-corpus';
import { whitened, whiteningOf } from './whitening';

/** Whitened fingerprints of one teacher on one kind of task. */
interface Group { family: string; model: string; kind: string; points: Float64Array[]; /** Per record: likeness of each family. */ likeness: Float64Array[] }

/** Fewer held-out records say little of a teacher. */
const LEAST_RECORDS = 8;
const MOST_RECORDS = 300;
const CHUNKS = 8;
const BATCH = 256;
const DIRECTIONS = 5;
const MIXTURES = 300;
/** Share of known teachers' datasets that may be called mixtures... */
const MIXTURE_FALSE_RATE = 0.02;
/** ...with room for teachers that the models never saw: their records spread more (`npm run evaluate:enrolment` counts those refused). */
const STRANGERS_SPREAD: Record<CorpusChannel, number> = { numbers: 1, code: 2.5, reasoning: 4 };
/** Records from which a dataset's spread is judged. */
const LEAST_SPREAD_RECORDS = 60;

/** Teachers that were not seen may be somewhat liker than those that were. */
const ROOM_FOR_OTHERS = 1.2;

/** Narrows the teachers, to leave out those that training left out. */
export type KeepTeacher = (row: { source: string; family: string; model: string }) => boolean;

/** Scores the validation split with the models of a folder and writes the file and its digest beside them. */
export async function writeKnownTeachers(folder: string, corpus: string, seed: number, log: (line: string) => void, keep: KeepTeacher = () => true): Promise<void> {
  const scorer = await openScorer(folder), digestsFile = path.join(folder, DIGESTS);
  const digests = JSON.parse(readFileSync(digestsFile, 'utf8')) as Record<string, string>;
  const channel = async (name: CorpusChannel, model: string): Promise<KnownChannelJson> => {
    const groups = await fingerprints(scorer, name, corpus, seed, keep), { families } = scorer.channels[name].labels;
    log(`known teachers: ${groups.length} of ${name}`);
    return { model: digests[model], ...describe(groups, STRANGERS_SPREAD[name], seed), likeness: Object.fromEntries(families.map((family, i) => [family, likenessOfOthers(groups, family, i)])) };
  };
  const file: KnownFile = { format: 1, channels: { numbers: await channel('numbers', 'numbers.onnx'), code: await channel('code', 'text.onnx'), reasoning: await channel('reasoning', 'text.onnx') } };
  await scorer.close();
  const json = `${JSON.stringify(file)}\n`;
  writeFileSync(path.join(folder, KNOWN_TEACHERS), json);
  writeFileSync(digestsFile, `${JSON.stringify({ ...digests, [KNOWN_TEACHERS]: createHash('sha256').update(json).digest('hex') }, null, 2)}\n`);
}

interface HeldOut { key: string; family: string; model: string; kind: string; sample: Scorable }

/** Fingerprints of the validation split, at most `MOST_RECORDS` of each teacher and kind (in numbers, of each trait). */
async function fingerprints(scorer: Scorer, channel: CorpusChannel, corpus: string, seed: number, keep: KeepTeacher): Promise<Group[]> {
  const groups = new Map<string, Group>();
  let batch: HeldOut[] = [];
  const flush = async () => {
    const scores = await scorer.score(batch.map(({ sample }) => sample));
    batch.forEach(({ key, family, model, kind }, i) => {
      const group = groups.get(key) ?? { family, model, kind, points: [], likeness: [] };
      groups.set(key, group);
      group.points.push(Float64Array.from(fingerprintOf(scores[i])));
      group.likeness.push(Float64Array.from(scores[i].contentLogProb, likenessOf));
    });
    batch = [];
  };
  const counts = new Map<string, number>();
  for (const row of channel === 'numbers' ? heldOutNumbers(corpus, seed, keep) : heldOutTexts(channel, corpus, keep)) {
    const count = (counts.get(row.key) ?? 0) + 1;
    counts.set(row.key, count);
    if (count <= MOST_RECORDS) batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return [...groups.values()].filter(group => group.points.length >= LEAST_RECORDS);
}

function* heldOutNumbers(corpus: string, seed: number, keep: KeepTeacher): Generator<HeldOut> {
  for (const { completion, prompt, origin: { family, model, source, kind, trait } } of numberTexts(corpus, ['validation'], seed, row => Number(keep(row)))) {
    yield { key: [model, source, kind, trait].join('|'), family, model, kind: source, sample: { bytes: Buffer.from(completion), prompt: Buffer.from(prompt), channel: 'numbers' } };
  }
}

function* heldOutTexts(channel: 'code' | 'reasoning', corpus: string, keep: KeepTeacher): Generator<HeldOut> {
  for (const row of readCorpus(channel, corpus)) {
    const { split, source, family, model, completion } = row;
    const kind = KIND_OF_SOURCE[source] ?? source;
    if (split === 'validation' && keep(row)) yield { key: `${model}|${kind}`, family, model, kind, sample: { bytes: Buffer.from(withoutSourceMarks(completion)), prompt: new Uint8Array(0), channel } };
  }
}

function describe(raw: Group[], room: number, seed: number): Omit<KnownChannelJson, 'model' | 'likeness'> {
  const size = raw[0].points[0].length, triangle = whiteningOf(raw.map(({ points }) => points));
  const groups = raw.map(group => ({ ...group, points: group.points.map(point => whitened(triangle, point)) }));
  const directions = between(groups);
  return {
    size, whitening: base64(Float32Array.from(triangle.flatMap((row, i) => row.slice(0, i + 1)))), directions: base64(Float32Array.from(directions.flatMap(direction => [...direction]))),
    mixture: mixtureLimit(groups, directions, room, seed), teachers: groups.map(toJson),
  };
}

/** Largest mean likeness to a family among the groups of others, with a standard error and some room for groups that were not seen. */
function likenessOfOthers(groups: Group[], family: string, index: number): number {
  const means = groups.filter(group => group.family !== family).map(({ likeness }) => {
    const values = likeness.map(row => row[index]), mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return mean + Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / values.length;
  });
  return Math.min(1, ROOM_FOR_OTHERS * Math.max(...means));
}

/** Directions in which teachers of one kind of task differ most. */
function between(groups: Group[]): Float64Array[] {
  const differences = [...new Set(groups.map(group => group.kind))].flatMap(kind => {
    const means = groups.filter(group => group.kind === kind).map(group => meanOf(group.points)), centre = meanOf(means);
    return means.length > 1 ? means.map(mean => damped(mean.map((value, k) => value - centre[k]))) : [];
  });
  const found: Float64Array[] = [];
  while (found.length < DIRECTIONS) found.push(mainDirection(differences, found));
  return found;
}

/** A few teachers unlike all others must not claim every direction: lengths count by their root. */
const damped = (difference: Float64Array): Float64Array => {
  const length = Math.sqrt(difference.reduce((sum, value) => sum + value * value, 0)) || 1;
  return difference.map(value => value / Math.sqrt(length));
};

/** The spread that few pure datasets reach, and the share of even mixtures of two families' output on one kind of task that do. */
function mixtureLimit(groups: Group[], directions: Float64Array[], room: number, seed: number): KnownChannelJson['mixture'] {
  const large = groups.filter(group => group.points.length >= LEAST_SPREAD_RECORDS), random = randomFrom(seed);
  const pure = large.map(group => spreadOf(group.points, directions));
  const limit = room * quantile(pure, 1 - MIXTURE_FALSE_RATE);
  const pick = <T>(items: T[]): T => items[Math.floor(random() * items.length)];
  const mixed = Array.from({ length: MIXTURES }, () => pick(large)).flatMap(group => {
    const others = large.filter(other => other.kind === group.kind && other.family !== group.family);
    if (!others.length) return [];
    const other = pick(others), half = Math.min(group.points.length, other.points.length, MOST_RECORDS / 2);
    return [spreadOf([...group.points.slice(0, half), ...other.points.slice(0, half)], directions)];
  });
  const above = (spreads: number[]) => spreads.filter(spread => spread > limit).length / Math.max(1, spreads.length);
  return { limit, falseRate: above(pure), power: above(mixed) };
}

function toJson({ family, model, kind, points }: Group): KnownChannelJson['teachers'][number] {
  const chunkRecords = Math.max(1, Math.floor(points.length / CHUNKS));
  const chunks = Array.from({ length: Math.floor(points.length / chunkRecords) }, (_, i) => meanOf(points.slice(i * chunkRecords, (i + 1) * chunkRecords)));
  const steps = Int16Array.from(chunks.flatMap(chunk => [...chunk]), value => Math.max(-32767, Math.min(32767, Math.round(value / STEP))));
  return { family, model, kind, records: points.length, chunkRecords, chunks: base64(steps) };
}

const base64 = (values: Float32Array | Int16Array): string => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
