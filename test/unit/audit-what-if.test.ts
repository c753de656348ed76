import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whatIf } from '../../extension/core/audit/what-if';
import type { Scorable, Scorer } from '../../extension/core/fingerprint/scorer';

const seen: string[] = [];
/** A scorer that is sure of family 0 while the text holds 777, and half as sure without brackets. */
const scorer = {
  score: async (samples: Scorable[]) => samples.map(({ bytes }) => {
    const text = Buffer.from(bytes).toString();
    seen.push(text);
    return { familyLogProb: Float32Array.of(Math.log((text.includes('777') ? 0.8 : 0.1) * (text.includes('[') ? 1 : 0.5)), 0) };
  }),
} as unknown as Scorer;
const ask = (text: string) => whatIf(scorer, { bytes: Buffer.from(text), prompt: Buffer.alloc(0) }, 0);

test('values, digits and format are changed one at a time, and what is left stays as it was written', async () => {
  seen.length = 0;
  const changes = await ask('[ 12; -777;\n3 ]') ?? [];
  assert.deepEqual(changes.map(({ change, before, after }) => [change, before.toFixed(2), after.toFixed(2)]), [['values', '0.80', '0.10'], ['digits', '0.80', '0.10'], ['format', '0.80', '0.40']]);
  assert.equal(seen.at(-1), '12, -777, 3');
  assert.match(seen[1], /^\[ \d+; \d+;\n\d+ \]$/);
  assert.match(seen[9], /^\[ 1\d; -7\d\d;\n3 \]$/);
  assert.deepEqual(await ask('[ 12; -777;\n3 ]'), changes, 'the same draws every time');
});

test('a text without numbers has nothing to change', async () => {
  assert.equal(await ask('no numbers'), undefined);
});
