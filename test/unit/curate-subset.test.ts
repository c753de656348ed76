import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { memorySource } from '../../extension/core/bytes/memory-source';
import { WriteProblem, writeNewFile } from '../../extension/core/curate/new-file';
import { writeSubset } from '../../extension/core/curate/subset';

const folder = mkdtempSync(join(tmpdir(), 'undertone-subset-'));
after(() => rm(folder, { recursive: true }));
let files = 0;
const fresh = (ending = '.jsonl') => join(folder, `${files++}${ending}`);
const source = (text: string) => memorySource(Buffer.from(text));

test('kept records keep their bytes, order and line ends; an open last line stays open', async () => {
  const path = fresh();
  const result = await writeSubset({ source: source('{"a":1}\r\n{"b":"ü\\u0041"}\n\n  {"c":3}\n{"d":4}'), keep: [5, 1, 4], path });
  assert.equal(await readFile(path, 'utf8'), '{"a":1}\r\n  {"c":3}\n{"d":4}');
  assert.deepEqual([result.read, result.kept], [5, 3]);
});

test('a test sees place and bytes of each record', async () => {
  const path = fresh(), text = '{"n":1}\n{"n":22}\n{"n":3}\n';
  await writeSubset({ source: source(text), keep: (ref, line) => text.slice(ref.byteOffset, ref.byteOffset + ref.byteLength) === Buffer.from(line).toString() && ref.record !== 2, path });
  assert.equal(await readFile(path, 'utf8'), '{"n":1}\n{"n":3}\n');
});

test('many records over many chunks come through', async () => {
  const path = fresh('.jsonl.gz'), lines = Array.from({ length: 200_000 }, (_, i) => `{"i":${i},"text":"${'x'.repeat(i % 50)}"}\n`);
  const result = await writeSubset({ source: source(lines.join('')), keep: ({ record }) => record % 3 === 0, path });
  assert.equal(result.kept, 66_666);
  assert.equal(gunzipSync(await readFile(path)).toString(), lines.filter((_, i) => (i + 1) % 3 === 0).join(''));
});

test('a file that exists is left as it is', async () => {
  const path = fresh();
  await writeFile(path, 'precious');
  await assert.rejects(writeSubset({ source: source('{}\n'), keep: [1], path }), (error: Error) => error instanceof WriteProblem && error.message.includes(path) && /exists/.test(error.message));
  assert.equal(await readFile(path, 'utf8'), 'precious');
});

test('a file that appears while writing is left as it is', async () => {
  const path = fresh();
  const chunks = async function* () { yield 'new'; await writeFile(path, 'precious'); yield 'er'; };
  await assert.rejects(writeNewFile(path, chunks()), /exists/);
  assert.equal(await readFile(path, 'utf8'), 'precious');
});

test('a stop or a failure leaves nothing behind', async () => {
  const before = await readdir(folder), stop = new AbortController();
  const keep = ({ record }: { record: number }) => { if (record === 2) stop.abort(new Error('stopped')); return true; };
  await assert.rejects(writeSubset({ source: source('{}\n{}\n{}\n'), keep, path: fresh(), signal: stop.signal }), /stopped/);
  await assert.rejects(writeSubset({ source: source('{}\n{}\n'), keep: () => { throw new Error('broken'); }, path: fresh() }), /broken/);
  await assert.rejects(writeSubset({ source: source('{}\n'), keep: [1], path: join(folder, 'missing', 'a.jsonl') }), /folder does not exist/);
  assert.deepEqual(await readdir(folder), before);
});

test('a full disk is named with its remedy', async () => {
  const chunks = async function* () { yield 'a'; throw Object.assign(new Error('write'), { code: 'ENOSPC' }); };
  await assert.rejects(writeNewFile(fresh(), chunks()), /disk is full. Free some space/);
});
