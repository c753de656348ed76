import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ScoreBatches } from '../../extension/core/audit/score-batches';
import type { ScoredRecord } from '../../extension/core/audit/audit-file';
import { BitSet } from '../../extension/core/dataset/bit-set';
import { ScoreColumns } from '../../extension/core/dataset/score-columns';
import { byRank, inFileOrder, MAX_SELECTED, rankBy } from '../../extension/core/dataset/select';
import type { Score } from '../../extension/core/protocol/nouns';

const scored = (record: number, score: Partial<Score> | null): ScoredRecord => ({
  result: { kind: 'skipped', ref: { record, byteOffset: 0, byteLength: 1 }, reason: 'no text field' },
  score: score && { channel: 'numbers', families: { qwen: 0.75, llama: 0.25 }, unfamiliar: 0.1, named: null, model: null, ...score },
});

/** A file of eight records, one of each kind, with a blank line at the third place. */
function columns(): ScoreColumns {
  const batches = new ScoreBatches(), all = new ScoreColumns();
  all.add(batches.columns([scored(1, { named: 'qwen' }), scored(2, { named: 'llama', families: { qwen: 0.1, llama: 0.9 } })]));
  all.add(batches.columns([scored(4, { named: 'qwen' }), scored(5, null), scored(6, { unfamiliar: 0.9 }), scored(7, {}), scored(8, { channel: 'other', families: {} })]));
  return all;
}

test('groups count what an audit said of each record, families first', () => {
  assert.deepEqual(columns().groups().map(({ label, count, isFamily }) => [label, count, isFamily]), [
    ['qwen', 2, true], ['llama', 1, true], ['skipped', 1, false], ['not enough evidence', 1, false], ['unfamiliar', 1, false], ['other text', 1, false],
  ]);
});

test('the strip shows where other families and unfamiliar records are, as shares of what was scored there', () => {
  const { other, unfamiliar } = columns().strip(2, 8, 'qwen');
  assert.deepEqual(other, [1 / 3, 0]);
  assert.deepEqual(unfamiliar, [0, 1 / 3]);
  assert.deepEqual(columns().strip(2, 8, null).other, [0, 0]);
});

test('a filter can ask what the audit says of a position, in words', () => {
  const scores = columns();
  assert.deepEqual(scores.groups().map(group => group.term), ['teacher = qwen', 'teacher = llama', 'teacher = skipped', 'teacher = undecided', 'teacher = unfamiliar', 'teacher = other']);
  assert.deepEqual(scores.factsAt(0), { teacher: 'qwen', channel: 'numbers', score: 191 / 255 });
  assert.deepEqual([scores.factsAt(2), scores.factsAt(4), scores.factsAt(99)], [{}, { teacher: 'skipped' }, {}]);
  assert.deepEqual([scores.factsAt(7).teacher, scores.factsAt(7).channel, scores.factsAt(7).score], ['other', 'other', undefined]);
});

test('the overview counts scores by step and keeps a bounded trace of the evidence', () => {
  const { histogram } = columns().overview(2, 8, 'qwen');
  assert.deepEqual([histogram.named[14], histogram.named[18], histogram.withheld[14]], [2, 1, 2]);
  assert.equal([...histogram.named, ...histogram.withheld].reduce((sum, count) => sum + count, 0), 5);
  const batches = new ScoreBatches(), scores = new ScoreColumns();
  const point = (channel: 'code' | 'numbers', logOdds: number) => ({ record: logOdds + 1, channel, family: 'qwen', logOdds, needed: 3 });
  for (let i = 0; i < 5000; i++) scores.add(batches.columns([scored(i + 1, { named: 'qwen' })], [point('numbers', i), point('code', i)]));
  const { evidence } = scores.overview(2, 5000, 'qwen');
  assert.ok(evidence.length > 400 && evidence.length <= 1024);
  for (const channel of ['numbers', 'code']) {
    const trace = evidence.filter(each => each.channel === channel);
    assert.deepEqual(trace.map(each => each.logOdds), trace.map(each => each.record - 1), 'every point belongs to its record');
    assert.ok(trace.every((each, i) => i === 0 || each.record > trace[i - 1].record));
  }
});

const levelsOf = (levels: number[], code = 8) => {
  const scores = new ScoreColumns();
  scores.add({ records: Uint32Array.from(levels, (_, i) => i + 1), codes: new Uint8Array(levels.length).fill(code), scores: Uint8Array.from(levels), channels: new Uint8Array(levels.length), families: ['qwen'], evidence: [], thresholds: [] });
  return scores;
};

test('ordering by score agrees with a stable sort, and a cap keeps the first', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 300 }), fc.boolean(), (levels, isDescending) => {
    const rankOf = rankBy('#score', levelsOf(levels));
    assert.ok(rankOf);
    const { positions } = byRank(levels.length, position => position % 3 > 0, rankOf, { column: '#score', isDescending });
    const sorted = levels.map((_, i) => i).filter(i => i % 3 > 0).sort((a, b) => (isDescending ? levels[b] - levels[a] : levels[a] - levels[b]) || a - b);
    assert.deepEqual([...positions], sorted);
  }));
  const many = inFileOrder(MAX_SELECTED + 5, () => true);
  assert.deepEqual([many.positions.length, many.total, many.positions.at(-1)], [MAX_SELECTED, MAX_SELECTED + 5, MAX_SELECTED - 1]);
  assert.deepEqual([...inFileOrder(5, position => position !== 3, true).positions], [4, 2, 1, 0]);
});

test('a bit set holds exactly what was added', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.nat(200_000), { maxLength: 50 }), fc.nat(200_000), (values, other) => {
    const set = new BitSet();
    values.forEach(value => { set.add(value); });
    assert.ok(values.every(value => set.has(value)));
    assert.equal(set.has(other), values.includes(other));
  }));
});
