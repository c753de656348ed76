import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { utf16Columns } from '../../extension/editor/columns';
import { strongestEvidence } from '../../extension/editor/evidence';

test('byte offsets become UTF-16 columns, also inside and past characters, in any order', () => {
  const line = 'aé€😀b';
  assert.deepEqual(utf16Columns(line, [0, 1, 3, 6, 10, 11, 99]), [0, 1, 2, 3, 5, 6, 6]);
  assert.deepEqual(utf16Columns(line, [7, 8, 9, 2, 4]), [3, 3, 3, 1, 2]);
  assert.deepEqual(utf16Columns('', [0, 5]), [0, 0]);
});

test('agrees with the encoder for every text, lone surrogates included', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '\udc00'))), fc.nat(), (parts, seed) => {
    const line = parts.join('');
    const cut = line.length === 0 ? 0 : seed % (line.length + 1);
    const isInsidePair = /[\ud800-\udbff]/.test(line[cut - 1] ?? '') && /[\udc00-\udfff]/.test(line[cut] ?? '');
    fc.pre(!isInsidePair);
    assert.deepEqual(utf16Columns(line, [Buffer.byteLength(line.slice(0, cut))]), [cut]);
  }));
});

test('keeps the strongest evidence and drops what is weak, empty or past the line', () => {
  const spans = [
    { start: 0, end: 2, logOdds: 0.1 }, { start: 2, end: 4, logOdds: -3 }, { start: 4, end: 4, logOdds: 2.9 },
    { start: 4, end: 7, logOdds: 1 }, { start: 90, end: 95, logOdds: 2 },
  ];
  assert.deepEqual(strongestEvidence('aébcdef', spans, 5), [{ start: 1, end: 3, logOdds: -3 }, { start: 3, end: 6, logOdds: 1 }]);
  assert.equal(strongestEvidence('abcdefgh', spans, 1).length, 1);
  assert.deepEqual(strongestEvidence('abc', [], 5), []);
});
