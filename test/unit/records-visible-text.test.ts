import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { visibleText } from '../../extension/core/records/visible-text';

test('characters that hide or reorder text are shown as stand-ins', () => {
  const cases: [text: string, shown: string][] = [
    ['a\u0000b\u001b[31m', 'a\u2400b\u241b[31m'], ['x\u007f', 'x\u2421'], ['safe\u202etxt.exe', 'safe[U+202E]txt.exe'],
    ['zero\u200bwidth\ufeff', 'zero[U+200B]width[U+FEFF]'], ['soft\u00adhyphen', 'soft[U+00AD]hyphen'], ['tag\u{e0041}', 'tag[U+E0041]'],
    ['line\u2028end', 'line[U+2028]end'], ['\ud800alone', '[U+D800]alone'], ['cr\r\n', 'cr\u240d\n'],
  ];
  for (const [text, shown] of cases) assert.equal(visibleText(text), shown);
});

test('plain text in any script stays as it is', () => {
  for (const text of ['tabs\tand\nlines', 'na\u00efve \u20ac5', '\u05e9\u05dc\u05d5\u05dd', '\u4f60\u597d', '\u{1f600}', '<b>&amp;</b>']) assert.equal(visibleText(text), text);
});

test('showing twice changes nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => {
    const shown = visibleText(text);
    assert.equal(visibleText(shown), shown);
  }), { numRuns: 1000 });
});
