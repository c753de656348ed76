import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytes, percent } from '../../webview/common/format';
import { findHits } from '../../webview/common/find-hits';
import { highlight } from '../../webview/common/highlight';
import { splitBlocks } from '../../webview/common/text-blocks';
import { heatSpans } from '../../webview/dataset/heat';

const blocksOf = (text: string) => splitBlocks(text).map(({ kind, language, start, end }) => [kind, language, text.slice(start, end)]);

test('reasoning and fenced code are told from prose', () => {
  assert.deepEqual(blocksOf('<think>\nstep\n</think>\nAnswer:\n```python\nx = 1\n```\ndone'), [
    ['think', '', 'step\n'], ['prose', '', 'Answer:\n'], ['code', 'python', 'x = 1\n'], ['prose', '', 'done'],
  ]);
});

test('a longer fence may hold a shorter one, and what is not closed runs to the end', () => {
  assert.deepEqual(blocksOf('````md\n```js\n1\n```\n````'), [['code', 'md', '```js\n1\n```\n']]);
  assert.deepEqual(blocksOf('a\n```c++\nint x;'), [['prose', '', 'a\n'], ['code', 'c++', 'int x;']]);
  assert.deepEqual(blocksOf('<think>on and on'), [['think', '', 'on and on']]);
});

test('blocks come in order, do not overlap, and lose no word', () => {
  const piece = fc.constantFrom('<think>', '</think>', '```', '```js\n', '\n', 'word', '~~~', '````\n', ' ');
  fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
    const text = pieces.join('');
    const blocks = splitBlocks(text);
    blocks.forEach((block, i) => { assert.ok(block.start < block.end && block.start >= (blocks[i - 1]?.end ?? 0)); });
    const words = (of: string) => of.split('word').length;
    const inCode = pieces.some(each => each.startsWith('`') || each.startsWith('~'));
    if (!inCode) assert.equal(words(blocks.map(({ start, end }) => text.slice(start, end)).join('')), words(text));
  }));
});

test('the strongest evidence has the strongest step, and for is told from against', () => {
  const spans = heatSpans([{ start: 3, end: 8, logOdds: 4 }, { start: 0, end: 2, logOdds: -0.5 }, { start: 9, end: 10, logOdds: 2.1 }]);
  assert.deepEqual(spans.map(({ start, end, class: name }) => [start, end, name]), [[3, 8, 'heat for-4'], [0, 2, 'heat against-1'], [9, 10, 'heat for-3']]);
});

test('hits are where the text is, in any case or only in the same', () => {
  const at = (text: string, wanted: string, matchCase: boolean) => findHits(text, wanted, matchCase).map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(at('Ab ab (a+)+ AB', 'ab', false), ['Ab', 'ab', 'AB']);
  assert.deepEqual(at('Ab ab', 'ab', true), ['ab']);
  assert.deepEqual(at('x (a+)+ y', '(a+)+', true), ['(a+)+']);
  assert.deepEqual(at('anything', '', true), []);
});

test('code is coloured by what it is, and colours never overlap or leave the code', () => {
  const code = 'def f(x):  # "no string"\n    return "a # b" + str(0x1F)';
  const found = highlight(code, 'python', 0).map(({ start, end, class: name }) => [code.slice(start, end), name.replace('code-', '')]);
  assert.deepEqual(found, [['def', 'keyword'], ['f', 'call'], ['# "no string"', 'comment'], ['return', 'keyword'], ['"a # b"', 'string'], ['str', 'call'], ['0x1F', 'number']]);
  fc.assert(fc.property(fc.string({ maxLength: 200 }), fc.constantFrom('python', 'js', 'sql', ''), (text, language) => {
    highlight(text, language, 0).forEach((span, i, all) => { assert.ok(span.end <= text.length && span.start >= (all[i - 1]?.end ?? 0)); });
  }));
});

test('an unclosed string of a hundred thousand characters is coloured in good time', () => {
  const startedMs = performance.now();
  highlight(`"${'\\'.repeat(49_999)}x"${'/*'.repeat(20_000)}`, 'js', 0);
  assert.ok(performance.now() - startedMs < 2000);
});

test('small error rates are not rounded to nothing, and sizes read as people say them', () => {
  assert.equal(percent(0.00001), '< 0.01 %');
  assert.equal(percent(0.0031), '0.31 %');
  assert.equal(percent(0.25), '25 %');
  assert.equal(bytes(1), '1 byte');
  assert.equal(bytes(2_400_000_000), '2.40 GB');
});
