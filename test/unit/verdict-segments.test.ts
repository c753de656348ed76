import assert from 'node:assert/strict';
import test from 'node:test';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { SampleScore } from '../../extension/core/fingerprint/score';
import type { Channel } from '../../extension/core/protocol/nouns';
import { changePoints } from '../../extension/core/verdict/change-points';
import { Course } from '../../extension/core/verdict/course';
import { segmentsOf } from '../../extension/core/verdict/segments';

// Simulated files whose changes are known: clean ones are cut at the stated rate only, and a change is found where it is.
const FAMILIES = ['gpt', 'qwen', 'llama'];

function score(random: () => number, family: number, channel: Channel = 'numbers'): SampleScore {
  const logits = FAMILIES.map((_, i) => (i === family ? 1 : 0) + 2 * (random() + random() + random() - 1.5));
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)), contentLogProb = Float32Array.from(logits, logit => logit - total);
  return { channel, contentLogProb, familyLogProb: contentLogProb, modelLogProb: contentLogProb, contentModelLogProb: contentLogProb, unfamiliar: 0, statistics: new Float32Array(0) };
}

const segments = (records: number, scoreAt: (record: number) => SampleScore) => {
  const course = new Course();
  for (let record = 1; record <= records; record++) course.add(record, scoreAt(record));
  return segmentsOf(course.bins(), () => FAMILIES);
};

test('files of one teacher are cut at most at the stated rate', () => {
  const cut = Array.from({ length: 200 }, (_, seed) => {
    const random = randomFrom(seed + 1);
    return segments(400, () => score(random, 0)).length > 0;
  }).filter(Boolean).length;
  assert.ok(cut <= 6, `${cut} of 200`); // 1 % is 2
});

test('a block by another teacher is found where it is, in files of any length', () => {
  for (const records of [1000, 60_000]) {
    const random = randomFrom(7), first = 0.4 * records, last = 0.6 * records;
    const found = segments(records, record => score(random, record > first && record <= last ? 1 : 0));
    assert.deepEqual(found.map(({ family }) => family), ['gpt', 'qwen', 'gpt'], String(records));
    assert.ok(Math.abs(found[1].first - first) < 0.03 * records && Math.abs(found[1].last - last) < 0.03 * records, JSON.stringify(found[1]));
    assert.equal(found[2].last, records);
    assert.ok(found.every(({ first: from, last: to }, i) => from === (i === 0 ? 1 : found[i - 1].last + 1) && to >= from));
  }
});

test('a change of kind of text is one, too', () => {
  const random = randomFrom(3), found = segments(800, record => score(random, 0, record <= 400 ? 'code' : 'numbers'));
  assert.deepEqual(found.map(({ channel, family, first }) => [channel, family, first]), [['code', null, 1], ['numbers', null, 401]]);
});

test('short files and rows that never vary have no changes', () => {
  const random = randomFrom(3);
  assert.deepEqual(segments(30, record => score(random, record > 15 ? 1 : 0)), []);
  assert.deepEqual(segments(0, () => score(random, 0)), []);
  assert.deepEqual(changePoints(Array.from({ length: 50 }, () => Float64Array.of(1, 2)), 0.01), []);
});
