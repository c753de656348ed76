import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { ReviewedProblem, ReviewedStore } from '../../extension/core/curate/reviewed';

const folder = mkdtempSync(join(tmpdir(), 'undertone-reviewed-'));
after(() => rm(folder, { recursive: true }));

let stores = 0;
const freshStore = () => new ReviewedStore(join(folder, String(stores++)));
const hash = (n: number) => n.toString(16).padStart(16, '0');
const when = new Date('2026-01-02T03:04:05Z');

test('marks are there for the next window, and go when taken back', async () => {
  const store = freshStore();
  await store.mark(hash(1), 'undertone/departure', when);
  await store.mark(hash(2), 'undertone/mixed', when);
  await store.unmark(hash(1));
  const next = new ReviewedStore(dirname(dirname(store.path)));
  assert.deepEqual([...await next.read()], [[hash(2), { rule: 'undertone/mixed', markedAt: when.toISOString() }]]);
});

test('marking again keeps the first date', async () => {
  const store = freshStore();
  await store.mark(hash(1), 'r', when);
  await store.mark(hash(1), 'r', new Date());
  assert.equal((await store.read()).get(hash(1))?.markedAt, when.toISOString());
});

test('marks made at once are all kept, also those of another window', async () => {
  const store = freshStore();
  await Promise.all(Array.from({ length: 50 }, (_, n) => store.mark(hash(n), 'r')));
  await new ReviewedStore(dirname(dirname(store.path))).mark(hash(99), 'r');
  await store.mark(hash(100), 'r');
  assert.equal((await store.read()).size, 52);
  assert.deepEqual(await readdir(dirname(store.path)), ['reviewed.json'], 'no draft is left behind');
});

test('a damaged file is named, shows nothing, and is never overwritten', async () => {
  const damaged = ['{"version":1,"marks":{', '[]', '{"version":2,"marks":{}}', '{"version":1,"marks":{"zz":{"rule":"r","markedAt":"x"}}}', '{"version":1,"marks":{"0000000000000001":{"rule":1}}}', ''];
  for (const text of damaged) {
    const store = freshStore();
    await mkdir(dirname(store.path), { recursive: true });
    await writeFile(store.path, text);
    const isNamed = (error: unknown) => error instanceof ReviewedProblem && error.message.startsWith(store.path) && /left as it is/.test(error.message);
    await assert.rejects(store.read(), isNamed, text);
    await assert.rejects(store.mark(hash(1), 'r'), isNamed, text);
    assert.equal(await readFile(store.path, 'utf8'), text);
  }
});

test('marks can be made again once the file is restored', async () => {
  const store = freshStore();
  await mkdir(dirname(store.path), { recursive: true });
  await writeFile(store.path, 'broken');
  await assert.rejects(store.mark(hash(1), 'r'));
  await rm(store.path);
  await store.mark(hash(1), 'r');
  assert.equal((await store.read()).size, 1);
});

test('an unwritable place is an error and leaves no draft', async () => {
  const store = freshStore();
  await mkdir(store.path, { recursive: true }); // a folder where the file should be
  await assert.rejects(store.mark(hash(1), 'r'));
  assert.deepEqual(await readdir(dirname(store.path)), ['reviewed.json']);
});
