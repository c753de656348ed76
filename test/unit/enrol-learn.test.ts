import assert from 'node:assert/strict';
import test from 'node:test';
import { learnTeacher, type EnrolContext, type EnrolSample } from '../../extension/core/enrol/learn';
import { KnownChannel, STEP, type KnownChannelJson } from '../../extension/core/enrol/known-teachers';
import { ChannelTeachers } from '../../extension/core/enrol/recognise';
import { EnrolProblem, type EnrolledTeacher } from '../../extension/core/enrol/teacher';
import { randomFrom } from '../../extension/core/fingerprint/random';

/** A world of six measures, spread 1 within a teacher, in which known teachers stand in the first three. */
const SIZE = 6, KNOWN = 20;
const random = randomFrom(7);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const around = (mean: number[]) => Float32Array.from({ length: SIZE }, (_, k) => (mean[k] ?? 0) + normal());
const base64 = (values: Float32Array | Int16Array) => Buffer.from(values.buffer).toString('base64');
const meansOf = (records: Float32Array[]) => Array.from({ length: SIZE }, (_, k) => records.reduce((sum, record) => sum + record[k], 0) / records.length);

function knownJson(): KnownChannelJson {
  const teachers = Array.from({ length: KNOWN }, (_, i) => {
    const mean = [3 * normal(), 3 * normal(), 3 * normal()];
    const chunks = Array.from({ length: 8 }, () => meansOf(Array.from({ length: 25 }, () => around(mean))));
    return { family: `family-${i}`, model: `model-${i}`, kind: 'task', records: 200, chunkRecords: 25, chunks: base64(Int16Array.from(chunks.flat(), value => Math.round(value / STEP))) };
  });
  const identity = Array.from({ length: SIZE }, (_, row) => Array.from({ length: row + 1 }, (_unused, k) => (k === row ? 1 : 0)));
  const directions = Float32Array.from({ length: 3 * SIZE }, (_, i) => (Math.floor(i / SIZE) === i % SIZE ? 1 : 0));
  return { model: 'digest', size: SIZE, whitening: base64(Float32Array.from(identity.flat())), directions: base64(directions), mixture: { limit: 1.5, falseRate: 0.01, power: 0.9 }, likeness: {}, teachers };
}

const channel = new KnownChannel(knownJson());
const context: EnrolContext = { known: { numbers: channel, code: channel, reasoning: channel }, shifts: [], rivals: [] };
const NEW = [9, -9, 9];
const request = { name: 'acme-7b', family: null, dataset: 'acme.jsonl' };

const sampleOf = (fingerprint: Float32Array, i: number): EnrolSample => ({ channel: 'code', fingerprint, group: `prompt ${i}`, hash: `hash ${i}` });
const samples = (count: number, mean: number[]) => Array.from({ length: count }, (_, i) => sampleOf(around(mean), i));
const sumOf = (count: number, mean: number[]) => samples(count, mean).reduce((sum, { fingerprint }) => sum.map((value, k) => value + fingerprint[k]), new Float64Array(SIZE));
const problem = (pattern: RegExp) => (error: unknown) => error instanceof EnrolProblem && pattern.test(error.message);

test('a new teacher is learned, with measured rates, and recognised in later batches', () => {
  const teacher = learnTeacher(samples(300, NEW), request, context);
  const rate = teacher.rates.find(({ records }) => records === 100);
  assert.equal(teacher.records, 300);
  assert.ok(rate && rate.recognised >= 0.9, `recognised ${rate?.recognised}`);
  assert.ok(rate.falseRate > 0 && rate.falseRate <= 2 / KNOWN, 'never nothing: as many teachers as were compared carry the rate');
  const teachers = new ChannelTeachers([teacher], channel);
  const found = teachers.recognise(sumOf(100, NEW), 100);
  assert.equal(found?.name, 'acme-7b');
  assert.equal(found?.falseRate, rate.falseRate);
  assert.ok((found?.logOdds ?? 0) <= Math.log((1 - rate.falseRate) / rate.falseRate) + 1e-9, 'no surer than what was measured');
});

test('other teachers, known and unknown, are not named as it', () => {
  const teachers = new ChannelTeachers([learnTeacher(samples(300, NEW), request, context)], channel);
  for (const { mean } of channel.teachers) assert.equal(teachers.recognise(mean.map(value => value * 100), 100), null);
  for (const mean of [[9, 9, 9], [-9, -9, -9], [9, -9, 0]]) assert.equal(teachers.recognise(sumOf(100, mean), 100), null);
  assert.equal(teachers.recognise(sumOf(100, NEW).map((value, k) => (value + sumOf(100, [-9, 9, -9])[k]) / 2), 100), null, 'half of it is not all of it');
});

test('few records are not recognised, whatever they read like', () => {
  const teachers = new ChannelTeachers([learnTeacher(samples(300, NEW), request, context)], channel);
  assert.equal(teachers.recognise(sumOf(10, NEW), 10), null);
});

test('of two enrolled teachers the nearer one is named', () => {
  const first = learnTeacher(samples(200, NEW), request, context);
  const second: EnrolledTeacher = learnTeacher(samples(200, [9, -9, 4]), { ...request, name: 'acme-70b' }, { ...context, rivals: [first] });
  const teachers = new ChannelTeachers([first, second], channel);
  assert.equal(teachers.recognise(sumOf(100, [9, -9, 4]), 100)?.name, 'acme-70b');
  assert.equal(teachers.recognise(sumOf(100, NEW), 100)?.name, 'acme-7b');
});

test('what cannot be enrolled is refused, with the reason and what to do', () => {
  const [known] = channel.teachers, repeated = samples(1, NEW)[0];
  assert.throws(() => learnTeacher(samples(10, NEW), request, context), problem(/acme\.jsonl has 10 records.*at least 100.*Add records/));
  assert.throws(() => learnTeacher(Array.from({ length: 300 }, () => repeated), request, context), problem(/only 1 different texts in 300.*Remove the repeats/));
  assert.throws(() => learnTeacher([...samples(150, [9, 0, 0]), ...samples(150, [-9, 0, 0])].map((sample, i) => ({ ...sample, hash: String(i) })), request, context), problem(/mixture.*file of its own/));
  assert.throws(() => learnTeacher(samples(300, [...known.mean]), request, context), problem(/cannot be told apart from model-0/));
  assert.throws(() => learnTeacher([...samples(200, NEW), ...samples(150, NEW).map(sample => ({ ...sample, channel: 'reasoning' as const }))], request, context), problem(/several kinds of text.*--channel/));
});

test('a neutral reference is for numbers of a base that is known', () => {
  const shifts = [{ model: 'base-7b', family: 'base', singleSource: true, written: {} as never, integers: {} as never }];
  const neutral = samples(300, NEW).map(sample => ({ ...sample, channel: 'numbers' as const, shifts: Float32Array.of(0.5 + 0.3 * normal()) }));
  const learned = learnTeacher(neutral, { ...request, base: 'base-7b' }, { ...context, shifts }).neutral;
  assert.ok(learned && Math.abs(learned.mean - 0.5) < 0.08 && Math.abs(learned.variance - 0.09) < 0.03 && learned.z >= 2.33, JSON.stringify(learned));
  assert.throws(() => learnTeacher(neutral, { ...request, base: 'other' }, { ...context, shifts }), problem(/base-7b/));
  assert.throws(() => learnTeacher(samples(300, NEW), { ...request, base: 'base-7b' }, { ...context, shifts }), problem(/number sequences/));
});
