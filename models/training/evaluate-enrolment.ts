/**
 * `npm run evaluate:enrolment`: enrols teachers that the models of a folder never saw, from 300 records each, and judges sets of
 * test records of everybody. The folder comes from `npm run train -- --leave-out NAME,NAME --out FOLDER`.
 */
import { parseArgs } from 'node:util';
import { contentHash } from '../../extension/core/records/content-hash';
import { addTo, fingerprintOf } from '../../extension/core/enrol/fingerprint';
import { drawSets } from '../../extension/core/enrol/held-out';
import { openKnownTeachers, type KnownChannel } from '../../extension/core/enrol/known-teachers';
import { learnTeacher, type EnrolSample } from '../../extension/core/enrol/learn';
import { ChannelTeachers } from '../../extension/core/enrol/recognise';
import { EnrolProblem, type EnrolledTeacher } from '../../extension/core/enrol/teacher';
import { openScorer } from '../../extension/core/fingerprint/open-scorer';
import type { Scorer } from '../../extension/core/fingerprint/scorer';
import { corpusDirectory, hasCorpus, readCorpus, type CorpusChannel, type CorpusRow } from './corpus';
import { percent } from './evaluation/markdown';
import { saveExtra } from './evaluation/extra';
import { groupBy } from './evaluation/forced-choice';
import { KIND_OF_SOURCE, withoutSourceMarks } from './text-corpus';
import { modelName } from './text-labels';

const { values } = parseArgs({ options: { models: { type: 'string' }, all: { type: 'boolean', default: false } } });
const ENROLLED_RECORDS = 300;
const SET_SIZE = 100;
const SETS = 12;
const LEAST_TEST_RECORDS = 50;
const MOST_TEST_RECORDS = 400;
const BATCH = 256;

/** Output of one model on one kind of task, or what is left of it for a purpose. */
interface Group { kind: string; model: string; family: string; rows: CorpusRow[] }
interface Tested { group: Group; sets: Float64Array[] }
interface Outcome { refused: string | null; recognised: number; sameKind: Count; otherKind: Count }
interface Count { named: number; sets: number }

async function main(folder: string | undefined): Promise<void> {
  const corpus = corpusDirectory();
  if (!folder || !hasCorpus(corpus)) throw new Error('Name a folder of models with --models, and a corpus with UNDERTONE_CORPUS.');
  const scorer = await openScorer(folder), known = await openKnownTeachers(folder, scorer.version);
  const rows: string[][] = [];
  for (const channel of ['numbers', 'code', 'reasoning'] as const) rows.push(await evaluateChannel(channel, scorer, known[channel], corpus));
  await scorer.close();
  saveExtra({
    title: 'Enrolment', text: `Teachers that the models never saw, each learned from ${ENROLLED_RECORDS} records (\`npm run evaluate:enrolment\`); sets of ${SET_SIZE} test records. "Others named as it" are sets of every other model, known or not.`,
    head: ['channel', 'teachers', 'refused', 'recognised', 'least', 'others named as it, same kind of task', 'other kinds'], rows,
  });
}

async function evaluateChannel(channel: CorpusChannel, scorer: Scorer, known: KnownChannel, corpus: string): Promise<string[]> {
  const { models } = scorer.channels[channel].labels, groups = groupsOf(channel, corpus);
  const tested: Tested[] = [];
  for (const group of groups) tested.push({ group, sets: (await setsOf(channel, scorer, group)) });
  const strangers = groups.filter(group => (values.all || !models.includes(nameOf(channel, group))) && tested.some(each => each.group === group && each.sets.length));
  const outcomes: Outcome[] = [];
  for (const stranger of strangers) {
    const outcome = await enrolled(channel, scorer, known, stranger, tested);
    if (outcome) outcomes.push(outcome);
    if (outcome) console.log(`${channel} ${stranger.kind} ${stranger.model}: ${outcome.refused ?? `recognised ${outcome.recognised.toFixed(2)}, named as it ${outcome.sameKind.named}/${outcome.sameKind.sets} and ${outcome.otherKind.named}/${outcome.otherKind.sets}`}`);
  }
  const learned = outcomes.filter(outcome => !outcome.refused), recognised = learned.map(outcome => outcome.recognised);
  const rate = (of: (outcome: Outcome) => Count) => {
    const [named, sets] = [learned.reduce((sum, outcome) => sum + of(outcome).named, 0), learned.reduce((sum, outcome) => sum + of(outcome).sets, 0)];
    return sets ? `${percent(named / sets)} of ${sets}` : 'none';
  };
  const mean = recognised.reduce((sum, share) => sum + share, 0) / Math.max(1, recognised.length);
  return [channel, String(outcomes.length), String(outcomes.length - learned.length), percent(mean), percent(Math.min(1, ...recognised)), rate(outcome => outcome.sameKind), rate(outcome => outcome.otherKind)];
}

function groupsOf(channel: CorpusChannel, corpus: string): Group[] {
  const groups = groupBy([...readCorpus(channel, corpus)], row => `${KIND_OF_SOURCE[row.source] ?? `${row.source} ${row.kind}`}|${row.model}`);
  return [...groups].map(([key, rows]) => ({ kind: key.split('|')[0], model: rows[0].model, family: rows[0].family, rows }));
}

/** One name per model, however its sources spell it. */
const nameOf = (channel: CorpusChannel, { model }: Pick<Group, 'model'>): string => (channel === 'numbers' ? model : modelName(model));

async function scored(channel: CorpusChannel, scorer: Scorer, rows: CorpusRow[]): Promise<EnrolSample[]> {
  const samples: EnrolSample[] = [];
  for (let first = 0; first < rows.length; first += BATCH) {
    const batch = rows.slice(first, first + BATCH).map(({ completion, prompt }) => ({ bytes: Buffer.from(channel === 'numbers' ? completion : withoutSourceMarks(completion)), prompt: Buffer.from(prompt), channel }));
    const scores = await scorer.score(batch);
    batch.forEach(({ bytes, prompt }, i) => samples.push({ channel, fingerprint: fingerprintOf(scores[i]), group: contentHash(prompt.length ? prompt : bytes), hash: contentHash(bytes) }));
  }
  return samples;
}

/** At most `most` rows, evenly spaced. */
const spaced = (rows: CorpusRow[], most: number): CorpusRow[] =>
  Array.from({ length: Math.min(most, rows.length) }, (_, i) => rows[Math.floor(i * Math.max(1, rows.length / most))]);

/** Sums of fingerprints of sets of test records. */
async function setsOf(channel: CorpusChannel, scorer: Scorer, { rows }: Group): Promise<Float64Array[]> {
  const test = spaced(rows.filter(row => row.split === 'test'), MOST_TEST_RECORDS);
  if (test.length < LEAST_TEST_RECORDS) return [];
  return drawSets(await scored(channel, scorer, test), SET_SIZE, SETS, 1).map(set => {
    const sum = new Float64Array(set[0].fingerprint.length);
    for (const { fingerprint } of set) addTo(sum, fingerprint);
    return sum;
  });
}

async function enrolled(channel: CorpusChannel, scorer: Scorer, all: KnownChannel, stranger: Group, tested: Tested[]): Promise<Outcome | null> {
  const known = all.without(teacher => nameOf(channel, teacher) === nameOf(channel, stranger));
  const rows = spaced(stranger.rows.filter(row => row.split !== 'test'), ENROLLED_RECORDS);
  if (rows.length < ENROLLED_RECORDS / 2) return null;
  const outcome: Outcome = { refused: null, recognised: 0, sameKind: { named: 0, sets: 0 }, otherKind: { named: 0, sets: 0 } };
  let teacher: EnrolledTeacher;
  try {
    teacher = learnTeacher(await scored(channel, scorer, rows), { name: 'stranger', family: null, dataset: stranger.model }, { known: { numbers: known, code: known, reasoning: known }, shifts: [], rivals: [] });
  } catch (error) {
    if (!(error instanceof EnrolProblem)) throw error;
    return { ...outcome, refused: error.message };
  }
  const teachers = new ChannelTeachers([teacher], known), named = (sets: Float64Array[]) => sets.filter(sum => teachers.recognise(sum, SET_SIZE)).length;
  for (const { group, sets } of tested) {
    if (group === stranger) { outcome.recognised = named(sets) / sets.length; continue; }
    if (nameOf(channel, group) === nameOf(channel, stranger)) continue;
    const count = group.kind === stranger.kind ? outcome.sameKind : outcome.otherKind;
    count.named += named(sets);
    count.sets += sets.length;
  }
  return outcome;
}

main(values.models).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
