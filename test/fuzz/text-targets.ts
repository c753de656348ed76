import assert from 'node:assert/strict';
import { ContentFilters } from '../../extension/core/content-filters/content-filters';
import { numberFeatures, NUMBER_ROWS, promptSeeds } from '../../extension/core/fingerprint/number-features';
import { numberMeasures } from '../../extension/core/fingerprint/number-measures';
import { isNumberSequence, readNumbers } from '../../extension/core/fingerprint/number-reader';
import { TextFeaturizer } from '../../extension/core/fingerprint/text-features';
import { choosePart } from '../../extension/core/records/parts';
import { SEEDS } from './inputs';
import type { Target } from './targets';

const featurizer = new TextFeaturizer();
const filters = new ContentFilters({ words: ['owl'], bannedNumbers: 'paper' });

function numbers(bytes: Uint8Array): void {
  const sequence = readNumbers(bytes), seeds = promptSeeds(bytes, sequence);
  assert.equal(typeof isNumberSequence(sequence), 'boolean');
  assert.ok(numberMeasures(sequence).every(Number.isFinite), 'measures are numbers');
  const { ids, weights, starts, ends } = numberFeatures(bytes, sequence, seeds.slice(0, 5));
  ids.forEach((id, i) => { assert.ok(id >= 0 && id < NUMBER_ROWS && Number.isFinite(weights[i]) && starts[i] >= 0 && ends[i] <= bytes.length, `feature ${i}`); });
}

function texts(bytes: Uint8Array): void {
  featurizer.read(bytes);
  assert.ok(featurizer.count % 3 === 0 && featurizer.measures.values.every(Number.isFinite), 'measures are numbers');
  for (let i = 0; i < featurizer.count; i++) assert.ok(featurizer.startOf(i) >= 0 && featurizer.startOf(i) <= featurizer.endOf(i) && featurizer.endOf(i) <= bytes.length, `feature ${i}`);
  const part = choosePart(bytes);
  if (part) assert.ok(part.start >= 0 && part.start <= part.end && part.end <= bytes.length);
}

function content(bytes: Uint8Array): void {
  const sample = { ref: { record: 1, byteOffset: 0, byteLength: bytes.length }, field: 'x', part: 'whole' as const, bytes, record: bytes, prompt: bytes, rawStart: 0, rawEnd: bytes.length, partStart: 0 };
  for (const channel of ['numbers', 'code', 'reasoning'] as const) {
    const { applied, failed } = filters.check(sample, channel);
    assert.ok(failed.every(filter => applied.includes(filter)));
  }
}

export const TEXT_TARGETS: readonly Target[] = [
  { name: 'number features', seeds: SEEDS.text, share: 1, run: numbers }, { name: 'text features', seeds: SEEDS.text, share: 1, run: texts }, { name: 'content filters', seeds: SEEDS.text, share: 0.5, run: content },
];
