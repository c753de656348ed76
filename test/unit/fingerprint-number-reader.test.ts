import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isNumberSequence, readNumbers, withoutRestated } from '../../extension/core/fingerprint/number-reader';

const read = (text: string) => readNumbers(new TextEncoder().encode(text));
const values = (text: string) => read(text).tokens.map(token => token.value);

test('reads integers whatever stands between them', () => {
  for (const text of ['1, 22, 333', '[1,22,333]', '(1; 22; 333)', '1 22 333', '1\n22\r\n333\n', '1 | 22 | 333.']) {
    assert.deepEqual(values(text), [1, 22, 333], text);
    assert.ok(isNumberSequence(read(text)), text);
  }
});

test('tells signs, fractions and leading zeros', () => {
  const [negative, decimal, padded, range] = read('-5, 2.75, 007, 3-4').tokens;
  assert.ok(negative.negative && negative.start === 0);
  assert.ok(decimal.decimal && decimal.value === 2);
  assert.ok(padded.value === 7 && padded.digits === 3);
  assert.ok(!range.negative);
});

test('digits within words are no numbers', () => {
  assert.deepEqual(values('utf8 v12 3rd 0x1F h2o \u00e91 42'), [42]);
});

test('prose with a few numbers is no number sequence; a short remark around many is', () => {
  assert.ok(!isNumberSequence(read('In 1969 two people walked on the moon for 21 hours.')));
  assert.ok(!isNumberSequence(read('')));
  assert.ok(isNumberSequence(read('Sure: 412, 518, 907, 233, 641, 785, 120, 396')));
});

test('numbers restated from the prompt are taken off only when more follow', () => {
  assert.deepEqual(withoutRestated(read('5, 6, 7, 8'), [5, 6]).tokens.map(token => token.value), [7, 8]);
  assert.equal(withoutRestated(read('5, 6'), [5, 6]).tokens.length, 2);
  assert.equal(withoutRestated(read('5, 7, 8'), [5, 6]).tokens.length, 3);
});

test('any bytes have an answer whose spans lie in order within them', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
    const { tokens, purity } = readNumbers(bytes);
    assert.ok(purity >= 0 && purity <= 1);
    let last = 0;
    for (const { start, end, value } of tokens) {
      assert.ok(start >= last && end > start && end <= bytes.length && Number.isFinite(value));
      last = end;
    }
  }));
});
