import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { gzipSource } from '../../extension/core/bytes/gzip-source';
import { readRange } from '../../extension/core/bytes/line-index';
import { memorySource } from '../../extension/core/bytes/memory-source';
import { openSource } from '../../extension/core/bytes/open';
import { ReadProblem } from '../../extension/core/bytes/read-problem';
import type { ByteSource } from '../../extension/core/bytes/source';
import { MALFORMED, fixtureFolder, goodLine } from '../fixtures/generate';

const folder = fixtureFolder();
after(() => folder.remove());

/** The problem that opening this path gives. */
async function problemOf(path: string): Promise<ReadProblem> {
  const source = await openSource(path).catch((error: unknown) => error);
  assert.ok(source instanceof ReadProblem, `${path} should not open`);
  assert.ok(source.problem.message.startsWith(path), source.problem.message);
  return source;
}

/** Reads on from an offset until the end or a failure. */
async function readOn(source: ByteSource, from = 0, chunkBytes = 10_000): Promise<{ bytes: Buffer; failure: unknown }> {
  const pieces: Buffer[] = [];
  for (let offset = from; ;) {
    const target = Buffer.alloc(chunkBytes);
    const length = await source.read(offset, target).catch((error: unknown) => error);
    if (typeof length !== 'number') return { bytes: Buffer.concat(pieces), failure: length };
    if (length === 0) return { bytes: Buffer.concat(pieces), failure: undefined };
    pieces.push(target.subarray(0, length));
    offset += length;
  }
}

const unsupported: [name: string, content: string | Uint8Array, message: RegExp, remedy: RegExp][] = [
  ['table.parquet', 'PAR1\0\0', /Parquet/, /read_parquet\('.*table\.parquet'\)/],
  ['renamed.jsonl', 'PAR1\0\0', /Parquet/, /duckdb/],
  ['table.csv', 'prompt,completion\n1,2\n', /CSV/, /read_csv/],
  ['array.json', '[\n {"a": 1},\n', /JSON array/, /jq -c '\.\[\]'/],
  ['array.jsonl', '\ufeff  [{"a": 1}]', /JSON array/, /jq/],
  ['pretty.json', '{\n  "a": 1\n}', /several lines/, /jq -c \./],
  ['data.jsonl.zst', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0), /Zstandard/, /zstd -d/],
  ['data.zip', 'PK\x03\x04....', /zip archive/, /unzip/],
  ['data.jsonl.xz', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0), /xz/, /xz -dk/],
  ['wide.jsonl', Buffer.from('\ufeff{"a":1}\n', 'utf16le'), /UTF-16/, /iconv/],
  ['binary.jsonl', Uint8Array.of(1, 2, 0, 4, 5), /binary/, /JSONL/],
  ['my data.json', '[1]', /JSON array/, /'[^']*my data\.json'/],
  ['array.jsonl.gz', gzipSync('[{"a": 1}]'), /JSON array/, /jq/],
];

for (const [name, content, message, remedy] of unsupported) {
  test(`${name} is refused with what to do instead`, async () => {
    const { problem } = await problemOf(folder.write(name, content));
    assert.equal(problem.code, 'unsupported');
    assert.match(problem.message, message);
    assert.match(problem.remedy, remedy);
  });
}

test('a missing file, a directory and an empty file are told apart', async () => {
  assert.match((await problemOf(join(folder.path, 'nowhere.jsonl'))).message, /no such file/);
  const directory = join(folder.path, 'directory.jsonl');
  mkdirSync(directory);
  assert.match((await problemOf(directory)).message, /is a directory/);
  const pipe = join(folder.path, 'pipe.jsonl');
  if (spawnSync('mkfifo', [pipe]).status === 0) assert.match((await problemOf(pipe)).message, /pipe/);
  assert.match((await problemOf(folder.write('empty.jsonl', ''))).message, /is empty/);
  assert.match((await problemOf(folder.write('empty.jsonl.gz', gzipSync('')))).message, /is empty/);
});

test('JSONL under another name is opened by its content', async () => {
  for (const name of ['data.csv', 'data.json', 'data']) await (await openSource(folder.write(name, `${goodLine(1)}\n`))).close();
  const zipped = await openSource(folder.write('zipped.jsonl', gzipSync(goodLine(1))));
  assert.equal((await readOn(zipped)).bytes.toString(), goodLine(1));
  await zipped.close();
});

test('a file can be read without the right to write it, and stays as it was', async () => {
  const path = folder.write('read-only.jsonl', goodLine(1));
  chmodSync(path, 0o444);
  const before = statSync(path);
  const source = await openSource(path);
  assert.equal((await readOn(source)).bytes.toString(), goodLine(1));
  await source.close();
  assert.equal(statSync(path).mtimeMs, before.mtimeMs);
  assert.equal(readFileSync(path, 'utf8'), goodLine(1));
});

test('a file that shrinks while it is read gives what is there, then a problem', async () => {
  const path = folder.write('shrinking.jsonl', 'x'.repeat(50_000));
  const source = await openSource(path);
  assert.equal(await source.read(0, Buffer.alloc(10_000)), 10_000);
  truncateSync(path, 20_000);
  const { bytes, failure } = await readOn(source, 10_000);
  assert.equal(bytes.length, 10_000);
  assert.ok(failure instanceof ReadProblem);
  assert.equal(failure.problem.code, 'changed');
  assert.match(failure.problem.message, /shrank/);
  await source.close();
});

test('gzip gives the same bytes at any offset, in any order, from several members', async () => {
  const plain = Buffer.from(Array.from({ length: 60_000 }, (_, i) => String(i * i)).join(' '));
  const stored = Buffer.concat([gzipSync(plain.subarray(0, 100_000)), gzipSync(plain.subarray(100_000)), Buffer.alloc(512)]);
  const source = gzipSource(memorySource(stored));
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: plain.length + 100 }), fc.integer({ min: 1, max: 200_000 }), async (byteOffset, byteLength) => {
    assert.ok((await readRange(source, { byteOffset, byteLength })).equals(plain.subarray(byteOffset, byteOffset + byteLength)));
  }), { numRuns: 60 });
  assert.equal((await readOn(source)).bytes.length, plain.length);
  assert.equal(source.sizeBytes, plain.length);
  await source.close();
});

test('reads of a gzip source that overlap in time do not disturb each other', async () => {
  const plain = Buffer.from(Array.from({ length: 50_000 }, (_, i) => String(i)).join(' '));
  const source = gzipSource(memorySource(gzipSync(plain)));
  const offsets = [200_000, 0, 100_000, 50_000, 0];
  const parts = await Promise.all(offsets.map(byteOffset => readRange(source, { byteOffset, byteLength: 1000 })));
  offsets.forEach((offset, i) => assert.ok(parts[i].equals(plain.subarray(offset, offset + 1000))));
  await source.close();
});

test('a cut-off gzip gives all that can be read, then a problem with a remedy', async () => {
  const source = await openSource(folder.write('cut-off.jsonl.gz', MALFORMED['cut-off.jsonl.gz']));
  const { bytes, failure } = await readOn(source);
  assert.ok(bytes.length > 60_000, `${bytes.length} bytes were read`);
  assert.ok(failure instanceof ReadProblem);
  assert.equal(failure.problem.code, 'truncated');
  assert.match(failure.problem.message, /cut-off\.jsonl\.gz: the gzip data is cut off/);
  assert.equal((await readOn(source)).bytes.length, bytes.length, 'reading again from the beginning gives the same');
  await source.close();
});

test('a corrupt gzip gives what came before the damage, then a problem', async () => {
  const stored = Buffer.from(gzipSync(Buffer.from(Array.from({ length: 200_000 }, (_, i) => String(Math.sin(i))).join('\n'))));
  stored.fill(0x55, stored.length / 2 | 0, (stored.length / 2 | 0) + 500);
  const { bytes, failure } = await readOn(gzipSource(memorySource(stored, 'corrupt.jsonl.gz')));
  assert.ok(bytes.length > 1_000_000, `${bytes.length} bytes were read`);
  assert.ok(failure instanceof ReadProblem);
  assert.equal(failure.problem.code, 'unreadable');
  assert.match(failure.problem.message, /corrupt\.jsonl\.gz: the gzip data is corrupt/);
});

test('an aborted read rejects with the reason, and the source stays usable', async () => {
  const source = gzipSource(memorySource(gzipSync('x'.repeat(1_000_000))));
  const reason = new Error('stopped by the test');
  await assert.rejects(source.read(0, Buffer.alloc(100), AbortSignal.abort(reason)), reason);
  assert.equal((await readOn(source, 0, 1 << 20)).bytes.length, 1_000_000);
  await source.close();
});
