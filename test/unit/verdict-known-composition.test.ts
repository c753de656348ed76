import assert from 'node:assert/strict';
import test from 'node:test';
import { meanOf } from '../../extension/core/enrol/fingerprint';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { KnownFingerprints } from '../../extension/core/fingerprint/scorer';
import type { FingerprintSum } from '../../extension/core/verdict/block-reservoir';
import { knownComposition } from '../../extension/core/verdict/known-composition';
import { nearestMixture } from '../../extension/core/verdict/known-mixture';

const SIZE = 6, BLOCK = 8, FAMILIES = ['a', 'b', 'c'];
const normal = (random: () => number) => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
const centreOf = (family: number, kind: number) => Float64Array.from({ length: SIZE }, (_, k) => (k === family ? 2 : 0) + (k === 3 + kind ? 4 : 0));

/** Records of one teacher: unit spread around its centre. */
const sumOf = (centre: Float64Array, records: number, random: () => number): FingerprintSum =>
  ({ records, sum: centre.map(value => value * records + Math.sqrt(records) * normal(random)) });

function known(random: () => number): KnownFingerprints {
  const teachers = FAMILIES.flatMap((family, f) => [0, 1].map(kind => {
    const chunks = Array.from({ length: 8 }, () => sumOf(centreOf(f, kind), 40, random).sum.map(value => value / 40));
    return { family, model: `${family}-1`, kind: `kind ${kind}`, mean: meanOf(chunks), records: 320, chunkRecords: 40, chunks };
  }));
  return { whiten: fingerprint => Float64Array.from(fingerprint), teachers, likeness: {} };
}

/** Blocks of a mixture in the given numbers of blocks per family, and their total. */
function mixture(blocks: number[], kind: number, random: () => number): { whole: FingerprintSum; blocks: FingerprintSum[] } {
  const all = blocks.flatMap((count, family) => Array.from({ length: count }, () => sumOf(centreOf(family, kind), BLOCK, random)));
  return { blocks: all, whole: { records: all.length * BLOCK, sum: all.reduce((sum, block) => sum.map((value, k) => value + block.sum[k]), new Float64Array(SIZE)) } };
}

test('shares of a mixture come out of its mean fingerprint, with intervals that mostly hold them', () => {
  const random = randomFrom(3), teachers = known(random);
  let held = 0;
  for (let i = 0; i < 20; i++) {
    const first = 10 + 2 * i, { whole, blocks } = mixture([first, 60 - first, 0], i % 2, random), [a, , c] = knownComposition(whole, blocks, teachers, FAMILIES);
    assert.ok(Math.abs(a.share - first / 60) < 0.08, `${first / 60}: ${a.share}`);
    assert.ok(c.low < 0.01, `family c is seen: ${c.low}`);
    if (a.low <= first / 60 && first / 60 <= a.high) held++;
  }
  assert.ok(held >= 17, `${held} of 20 intervals hold the share`);
});

test('output of one teacher has one part, and three families are told apart', () => {
  const random = randomFrom(4), teachers = known(random), pure = mixture([0, 40, 0], 1, random), three = mixture([40, 60, 100], 0, random);
  assert.ok(knownComposition(pure.whole, pure.blocks, teachers, FAMILIES)[1].share > 0.97);
  const shares = knownComposition(three.whole, three.blocks, teachers, FAMILIES).map(({ share }) => share);
  [0.2, 0.3, 0.5].forEach((share, i) => { assert.ok(Math.abs(shares[i] - share) < 0.05, shares.join()); });
});

test('a mixture is of one kind, and a further part has to bring it nearer', () => {
  const points = [[0, 0], [4, 0], [0, 4]], mean = [1, 1], inner = (a: number[], b: number[]) => a[0] * b[0] + a[1] * b[1];
  const problem = { gram: points.map(a => Float64Array.from(points, b => inner(a, b))), withMean: Float64Array.from(points, point => inner(point, mean)) };
  const whole = nearestMixture({ ...problem, kinds: ['x', 'x', 'x'] }, 0.1);
  assert.deepEqual(whole.parts.map((part, i) => [part, Number(whole.shares[i].toFixed(3))]).sort(), [[0, 0.5], [1, 0.25], [2, 0.25]]);
  assert.deepEqual(nearestMixture({ ...problem, kinds: ['x', 'y', 'z'] }, 0.1).parts, [0]);
  assert.deepEqual(nearestMixture({ ...problem, kinds: ['x', 'x', 'x'] }, 5).parts, [0]);
});
