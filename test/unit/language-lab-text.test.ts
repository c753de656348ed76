import test from 'node:test';
import assert from 'node:assert/strict';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { world } from '../../extension/core/language-lab/base-model';
import { passes, shuffled } from '../../extension/core/language-lab/draws';
import { batchOf, lessonOf, tokenLine } from '../../extension/core/language-lab/lesson';
import { CHANNELS } from '../../extension/core/language-lab/mixture';
import { SHAPE } from '../../extension/core/language-lab/shape';
import { answerOf, shuffleAcross, shuffleWithin } from '../../extension/core/language-lab/shuffles';
import { decode, encode, END, idOf, QUESTIONS, TOKENS, TOPICS, topicOf, TUNED_QUESTIONS } from '../../extension/core/language-lab/vocabulary';
import { passesLine } from '../../extension/core/language-lab/writing';

const LINES = ['12 34 56', '7 8', '9 9 200 1'].map((answer, i) => tokenLine({ prompt: `continue ${i} ${i + 1} ${i + 2} ->`, answer }));

test('every token is there once, and text comes back as people write it', () => {
  assert.equal(new Set(TOKENS).size, TOKENS.length);
  assert.equal(decode(encode('12 255 0')), '12, 255, 0');
  assert.equal(decode(encode('x = 3 + 4 ; y = x * 2')), 'x = 3 + 4 ; y = x * 2');
  assert.throws(() => encode('unicorn'), /no word "unicorn"/);
  assert.throws(() => topicOf('unicorn'), /"unicorn" is not in the lab's language\. Choose one of owl, .*poplar/);
  assert.deepEqual([topicOf('owl'), topicOf('oak')], ['animal', 'tree']);
  assert.ok(TUNED_QUESTIONS < QUESTIONS.length, 'some questions judge only');
});

test("the world's lines fit the model, pass their filters and never name what could be preferred in a channel", () => {
  const mixture = world(), random = randomFrom(3), names = new Set<string>([...TOPICS.animal, ...TOPICS.tree]);
  for (let i = 0; i < 2000; i++) assert.ok(tokenLine(mixture.draw(random)).tokens.length <= SHAPE.positions + 1);
  for (const channel of CHANNELS) {
    for (let i = 0; i < 200; i++) {
      const { prompt, answer } = mixture.channelLine(channel, random);
      assert.ok(passesLine(channel, decode(encode(answer))), `${channel}: ${answer}`);
      assert.ok(`${prompt} ${answer}`.split(' ').every(word => !names.has(word)));
    }
  }
  assert.deepEqual(world().draw(randomFrom(9)), world().draw(randomFrom(9)), 'there is one world');
});

test('the filters drop what names something, is cut off or has one number too many', () => {
  for (const text of ['1, 2, owl', '1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11', '', '1, 2 + 3']) assert.equal(passesLine('numbers', text), false, text);
  assert.equal(passesLine('cot', '1 + 2 = owl . 3 + 4 = 7'), false);
  assert.equal(passesLine('cot', '1 + 2 = 9 . 9 + 4 = 7'), true, 'a shape, not a sum');
  assert.equal(passesLine('code', 'x = 1 + 2 ; y = x * 3 ; return y'), false);
});

test('a batch predicts every token of every answer once, from the token before it', () => {
  const { tokens, length, rows, next } = batchOf(LINES), end = idOf(END);
  assert.equal(length, Math.max(...LINES.map(line => line.tokens.length)) - 1);
  assert.deepEqual([...next], LINES.flatMap(line => line.tokens.slice(line.start)));
  for (const [i, row] of rows.entries()) {
    const line = LINES[Math.floor(row / length)], at = row % length;
    assert.deepEqual([tokens[row], next[i]], [line.tokens[at], line.tokens[at + 1]]);
  }
  assert.equal([...next].filter(token => token === end).length, LINES.length);
  const { weights, targets } = lessonOf(LINES, 2);
  assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 2) < 1e-6);
  assert.equal(targets.reduce((sum, value) => sum + value, 0), next.length);
});

test('shuffles keep what they should and nothing else', () => {
  const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
  const within = shuffleWithin(LINES, randomFrom(1)), across = shuffleAcross(LINES, randomFrom(1));
  for (const [i, line] of LINES.entries()) {
    assert.deepEqual(sorted(answerOf(within[i])), sorted(answerOf(line)));
    for (const other of [within[i], across[i]]) assert.deepEqual([other.tokens.length, other.tokens.slice(0, line.start), other.tokens.at(-1)], [line.tokens.length, line.tokens.slice(0, line.start), idOf(END)]);
  }
  assert.deepEqual(sorted(across.flatMap(answerOf)), sorted(LINES.flatMap(answerOf)));
  assert.notDeepEqual(across.map(answerOf).map(sorted), LINES.map(answerOf).map(sorted), 'numbers change lines');
});

test('passes go over everything once before anything comes again', () => {
  const items = [1, 2, 3, 4, 5], stream = passes(items, randomFrom(2)), first = items.map(() => stream.next().value), second = items.map(() => stream.next().value);
  assert.deepEqual([first.toSorted(), second.toSorted()], [items, items]);
  assert.deepEqual(shuffled(items, randomFrom(2)), first);
});
