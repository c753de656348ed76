import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ScoreBatches } from '../../extension/core/audit/score-batches';
import type { ScoredRecord } from '../../extension/core/audit/audit-file';
import { BitSet } from '../../extension/core/dataset/bit-set';
import { ScoreColumns } from '../../extension/core/dataset/score-columns';
import { MAX_SELECTED, select } from '../../extension/core/dataset/select';
import type { Score } from '../../extension/core/protocol/nouns';
import { ScoreCode } from '../../extension/core/protocol/score-batch';

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

test('a selection keeps one group, or what a search found, in file order or by score', () => {
  const scores = columns(), found = new BitSet();
  found.add(1);
  found.add(3);
  const qwen = ScoreCode.firstFamily;
  assert.deepEqual(select({ group: qwen, onlyFound: false, order: 'file' }, 8, scores, found).positions, [0, 3]);
  assert.deepEqual(select({ group: qwen, onlyFound: true, order: 'file' }, 8, scores, found), { positions: [3], total: 1, capped: false });
  assert.deepEqual(select({ group: null, onlyFound: true, order: 'descending' }, 8, scores, found).positions, [1, 3]);
  assert.deepEqual(select({ group: null, onlyFound: false, order: 'descending' }, 8, scores, found).positions.slice(0, 5), [1, 0, 3, 5, 6]);
});

test('ordering by score agrees with a stable sort, and a cap keeps the first', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 300 }), fc.boolean(), (levels, isAscending) => {
    const scores = new ScoreColumns();
    scores.add({ records: Uint32Array.from(levels, (_, i) => i + 1), codes: new Uint8Array(levels.length).fill(8), scores: Uint8Array.from(levels), families: ['qwen'] });
    const { positions } = select({ group: null, onlyFound: false, order: isAscending ? 'ascending' : 'descending' }, levels.length, scores, new BitSet());
    const sorted = levels.map((_, i) => i).sort((a, b) => (isAscending ? levels[a] - levels[b] : levels[b] - levels[a]) || a - b);
    assert.deepEqual(positions, sorted);
  }));
  const many = select({ group: null, onlyFound: false, order: 'descending' }, MAX_SELECTED + 5, new ScoreColumns(), new BitSet());
  assert.deepEqual([many.positions.length, many.total, many.capped], [MAX_SELECTED, MAX_SELECTED + 5, true]);
});

test('a bit set holds exactly what was added', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.nat(200_000), { maxLength: 50 }), fc.nat(200_000), (values, other) => {
    const set = new BitSet();
    values.forEach(value => { set.add(value); });
    assert.ok(values.every(value => set.has(value)));
    assert.equal(set.has(other), values.includes(other));
  }));
});
