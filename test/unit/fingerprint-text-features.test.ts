import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TextFeaturizer } from '../../extension/core/fingerprint/text-features';
import { TextReader } from '../../extension/core/fingerprint/text-bag';
import { TEXT_MEASURES } from '../../extension/core/fingerprint/text-measures';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');

function hashesOf(bytes: Uint8Array): number[] {
  const featurizer = new TextFeaturizer();
  featurizer.read(bytes);
  return [...featurizer.hashes.subarray(0, featurizer.count)];
}

function tokensOf(text: string): string[] {
  const featurizer = new TextFeaturizer();
  const bytes = bytesOf(text);
  featurizer.read(bytes);
  return Array.from({ length: featurizer.count / 3 }, (_, t) => bytes.toString('utf8', featurizer.startOf(3 * t), featurizer.endOf(3 * t)));
}

const allSeen = (): TextReader => new TextReader({ rowBits: 12, seenBits: 10, low: TEXT_MEASURES.map(() => -100), high: TEXT_MEASURES.map(() => 100) }, new Uint8Array(128).fill(255));

test('tokens are words, digit runs, single marks and white space longer than one space', () => {
  assert.deepEqual(tokensOf('def f(x1):\n    return x1 + 12345  # “ok”'),
    ['def', 'f', '(', 'x', '1', ')', ':', '\n    ', 'return', 'x', '1', '+', '12345', '  ', '#', '“', 'ok', '”']);
});

test('2- and 3-grams span their tokens', () => {
  const featurizer = new TextFeaturizer();
  featurizer.read(bytesOf('let x = 1'));
  assert.deepEqual([featurizer.startOf(11), featurizer.endOf(11)], [4, 9]);
});

test('a single space marks the token after it', () => {
  assert.notDeepEqual(hashesOf(bytesOf('a=b')), hashesOf(bytesOf('a = b')));
});

test('long digit runs count by their length', () => {
  assert.deepEqual(hashesOf(bytesOf('x 12345')), hashesOf(bytesOf('x 67890')));
  assert.notDeepEqual(hashesOf(bytesOf('x 12345')), hashesOf(bytesOf('x 123456')));
});

test('outer white space, an outer Markdown fence and Windows line ends make no difference', () => {
  const plain = hashesOf(bytesOf('for x in y:\n    print(x)'));
  assert.deepEqual(hashesOf(bytesOf('\n\n```python\nfor x in y:\r\n    print(x)\r\n```\n')), plain);
});

test('the hash is pinned, so that other runtimes can be checked against it', () => {
  assert.deepEqual(hashesOf(bytesOf('a b')), [-92281934, -987312689, -218006173, 1801853741, -1200123406, 1805244911]);
  assert.deepEqual(hashesOf(bytesOf('x 42')), [-704805114, -1164032663, 605026390, 641046998, 1283024572, -887220322]);
});

test('any bytes give places within the text, finite measures and one place per row', () => {
  const reader = allSeen();
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
    const bag = reader.readPlaces(bytes);
    assert.equal(new Set(bag.ids).size, bag.ids.length);
    assert.ok(bag.ids.every(id => id >= 0 && id < 4096));
    assert.ok(bag.starts.every((start, i) => start >= 0 && start < bag.ends[i] && bag.ends[i] <= bytes.length));
    assert.ok(bag.dense.length === TEXT_MEASURES.length && bag.dense.every(Number.isFinite));
    assert.ok(bag.unseen.every(share => share >= 0 && share <= 1));
  }));
});

test('features that training did not see are left out and counted', () => {
  const reader = new TextReader({ rowBits: 12, seenBits: 10, low: TEXT_MEASURES.map(() => 0), high: TEXT_MEASURES.map(() => 1) }, new Uint8Array(128));
  const bag = reader.read(bytesOf('some words here'));
  assert.equal(bag.ids.length, 0);
  assert.deepEqual([...bag.unseen], [1, 1, 1]);
  assert.ok(bag.dense.every(value => value >= 0 && value <= 1), 'measures are clamped to the training range');
});
