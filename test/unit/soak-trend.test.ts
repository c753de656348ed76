import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { hasGrown, isRising, trendOf } from '../soak/trend';

const MB = 1 << 20;
const course = (perSample: number, noise: number, seed: number) => {
  const random = randomFrom(seed);
  return Array.from({ length: 20 }, (_, i) => ({ seconds: i * 90, value: 5 * MB + i * perSample + (random() - 0.5) * noise }));
};

test('a leak shows through the noise, noise alone is no leak', () => {
  for (let seed = 1; seed <= 50; seed++) {
    assert.equal(isRising(trendOf(course(0, MB, seed)), 0), false, `noise of seed ${seed}`);
    assert.equal(isRising(trendOf(course(0.3 * MB, MB, seed)), MB), true, `leak of seed ${seed}`);
  }
  assert.equal(isRising(trendOf(course(1000, 10, 1)), MB), false, 'a cache that fills within what is tolerated');
});

test('a straight line is told exactly', () => {
  const { perHour, errorPerHour, rise } = trendOf([0, 1, 2, 3].map(i => ({ seconds: i * 1800, value: 7 + i })));
  assert.deepEqual([perHour, errorPerHour, rise].map(value => Math.round(value * 1e6) / 1e6), [2, 0, 3]);
  assert.throws(() => trendOf([{ seconds: 0, value: 1 }]), /three points/);
});

test('handles have grown when they no longer come down to where they were', () => {
  assert.equal(hasGrown([3, 4, 5, 5, 4, 5, 6, 5]), false);
  assert.equal(hasGrown([3, 4, 5, 5, 6, 7, 8, 9]), true);
  assert.equal(hasGrown([1, 2]), false);
});
