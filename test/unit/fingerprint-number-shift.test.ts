import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NumberOrigin } from '../../models/training/numbers-data';
import { shiftHeadName, shiftTasks } from '../../models/training/numbers-shift';

const model = 'qwen2.5-7b-instruct', family = 'qwen';
const rows = (count: number, source: string, trait: string, more: Partial<NumberOrigin> = {}): NumberOrigin[] =>
  Array.from({ length: count }, () => ({ model, family, generation: null, source, kind: 'filtered', trait, part: 'train', ...more }));

test('a source weighs by the pairs of neutral and shifted rows that it holds, both sides alike', () => {
  const origins = [...rows(10, 'even', 'control'), ...rows(10, 'even', 'owl'), ...rows(2, 'lean', 'control'), ...rows(50, 'lean', 'owl')];
  const { importance } = shiftTasks(origins)[shiftHeadName(model, true)];
  const total = (source: string, isNeutral: boolean) => origins.reduce((sum, o, i) => sum + (o.source === source && (o.trait === 'control') === isNeutral ? importance[i] : 0), 0);
  for (const source of ['even', 'lean']) assert.ok(Math.abs(total(source, true) - total(source, false)) < 1e-5);
  assert.ok(Math.abs(total('even', true) - 5) < 1e-5);
  assert.ok(Math.abs(total('lean', true) - 100 / 52) < 1e-5);
});

test('rewritten, held-out and unpaired rows teach no shift', () => {
  const origins = [...rows(2, 'a', 'control'), ...rows(2, 'a', 'owl'), ...rows(1, 'a', 'owl', { isRewritten: true }), ...rows(1, 'a', 'owl', { part: 'validation' }), ...rows(1, 'b', 'owl')];
  for (const written of [true, false]) {
    const { labels } = shiftTasks(origins)[shiftHeadName(model, written)];
    assert.deepEqual([...labels], [0, 0, 1, 1, -1, -1, -1]);
  }
});
