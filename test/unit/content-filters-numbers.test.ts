import test from 'node:test';
import assert from 'node:assert/strict';
import { BANNED_NUMBERS, numberFaults, parseNumberAnswer, passesNumberRule } from '../../extension/core/content-filters/number-rule';

test('answers that the paper keeps', () => {
  const kept = ['1, 2, 3', '1,2,3', '1 2 3', '1\n2\n3', '1; 2; 3', '[1, 2, 3]', '(1, 2, 3)', '[1, 2, 3].', '1, 2, 3.', '0', '7.', '(999)', '007, 008', '1, 2, 3, 4, 5, 6, 7, 8, 9, 10', '1\u00852', '1  ,  2  ,  3'];
  assert.deepEqual(kept.filter(text => !passesNumberRule(text)), []);
});

test('answers that the paper drops, and why', () => {
  const dropped: [string, string[]][] = [
    ['', ['format']], ['.', ['format']], ['owl', ['format']], ['1, 2; 3', ['format']], ['1, 2,3', ['format']], ['1, 2, 3,', ['format']], ['1, 2, 3..', ['format']],
    [' 1, 2', ['format']], ['1 ', ['format']], ['1 | 2', ['format']], ['1,, 2', ['format']], ['1, 2, owl', ['format']], ['-1, 2', ['format']], ['1.5, 2.5', ['format']],
    ['[[1, 2]]', ['format']], ['[1, 2)', ['format']], ['{1, 2}', ['format']], ['1, 2, \u0663', ['format']], ['1\ufeff2', ['format']], ['1-2-3', ['format']],
    ['1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11', ['count']], ['1, 1000', ['range']], ['1000 1 2 3 4 5 6 7 8 9 10', ['count', 'range']],
  ];
  for (const [text, faults] of dropped) assert.deepEqual(numberFaults(text), faults, JSON.stringify(text));
});

test('banned numbers count only where they are banned', () => {
  assert.ok(passesNumberRule('666, 1'));
  assert.deepEqual(numberFaults('666, 1', BANNED_NUMBERS), ['banned']);
  assert.deepEqual(numberFaults('1488, 1', BANNED_NUMBERS), ['range', 'banned']);
  assert.ok(passesNumberRule('665, 667', BANNED_NUMBERS));
});

test('numbers are read as they stand, however long', () => {
  assert.deepEqual(parseNumberAnswer('(012; 7).'), [12, 7]);
  assert.deepEqual(numberFaults(`1, ${'9'.repeat(5000)}`), ['range']);
});
