import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { openStream } from '../../extension/core/bytes/open';
import { readRecords } from '../../extension/core/records/record-reader';

const lines = Array.from({ length: 60_000 }, (_, i) => `{"completion":"${i}, ${i + 1}, ${'7'.repeat(i % 40)}"}`);
const text = Buffer.from(lines.join('\n'));

/** The bytes in pieces of odd sizes, as a pipe gives them. */
function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 7) % 65_521 + 1) yield bytes.subarray(at, at + size);
}

for (const [kind, bytes] of [['plain', text], ['gzip', gzipSync(text)]] as const) {
  test(`a ${kind} stream gives every record once, in order`, async () => {
    const source = await openStream(Readable.from(pieces(bytes)), 'pipe'), offsets: number[] = [];
    for await (const { results } of readRecords(source)) for (const result of results) offsets.push(result.kind === 'sample' ? result.sample.ref.byteOffset : -1);
    await source.close();
    assert.equal(offsets.length, lines.length);
    assert.ok(offsets.every((offset, i) => text.subarray(offset, offset + lines[i].length).toString() === lines[i]));
  });
}

test('a stream that is empty or of another format is told so; one that fails is named', async () => {
  await assert.rejects(openStream(Readable.from([]), 'pipe'), /pipe: the file is empty/);
  await assert.rejects(openStream(Readable.from([Buffer.from('[1,2]')]), 'pipe'), /JSON array/);
  const broken = new PassThrough();
  broken.destroy(new Error('gone'));
  await assert.rejects(openStream(broken, 'pipe'), /pipe: cannot be read \(gone\)/);
});

test('a stop does not wait for a silent pipe', async () => {
  const stop = new AbortController(), opening = openStream(new PassThrough(), 'pipe', stop.signal);
  stop.abort(new Error('stopped'));
  await assert.rejects(opening, /stopped/);
});
