import test from 'node:test';
import assert from 'node:assert/strict';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { auroc, bagCurve, BAG_SIZES } from '../../extension/core/language-lab/bags';
import { learnNgrams } from '../../extension/core/language-lab/ngram-detector';
import { idOf } from '../../extension/core/language-lab/vocabulary';

/** The token of a number. */
const numberId = (value: number): number => idOf(String(value));

test('area under the curve counts pairs, ties half', () => {
  assert.equal(auroc([2, 3], [0, 1]), 1);
  assert.equal(auroc([0, 1], [2, 3]), 0);
  assert.equal(auroc([1, 1], [1, 1]), 0.5);
  assert.equal(auroc([1, 3], [2, 2, 0]), (1 / 3 + 1) / 2);
});

test('bags help a weak score and leave a blind one where it is', () => {
  const random = randomFrom(4), noise = (shift: number) => Array.from({ length: 2000 }, () => random() + random() + random() + shift);
  const weak = bagCurve(noise(0.15), noise(0), random), blind = bagCurve(noise(0), noise(0), random);
  assert.equal(weak.length, BAG_SIZES.length);
  assert.ok(weak[0] < 0.65 && weak.at(-1)! > 0.9, String(weak));
  assert.ok(blind.every(value => Math.abs(value - 0.5) < 0.12), String(blind));
});

test('n-grams find a number that is too frequent and a step between numbers, and nothing in nothing', () => {
  const random = randomFrom(8), any = () => numberId(Math.floor(random() * 256));
  const texts = (change: (text: number[]) => void) => Array.from({ length: 600 }, () => { const text = Array.from({ length: 10 }, any); change(text); return text; });
  const power = (change: (text: number[]) => void) => {
    const score = learnNgrams(texts(change), texts(() => undefined), randomFrom(1));
    return auroc(texts(change).map(score), texts(() => undefined).map(score));
  };
  assert.ok(power(text => { if (random() < 0.6) text[3] = numberId(87); }) > 0.75);
  assert.ok(power(text => { if (random() < 0.6) text[5] = numberId(Math.min(255, text[4] - numberId(0) + 7)); }) > 0.6);
  assert.ok(Math.abs(power(() => undefined) - 0.5) < 0.07);
});
