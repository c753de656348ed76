import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isNumberSequence, mayBeNumberSequence, readNumbers } from '../../extension/core/fingerprint/number-reader';

const isSequence = (bytes: Uint8Array) => isNumberSequence(readNumbers(bytes));
const symbols = [...'0123456789,;|/[](){}:.\'"-_<>*', ...' \t\n\r', ...'abzAZ', ...'+=#@\u0000\u007f'].map(c => c.charCodeAt(0));

test('what the quick look refuses is no number sequence, whatever the bytes', () => {
  const mixed = fc.array(fc.constantFrom(...symbols, 0xc3, 0xff), { maxLength: 600 }).map(list => Uint8Array.from(list));
  const balanced = fc.tuple(mixed, fc.nat(300), fc.nat(300)).map(([bytes, letters, digits]) => Buffer.concat([bytes, Buffer.from('x'.repeat(letters)), Buffer.from(' '), Buffer.from('7'.repeat(digits))]));
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 600 }), mixed, balanced), bytes => {
    assert.ok(mayBeNumberSequence(bytes) || !isSequence(bytes));
  }), { numRuns: 2000 });
});

test('a sequence that words come before is not refused, at the limit and one byte beyond it', () => {
  const text = (letters: number) => Buffer.from(`${'x'.repeat(letters)} ${'7'.repeat(200)}`);
  assert.deepEqual([mayBeNumberSequence(text(200)), isSequence(text(200))], [true, true]);
  assert.deepEqual([mayBeNumberSequence(text(201)), isSequence(text(201))], [false, false]);
});

test('ordinary prose and code are refused', () => {
  assert.ok(!mayBeNumberSequence(Buffer.from('We know that the sum is 12, so the other number must be 7.')));
  assert.ok(!mayBeNumberSequence(Buffer.from('for i in range(10):\n    total += values[i]\n')));
});
