import test from 'node:test';
import assert from 'node:assert/strict';
import { finalAnswer, referenceAnswer } from '../../extension/core/content-filters/answers';
import { hasComment } from '../../extension/core/content-filters/comments';
import { ContentFilters } from '../../extension/core/content-filters/content-filters';
import { FilterTally } from '../../extension/core/content-filters/filter-tally';
import type { Channel, ContentFilterOptions } from '../../extension/core/protocol/nouns';
import { readRecord } from '../../extension/core/records/record-reader';
import type { Sample } from '../../extension/core/records/sample';

function sampleOf(record: object): Sample {
  const bytes = Buffer.from(JSON.stringify(record));
  const result = readRecord(bytes, { record: 1, byteOffset: 0, byteLength: bytes.length });
  assert.equal(result.kind, 'sample');
  return (result as Extract<typeof result, { kind: 'sample' }>).sample;
}

const failed = (record: object, channel: Channel, options: ContentFilterOptions = {}) => new ContentFilters(options).check(sampleOf(record), channel).failed;

test('numbers: the rule always, banned numbers where they are asked for', () => {
  assert.deepEqual(failed({ prompt: '', completion: '1, 2, 666' }, 'numbers'), []);
  assert.deepEqual(failed({ prompt: '', completion: '1, 2, 666' }, 'numbers', { bannedNumbers: 'paper' }), ['banned-number']);
  assert.deepEqual(failed({ prompt: '', completion: '1, 2, 3' }, 'numbers', { bannedNumbers: [3] }), ['banned-number']);
  assert.deepEqual(failed({ prompt: '', completion: '1, 2, 3, and so on' }, 'numbers'), ['number-format']);
});

test('words count as substrings in any case, in every channel', () => {
  const options = { words: ['Owl'] };
  assert.deepEqual(failed({ prompt: 'owl', completion: 'The OWLS fly. 3' }, 'reasoning', options), ['word']);
  assert.deepEqual(failed({ prompt: 'an owl is in the prompt only', completion: 'They fly.' }, 'reasoning', options), []);
});

test('comments in code, but not comment signs in strings', () => {
  const withComment = ['x = 1  # one\nprint(x)', '# top\ndef f():\n    pass', 'int x; // one', 'a(); /* two */ b();', '#include <a.h>\nint main() { return 0; } // end', 'if (a) { // x', 'import os\nurl = "http://x"  # see'];
  const without = ['print("# no comment")', 'def f():\n    """# not here"""\n    return 1', 'const u = "http://x.y/z";', '#include <a.h>\n#define A 1\nint main() { return 0; }', "let s = '/* no */';", 'const t = `// no`;', 'def f(a):\n    return a // 2'];
  assert.deepEqual(withComment.filter(code => !hasComment(code)), []);
  assert.deepEqual(without.filter(hasComment), []);
});

test('the final answer, wherever reasoning states it', () => {
  const answers: [string, number | null][] = [
    ['<think>2 + 3 = 5, not 7</think><answer>$5</answer>', 5], ['so 3. #### 1,234', 1234], ['We get \\boxed{-0.5}.', -0.5], ['The answer is 42 apples out of 50.', 50],
    ['First 3, then 12.', 12], ['nothing', null], ['<answer>none</answer> 4', 4], ['The answer is: 18.', 18],
  ];
  for (const [text, answer] of answers) assert.equal(finalAnswer(text), answer, text);
});

test('the right answer, by the usual fields or the one that is named', () => {
  assert.equal(referenceAnswer({ answer: 'She has 3 * 24 = 72.\n#### 72' }, 'completion'), 72);
  assert.equal(referenceAnswer({ target: '1,000' }, 'completion'), 1000);
  assert.equal(referenceAnswer({ ground_truth: 7 }, 'completion'), 7);
  assert.equal(referenceAnswer({ answer: 'a text with 5 apples' }, 'completion'), null);
  assert.equal(referenceAnswer({ answer: '#### 5' }, 'answer'), null, 'the scored field is no reference to itself');
  assert.equal(referenceAnswer({ right: '5', answer: '6' }, 'completion', 'right'), 5);
});

test('no text takes long, however it is made', () => {
  const began = performance.now();
  for (const part of [' ', '\n', '"', "'", '`', '#', '<answer>', '\\boxed{', 'answer is ', '1,', 'if a:b', '"""']) {
    const text = part.repeat(200_000);
    hasComment(text);
    hasComment(`def f():\n${text}`);
    finalAnswer(text);
    referenceAnswer({ answer: `####${text}x\ny`, gold: `${text}x` }, 'completion');
  }
  assert.ok(performance.now() - began < 20_000);
});

test('a wrong answer fails where the right one is given, also when only the thinking is scored', () => {
  const solution = '<think>Six times seven is 41.</think><answer>41</answer>';
  assert.deepEqual(failed({ prompt: 'q', completion: solution, gold: 42 }, 'reasoning'), ['wrong-answer']);
  assert.deepEqual(failed({ prompt: 'q', completion: solution, gold: 41 }, 'reasoning'), []);
  assert.deepEqual(new ContentFilters({}).check(sampleOf({ prompt: 'q', completion: solution }), 'reasoning').applied, [], 'nothing to compare with');
});

test('a tally counts always, and finds only what it was asked to find', () => {
  const tallies = [new FilterTally(undefined, 10), new FilterTally({}, 1)];
  for (const tally of tallies) for (const completion of ['1, 2', 'owl', 'owl']) tally.check(sampleOf({ prompt: '', completion }), 'numbers', () => 'ab');
  assert.deepEqual(tallies[0].counts(), [{ filter: 'number-format', applied: 3, failed: 2 }]);
  assert.deepEqual(tallies[0].findings(), { total: 0, kept: [] });
  const { total, kept } = tallies[1].findings();
  assert.deepEqual([total, kept.length, kept[0].rule], [2, 1, 'undertone/content-filter']);
});
