import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { DatasetFile } from '../../extension/core/dataset/dataset-file';
import { FirstRows } from '../../extension/core/dataset/first-rows';
import { KEY_WORDS } from '../../extension/core/dataset/order-key';
import { MAX_GROUPS } from '../../extension/core/dataset/group-count';
import type { RowOrder, Selection } from '../../extension/core/protocol/dataset-view';
import { contentHash } from '../../extension/core/records/content-hash';

const folder = mkdtempSync(path.join(tmpdir(), 'undertone-test-'));
after(() => { rmSync(folder, { recursive: true }); });
const never = { signal: new AbortController().signal };

/** Opens a file with these lines, waits for its whole index, hands it over and closes it. */
async function over<T>(lines: (string | object)[], use: (dataset: DatasetFile) => Promise<T>): Promise<T> {
  const file = path.join(folder, 'file.jsonl');
  writeFileSync(file, lines.map(line => typeof line === 'string' ? line : JSON.stringify(line)).join('\n'));
  const dataset = await DatasetFile.open(file);
  try {
    await new Promise<void>((resolve, reject) => { dataset.start(progress => { if (progress.complete) resolve(); }).catch(reject); });
    return await use(dataset);
  } finally { await dataset.close(); }
}

const select = async (dataset: DatasetFile, selection: Partial<Selection>) => [...(await dataset.queries.select({ where: '', find: null, order: null, ...selection }, never)).positions];
const by = (column: string, isDescending = false): RowOrder => ({ column, isDescending });

test('a filter, a search and an order select together; broken lines are kept out by tests of fields only', async () => {
  const lines = [{ m: 'a', n: 3 }, { m: 'b', n: 1 }, '{"m":', '', { m: 'a', n: 2 }, '[1]', { m: 'a' }];
  await over(lines, async dataset => {
    assert.deepEqual(await select(dataset, { where: 'm = a' }), [0, 4, 6]);
    assert.deepEqual(await select(dataset, { where: 'm = a', order: by('.n') }), [4, 0, 6]);
    assert.deepEqual(await select(dataset, { where: 'm = a', order: by('.n', true) }), [0, 4, 6]);
    assert.deepEqual(await select(dataset, { where: 'm = a', find: { text: '"n":', regex: false, matchCase: true } }), [0, 4]);
    assert.deepEqual(await select(dataset, { where: 'm IS MISSING' }), [2, 3, 5]);
    assert.deepEqual(await select(dataset, { where: 'line >= 2 AND line < 4', order: by('#line', true) }), [2, 1]);
    assert.equal((await select(dataset, {})).length, 7);
    await assert.rejects(dataset.queries.select({ where: 'm = ', find: null, order: null }, never), /ends too early/);
    const hash = contentHash(Buffer.from(JSON.stringify(lines[1])));
    assert.deepEqual(await select(dataset, { where: 'reviewed = true OR tag = odd' }), []);
    dataset.queries.setMarks({ reviewed: new Set([hash]), tags: new Map([[contentHash(Buffer.from('[1]')), ['odd']]]) });
    assert.deepEqual(await select(dataset, { where: 'reviewed = true OR tag = odd' }), [1, 5]);
  });
});

test('a text is found however its characters were escaped, and lines without it are passed over', async () => {
  const lines = ['{"m":"a b","n":1}', '{"m":"\\u0061 b","n":1}', '{"m":"a  b","n":1}', '{"x":"a b","n":1}', '{"m":"a\\u0020b","n":2}', '{"m":"a\\/b"}', '{"m":"a/b"}'];
  await over(lines, async dataset => {
    assert.deepEqual(await select(dataset, { where: 'm = "a b" AND n = 1' }), [0, 1]);
    assert.deepEqual(await select(dataset, { where: 'm = "a b" OR x = "a b"' }), [0, 1, 3, 4]);
    assert.deepEqual(await select(dataset, { where: 'm = "a/b"' }), [5, 6]);
    assert.deepEqual(await select(dataset, { where: 'NOT m = "a b"' }), [2, 3, 5, 6]);
  });
});

test('an order by any field agrees with a stable sort by kind and value', async () => {
  const value = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ maxLength: 4 }), fc.boolean(), fc.constant(null), fc.constant(undefined), fc.bigInt({ min: 2n ** 60n, max: 2n ** 62n }));
  const rank = (v: unknown) => v === undefined ? 9 : typeof v === 'number' || typeof v === 'bigint' ? 1 : typeof v === 'string' ? 2 : typeof v === 'boolean' ? 3 : 4;
  const compare = (a: unknown, b: unknown): number => rank(a) - rank(b)
    || (rank(a) === 1 ? (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0 : rank(a) === 9 || rank(a) === 4 ? 0 : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b))));
  await fc.assert(fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 30 }), fc.boolean(), async (values, isDescending) => {
    const line = (v: unknown) => v === undefined ? '{}' : `{"v":${typeof v === 'bigint' ? String(v) : JSON.stringify(v)}}`;
    await over(values.map(line), async dataset => {
      const sorted = values.map((v, i) => ({ v: Object.is(v, -0) ? 0 : v, i })).sort((a, b) => (a.v === undefined || b.v === undefined ? compare(a.v, b.v) : isDescending ? compare(b.v, a.v) : compare(a.v, b.v)) || a.i - b.i);
      assert.deepEqual(await select(dataset, { order: by('.v', isDescending) }), sorted.map(each => each.i));
    });
  }), { numRuns: 60 });
});

test('the first rows of an order are the same however many are held at a time', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), async (keys, limit) => {
    const rows = new FirstRows(limit);
    for (const [position, key] of keys.entries()) {
      if (rows.isCrowded) await rows.settle(never.signal);
      rows.add(position, target => { target.fill(0); target[KEY_WORDS - 1] = key * 3000; });
    }
    await rows.settle(never.signal);
    assert.deepEqual([...rows.rows], keys.map((_, i) => i).sort((a, b) => keys[a] - keys[b] || a - b).slice(0, limit));
  }), { numRuns: 50 });
});

test('a profile counts fields by kind, and lengths; a group counts values', async () => {
  const lines = [{ m: 'a', n: 1 }, { m: 'a', n: null }, { m: 'x'.repeat(300) }, '{"m":1,"m":2}', 'broken', '', { '__proto__x': 1, m: true }];
  await over(lines, async dataset => {
    const profile = await dataset.queries.profile(never);
    assert.deepEqual([profile.records, profile.unreadable], [6, 1]);
    assert.deepEqual(profile.fields.map(({ name, present, kinds }) => [name, present, kinds]), [
      ['m', 5, { string: 3, number: 1, boolean: 1 }], ['n', 2, { number: 1, null: 1 }], ['__proto__x', 1, { number: 1 }],
    ]);
    assert.equal(profile.lengths.reduce((sum, count) => sum + count, 0), 6);
    assert.equal(profile.lengths[8], 1, '256 to 511 bytes');
    const group = await dataset.queries.group('m', '', never);
    assert.deepEqual(group.values.map(({ label, term, count }) => [label, term, count]), [['a', 'm = a', 2], ['2', 'm = 2', 1], ['true', 'm = true', 1]]);
    assert.deepEqual([group.others, group.missing, group.distinct], [1, 2, 3]);
    assert.equal((await dataset.queries.group('m', 'n = 1', never)).values[0].count, 1);
    assert.deepEqual(await select(dataset, { where: group.values[1].term }), [3]);
  });
});

test('a hundred thousand different keys and values are survived, counted and said', async () => {
  const keys = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`key-${i}`, i]));
  const lines = [keys, { __proto__: 1 }, ...Array.from({ length: 1000 }, (_, i) => ({ v: `value ${i}` }))];
  await over(lines, async dataset => {
    const { fields, otherFields } = await dataset.queries.profile(never);
    assert.deepEqual([fields.length, otherFields], [200, true]);
    assert.deepEqual(await select(dataset, { where: 'key-99999 = 99999' }), [0]);
    const { values, distinct, others, isDistinctCapped } = await dataset.queries.group('v', '', never);
    assert.deepEqual([values.length, distinct, others, isDistinctCapped], [100, 1000, 900, false]);
    assert.ok(MAX_GROUPS > distinct);
  });
});

test('a stopped query gives what it has, soon', async () => {
  const lines = Array.from({ length: 200_000 }, (_, i) => ({ i, text: 'some words in every line' }));
  await over(lines, async dataset => {
    for (const ask of [
      (signal: AbortSignal, onProgress: () => void) => dataset.queries.select({ where: 'i >= 0', find: null, order: null }, { signal, onProgress }),
      (signal: AbortSignal, onProgress: () => void) => dataset.queries.select({ where: '', find: null, order: by('.i', true) }, { signal, onProgress }),
      (signal: AbortSignal, onProgress: () => void) => dataset.queries.profile({ signal, onProgress }),
      (signal: AbortSignal, onProgress: () => void) => dataset.queries.group('i', '', { signal, onProgress }),
    ]) {
      const controller = new AbortController();
      const result = await ask(controller.signal, () => { controller.abort(); });
      assert.equal(result.cancelled, true);
    }
    const stopped = new AbortController();
    const part = await dataset.queries.select({ where: 'i >= 0', find: null, order: null }, { signal: stopped.signal, onProgress: () => { stopped.abort(); } });
    assert.ok(part.total > 0 && part.total < 200_000);
    assert.equal((await select(dataset, { where: 'i >= 0' })).length, 200_000, 'half an answer is not kept');
  });
  assert.equal(readFileSync(path.join(folder, 'file.jsonl'), 'utf8').split('\n').length, 200_000);
});
