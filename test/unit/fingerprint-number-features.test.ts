import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NUMBER_ROWS, numberFeatures, promptSeeds } from '../../extension/core/fingerprint/number-features';
import { NUMBER_MEASURES, numberMeasures } from '../../extension/core/fingerprint/number-measures';
import { numberStatistics, unfamiliarity } from '../../extension/core/fingerprint/number-model';
import { readNumbers } from '../../extension/core/fingerprint/number-reader';

const encode = (text: string) => new TextEncoder().encode(text);
const features = (text: string, seeds: number[] = []) => numberFeatures(encode(text), readNumbers(encode(text)), seeds);
const integersOf = (text: string) => { const { ids, weights, integersEnd } = features(text); return [ids.slice(0, integersEnd), weights.slice(0, integersEnd)]; };

test('the integers view does not see separators, brackets or white space', () => {
  const plain = integersOf('412, 518, 907, 233');
  for (const other of ['[412, 518, 907, 233]', '412 518 907 233', '(412;518;907;233).', '412\n518\n907\n233\n']) assert.deepEqual(integersOf(other), plain, other);
  assert.notDeepEqual(integersOf('412, 518, 233, 907'), plain);
});

test('format adds features of its own', () => {
  assert.notDeepEqual(features('1, 2, 3').ids, features('1 2 3').ids);
});

test('the prompt adds features between the two', () => {
  const alone = features('412, 518'), prompted = features('412, 518', [411, 517]);
  assert.deepEqual(prompted.ids.slice(0, prompted.integersEnd), alone.ids.slice(0, alone.integersEnd));
  assert.equal(alone.promptEnd, alone.integersEnd);
  assert.ok(prompted.promptEnd > prompted.integersEnd);
});

test('ids, weights and spans stay in bounds for any bytes and any prompt', () => {
  const digits = fc.array(fc.constantFrom(...encode('0123456789 ,;-.[]()\n')), { maxLength: 400 }).map(list => Uint8Array.from(list));
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), digits), fc.array(fc.nat(99999), { maxLength: 12 }), (bytes, seeds) => {
    const { ids, weights, starts, ends } = numberFeatures(bytes, readNumbers(bytes), seeds);
    ids.forEach((id, i) => {
      assert.ok(id > 0 && id < NUMBER_ROWS && weights[i] > 0);
      assert.ok(starts[i] >= 0 && starts[i] <= ends[i] && ends[i] <= bytes.length);
    });
    assert.ok(numberMeasures(readNumbers(bytes)).every(Number.isFinite));
  }));
});

test('seeds are the longest plain run of numbers in a prompt', () => {
  const seeds = (text: string) => promptSeeds(encode(text), readNumbers(encode(text)));
  assert.deepEqual(seeds('Look at 182, 818, 725. Add at most 10 more (3 digits each).'), [182, 818, 725]);
  assert.deepEqual(seeds('Give me 10 numbers.'), []);
});

test('long sequences keep their evidence finite and count every number', () => {
  const long = Array.from({ length: 200000 }, (_, i) => (i * 7919) % 1000).join(' ');
  const { weights, integersEnd } = features(long);
  assert.ok(integersEnd >= 200000 && weights.every(weight => weight >= 1));
});

test('statistics and unfamiliarity are finite for extreme logits', () => {
  const measures = new Float32Array(NUMBER_MEASURES.length);
  const statistics = numberStatistics(measures, [1e30, -1e30, 0]);
  assert.ok(statistics.every(Number.isFinite));
  const flat = { mean: [...statistics].map(() => 0), sd: [...statistics].map(() => 1), linear: [...statistics].map(() => 1), square: [...statistics].map(() => 1), bias: 0 };
  assert.ok(unfamiliarity(flat, statistics) >= 0);
  assert.equal(unfamiliarity(flat, statistics.map(() => NaN)), 1);
});
