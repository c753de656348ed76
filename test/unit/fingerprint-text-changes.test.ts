import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChannelLabels, SampleScore } from '../../extension/core/fingerprint/score';
import { nameThreshold } from '../../models/training/text-calibration';
import { TEXT_CHANGES } from '../../models/training/text-changes';
import type { ScoredText } from '../../models/training/text-describe';

const { code, reasoning } = TEXT_CHANGES;

test('comments go, code stays', () => {
  assert.equal(code['comments stripped']('# head\nx = 1  # one\n"""doc"""\ny = x // 2\n/* a\nb */z(); // end'), 'x = 1\n\ny = x // 2\nz();');
  assert.equal(code['comments stripped']('#include <a.h>\nint a;'), '#include <a.h>\nint a;');
});

test('a formatter makes quotes, spaces and blank lines alike', () => {
  assert.equal(code['formatter\'s normalisation']("a=f('x',1)\n\n\n\n\tb==c"), 'a = f("x", 1)\n\n    b == c');
});

test('renaming is consistent and leaves keywords, members and strings', () => {
  assert.equal(code['identifiers renamed']('for total in rows: total.add("total", rows)'), 'for v1 in v2: v1.add("total", v2)');
});

test('Markdown and line breaks are taken off', () => {
  assert.equal(reasoning['Markdown and line breaks taken off']('**Step**\n\n1. Take `x`\n- done'), 'Step Take x done');
});

test('the threshold of single names holds in every kind of task', () => {
  const labels = { families: ['a', 'b'], models: [], familyOfModel: [] } as unknown as ChannelLabels;
  const text = (kind: string, probability: number, family: string): ScoredText => ({
    document: { kind, family } as ScoredText['document'], score: { familyLogProb: Float32Array.of(Math.log(probability), Math.log(1 - probability)), unfamiliar: 0 } as SampleScore,
  });
  const easy = Array.from({ length: 200 }, (_, i) => text('easy', 0.6 + i / 1000, 'a'));
  const hard = Array.from({ length: 200 }, (_, i) => text('hard', 0.6 + i / 1000, i < 150 ? 'b' : 'a'));
  assert.ok(nameThreshold(easy, labels, 0.95).nameThreshold < 0.61);
  const both = nameThreshold([...easy, ...hard], labels, 0.95);
  assert.ok(both.nameThreshold > 0.745 && both.nameErrorRate < 0.05);
});
