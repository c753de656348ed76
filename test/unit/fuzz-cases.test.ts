import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { guarded, slug } from '../fuzz/guarded';
import { TARGETS } from '../fuzz/targets';

// Cases that `npm run fuzz` found once, named by their target; each target also takes its valid seeds.
const KEPT = 'test/fixtures/fuzz';
const kept = existsSync(KEPT) ? readdirSync(KEPT).filter(name => name.endsWith('.bin')) : [];

for (const target of TARGETS) {
  test(`${target.name}: valid seeds and kept cases`, async () => {
    const cases = kept.filter(name => name.replace(/-[0-9a-f]{8}\.bin$/, '') === slug(target.name)).map(name => readFileSync(path.join(KEPT, name)));
    for (const bytes of [...target.seeds, new Uint8Array(0), ...cases]) await guarded(target, bytes);
  });
}

test('every kept case belongs to a target', () => {
  const names = TARGETS.map(({ name }) => slug(name));
  assert.deepEqual(kept.filter(name => !names.includes(name.replace(/-[0-9a-f]{8}\.bin$/, ''))), []);
});

test('a target that breaks a promise or changes Object.prototype is found out', async () => {
  const target = (run: () => void) => ({ name: 'broken', seeds: [], share: 1, run });
  await assert.rejects(guarded(target(() => { throw new Error('broken'); }), new Uint8Array(1)), /broken/);
  await assert.rejects(guarded(target(() => { Object.assign(Object.prototype, { polluted: 1 }); }), new Uint8Array(1)), /Object\.prototype was changed/);
  delete (Object.prototype as { polluted?: number }).polluted;
});
