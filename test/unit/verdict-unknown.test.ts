import assert from 'node:assert/strict';
import test from 'node:test';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { composition } from '../../extension/core/verdict/composition';
import { posteriorsOf } from '../../extension/core/verdict/unknown-class';

const FAMILIES = 3;

/** Records of family 0, of which a share comes from nobody known: unfamiliarity overlaps as it does in real scores. */
function sampled(records: number, unknown: number, seed: number): Float32Array {
  const random = randomFrom(seed), rows: number[] = [];
  for (let i = 0; i < records; i++) {
    const isUnknown = i < unknown * records, z = random() + random() + random() + random() - 2 + (isUnknown ? 1 : -1);
    const own = 0.4 + 0.5 * random();
    rows.push(own, (1 - own) / 2, (1 - own) / 2, 1 / (1 + Math.exp(-6 * z)));
  }
  return Float32Array.from(rows);
}

test('the share of nobody known is estimated, and none is seen where there is none', () => {
  for (const unknown of [0, 0.1, 0.4, 1]) {
    const shares = composition(posteriorsOf(sampled(600, unknown, 5), FAMILIES).withUnknown, FAMILIES + 1, 8, 60), last = shares[FAMILIES];
    assert.ok(Math.abs(last.share - unknown) < 0.05, `${unknown}: ${last.share}`);
    assert.ok(last.low <= last.share && last.share <= last.high);
  }
});

test('families alone keep their probabilities', () => {
  const posteriors = posteriorsOf(Float32Array.of(0.5, 0.25, 0.25, 0.125), FAMILIES);
  assert.deepEqual([...posteriors.families], [0.5, 0.25, 0.25]);
  assert.deepEqual([...posteriors.withUnknown], [1.3125, 0.65625, 0.65625, 0.125]);
});
