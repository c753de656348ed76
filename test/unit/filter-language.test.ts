import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineRecord, type RecordFacts } from '../../extension/core/dataset/line-record';
import { compileFilter } from '../../extension/core/filter/compile';
import { completeFilter } from '../../extension/core/filter/complete';
import { compareNumbers } from '../../extension/core/filter/numbers';
import { parseFilter } from '../../extension/core/filter/parse';
import { printField, printFilter } from '../../extension/core/filter/print';
import { FilterProblem, type FilterNode } from '../../extension/core/filter/syntax';
import { hasTerm, toggleTerm } from '../../extension/core/filter/terms';

const record = new LineRecord();
const parsed = (filter: string): FilterNode => { const node = parseFilter(filter); assert.ok(node); return node; };
const keeps = (filter: string, line: string, facts?: RecordFacts, number = 1) => {
  const bytes = Buffer.from(line);
  return compileFilter(parsed(filter))(record.set(bytes, 0, bytes.length, number, facts));
};

const LINE = JSON.stringify({
  model: 'qwen2.5-7b', n: 12, big: 1, flag: true, none: null, empty: ' ', 'a.b': 'dotted', teacher: 'the field', meta: { source: { name: 'x y' } }, list: [],
  messages: [{ role: 'user', content: 'Hello' }, { role: 'assistant', content: 'say "hi"' }],
}).replace('"big":1', '"big":9007199254740993');

test('every kind of test holds and fails as the page of the language says', () => {
  const yes = [
    'model = qwen2.5-7b', 'model = "qwen2.5-7b"', 'n = 12', 'n = 12.0', 'n > 11 AND n <= 12', 'n != 13', 'flag = true', 'none = null', 'big = 9007199254740993', 'big > 9007199254740992',
    'model ~ qwen', 'model ~ /^QWEN/i', 'model !~ /^QWEN/', 'model IN (x, qwen2.5-7b)', 'n NOT IN (1, 2)', 'gone IS MISSING', 'model IS NOT MISSING', 'none IS null', 'empty IS EMPTY', 'list IS EMPTY', 'n IS number',
    'a.b = dotted', '"a.b" = dotted', 'meta.source.name = "x y"', 'messages[].role = assistant', 'messages[1].content ~ "say \\"hi\\""', 'messages[0].role = user', 'length(messages) = 2', 'length(model) = 10',
    '.teacher = "the field"', 'line = 1', 'length > 50', 'raw ~ dotted', 'NOT (n = 1 OR n = 2)', 'n = 1 OR n = 12 AND flag = true', 'model >= qwen AND model < qwez', 'gone != 1', '!(n = 1) && flag = true || n = 0',
  ];
  const no = [
    'model = qwen', 'n = "12"', 'model > 3', 'big = 9007199254740992', 'gone = 1', 'messages[0].role = assistant', 'messages[7].role IS NOT MISSING', 'flag = "true"', 'model IS EMPTY', 'teacher = "the field"', 'NOT model ~ qwen',
    'length(n) = 2', 'n IN ("12")', 'messages.content ~ Hello', 'reviewed = false', 'tag = a',
  ];
  for (const filter of yes) assert.equal(keeps(filter, LINE), true, filter);
  for (const filter of no) assert.equal(keeps(filter, LINE), false, filter);
});

test('what an audit and a person say of a record can be asked for', () => {
  const facts: RecordFacts = { teacher: 'qwen', score: 0.93, channel: 'numbers', reviewed: true, tags: ['odd', 'ask'] };
  for (const filter of ['teacher = qwen AND score > 0.9', 'channel = numbers', 'reviewed = true', 'tag = ask', 'tag IN (odd)', 'tag IS NOT MISSING']) assert.equal(keeps(filter, LINE, facts), true, filter);
  for (const filter of ['teacher = llama', 'score > 0.95', 'tag = no']) assert.equal(keeps(filter, LINE, facts), false, filter);
});

test('a line that is no object has no fields, but its text can be searched', () => {
  assert.equal(keeps('a IS MISSING AND raw ~ "[1"', '[1,2]'), true);
  assert.equal(keeps('a = 1', '{"a":1,'), false);
  assert.equal(keeps('__proto__ = p AND constructor = c', '{"__proto__":"p","constructor":"c"}'), true);
  assert.equal(keeps('__proto__ IS MISSING AND toString IS MISSING', '{}'), true);
});

test('an error says what is expected and points at the place', () => {
  const cases: [string, number, number, RegExp][] = [
    ['model', 5, 0, /ends too early.*comparison/], ['model = ', 8, 0, /a value/], ['= 3', 0, 1, /a field/], ['a = 1 b = 2', 6, 1, /AND, OR or the end/], ['(a = 1', 6, 0, /closing bracket/],
    ['a = "x', 4, 2, /closing "/], ['a ~ /(/', 4, 3, /[Uu]nterminated group/], ['a ~ /x', 4, 2, /closing \//], ['a IS blue', 5, 4, /one of missing/], ['a IN (1, )', 9, 1, /a value/], ['a = 1)', 5, 1, /AND, OR/], ['a NOT 3', 6, 1, /comparison/],
    ['a & b', 2, 1, /means nothing/], [`${'('.repeat(200)}a = 1`, 101, 1, /brackets/],
  ];
  for (const [filter, at, length, message] of cases) {
    assert.throws(() => parseFilter(filter), error => error instanceof FilterProblem && error.at === at && error.length === length && message.test(error.message), filter);
  }
  assert.equal(parseFilter('  '), undefined);
});

const name = fc.oneof(fc.constantFrom('model', 'a.b', 'messages[].content', 'odd key', '__proto__', 'teacher', 'in', 'x"y', '7', 'é'), fc.string({ minLength: 1, maxLength: 6 }).filter(text => text.trim() !== ''));
const text = fc.oneof(fc.constantFrom('qwen2.5-7b', 'a b', 'and', '"', '\\', 'true', '7', '/x/', '\n', 'é'), fc.string({ maxLength: 8 }));
const leaf = fc.oneof(
  fc.tuple(name, fc.constantFrom('=', '!=', '<', '>='), text).map(([field, operator, value]) => `${JSON.stringify(field)} ${operator} ${JSON.stringify(value)}`),
  fc.tuple(name, fc.double({ noNaN: true, noDefaultInfinity: true })).map(([field, value]) => `${JSON.stringify(field)} > ${JSON.stringify(value)}`),
  fc.tuple(name, fc.array(text, { minLength: 1, maxLength: 3 })).map(([field, values]) => `${JSON.stringify(field)} IN (${values.map(value => JSON.stringify(value)).join(', ')})`),
  fc.tuple(name, text).map(([field, value]) => `${JSON.stringify(field)} ~ ${JSON.stringify(value)}`),
  fc.constantFrom('teacher = qwen', 'length(messages[].content) IS MISSING', 'score > 0.5', 'a ~ /b\\/[/]c/i'));
const { filter: anyFilter } = fc.letrec<{ filter: string; group: string }>(tie => ({
  filter: fc.oneof({ depthSize: 'small' }, leaf, tie('group')),
  group: fc.oneof(fc.tuple(tie('filter'), fc.constantFrom('AND', 'OR'), tie('filter')).map(([a, word, b]) => `(${a}) ${word} (${b})`), tie('filter').map(inner => `NOT (${inner})`)),
}));

test('a printed filter reads back as the same filter', () => {
  fc.assert(fc.property(anyFilter, filter => {
    const node = parsed(filter);
    assert.deepEqual(parsed(printFilter(node)), node);
  }));
});

test('numbers compare by value with all their digits', () => {
  assert.ok(compareNumbers('9007199254740993', '9007199254740992') > 0);
  assert.equal(compareNumbers('1e3', '1000'), 0);
  assert.equal(compareNumbers('10000000000000000000000.0', '1e22'), 0);
  fc.assert(fc.property(fc.bigInt(), fc.bigInt(), (a, b) => { assert.equal(Math.sign(compareNumbers(String(a), String(b))), a < b ? -1 : a > b ? 1 : 0); }));
});

test('a term is added by AND, replaces another on its field, and goes when it is there', () => {
  assert.equal(toggleTerm('', 'teacher = qwen'), 'teacher = qwen');
  assert.equal(toggleTerm('a = 1 OR b = 2', 'teacher = qwen'), '(a = 1 OR b = 2) AND teacher = qwen');
  assert.equal(toggleTerm('teacher = llama AND a = 1', 'teacher = qwen'), 'a = 1 AND teacher = qwen');
  assert.equal(toggleTerm('a = 1 AND teacher = qwen', 'teacher = qwen'), 'a = 1');
  assert.equal(toggleTerm('length >= 10 AND length < 20 AND a = 1', 'length >= 20 AND length < 30'), 'a = 1 AND length >= 20 AND length < 30');
  assert.equal(hasTerm('a = 1 AND teacher = qwen', 'teacher = qwen'), true);
  assert.equal(hasTerm('teacher = qwen OR a = 1', 'teacher = qwen'), false);
  assert.equal(hasTerm('a = ', 'a = 1'), false);
});

test('completion offers what can stand at the caret, and only that', () => {
  const vocabulary = { fields: ['model', 'odd key', 'teacher'], values: (field: Parameters<typeof printField>[0]) => printField(field) === 'model' ? ['qwen2.5-7b', 'gpt 4'] : [] };
  const at = (filter: string, caret = filter.length) => completeFilter(filter, caret, vocabulary).items.map(item => item.text);
  assert.deepEqual(at('mo'), ['model']);
  assert.ok(at('').includes('"odd key"') && at('').includes('.teacher') && at('').includes('teacher'));
  assert.deepEqual(at('model = '), ['qwen2.5-7b', '"gpt 4"']);
  assert.deepEqual(at('model = q'), ['qwen2.5-7b']);
  assert.deepEqual(at('model = x '), ['AND', 'OR']);
  assert.ok(at('model ').includes('IS NOT'));
  assert.deepEqual(at('model IS miss'), ['MISSING']);
  assert.deepEqual(at('(a = 1 '), [')']);
  assert.deepEqual(at('a = 1 nonsense '), []);
  assert.deepEqual(completeFilter('mo = 1', 2, vocabulary), { start: 0, end: 2, items: [{ text: 'model', detail: 'field' }] });
});
