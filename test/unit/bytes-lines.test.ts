import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LineIndex, readRange } from '../../extension/core/bytes/line-index';
import { readLines, type LineOptions } from '../../extension/core/bytes/lines';
import { memorySource } from '../../extension/core/bytes/memory-source';

interface Line { record: number; byteOffset: number; text: string }

async function collect(content: Uint8Array, options: LineOptions = {}): Promise<{ lines: Line[]; oversized: number[]; open: boolean }> {
  const lines: Line[] = [];
  const oversized: number[] = [];
  let open = false;
  for await (const batch of readLines(memorySource(content), options)) {
    for (let i = 0; i < batch.count; i++) {
      lines.push({ record: batch.firstRecord + i, byteOffset: batch.byteOffset + batch.starts[i], text: batch.bytes.toString('latin1', batch.starts[i], batch.ends[i]) });
    }
    if (batch.oversized) oversized.push(batch.oversized.record);
    open = batch.lastIsOpen;
  }
  return { lines, oversized, open };
}

/** The obvious way: the whole text in memory, cut at line feeds. */
function naiveLines(text: string): Line[] {
  const parts = text.split('\n');
  if (parts.at(-1) === '') parts.pop();
  let byteOffset = 0;
  return parts.map((part, i) => {
    const line = { record: i + 1, byteOffset, text: part.endsWith('\r') ? part.slice(0, -1) : part };
    byteOffset += part.length + 1;
    return line;
  });
}

const texts = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', '\r', '\u00e9', '{"x":1}'), { maxLength: 60 }).map(parts => parts.join(''));

test('lines are those of a plain split, whatever the chunk size', async () => {
  await fc.assert(fc.asyncProperty(texts, fc.integer({ min: 1, max: 40 }), async (text, chunkBytes) => {
    const { lines, open } = await collect(Buffer.from(text, 'latin1'), { chunkBytes });
    assert.deepEqual(lines, naiveLines(text));
    assert.equal(open, text.length > 0 && !text.endsWith('\n'));
  }), { numRuns: 300 });
});

test('a byte-order mark is not part of the first line', async () => {
  for (const chunkBytes of [1, 2, 100]) {
    const { lines } = await collect(Buffer.from('\ufeffone\ntwo\n'), { chunkBytes });
    assert.deepEqual(lines.map(({ text, byteOffset }) => [text, byteOffset]), [['one', 3], ['two', 7]]);
  }
  const { lines } = await collect(Buffer.from('\ufeff'));
  assert.deepEqual(lines.map(({ text }) => text), ['']);
});

test('lines above the limit are reported and skipped, and the count goes on', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 30 }), fc.boolean(), async (lengths, chunkBytes, isOpen) => {
    const maxLineBytes = 12;
    const text = lengths.map(length => 'x'.repeat(length)).join('\n') + (isOpen ? '' : '\n');
    const { lines, oversized } = await collect(Buffer.from(text), { chunkBytes, maxLineBytes });
    const isLong = (i: number) => lengths[i] + (isOpen && i === lengths.length - 1 ? 0 : 1) > maxLineBytes;
    assert.deepEqual(oversized, lengths.flatMap((_, i) => isLong(i) ? [i + 1] : []));
    assert.deepEqual(lines, naiveLines(text).filter(({ record }) => !isLong(record - 1)));
  }));
});

test('an aborted signal stops the reading with its reason', async () => {
  const stop = new AbortController();
  const reason = new Error('stopped by the test');
  const read = async () => {
    for await (const batch of readLines(memorySource(Buffer.from('a\n'.repeat(1000))), { chunkBytes: 10, signal: stop.signal })) if (batch.firstRecord > 20) stop.abort(reason);
  };
  await assert.rejects(read, reason);
});

test('the index gives any range of lines', async () => {
  const text = Array.from({ length: 5000 }, (_, i) => `line ${i} ${'x'.repeat(i * 7919 % 900)}`).join('\n');
  const content = Buffer.from(`\ufeff${text}`);
  const index = new LineIndex(memorySource(content));
  const expected = naiveLines(text);
  await index.build();
  assert.ok(index.complete);
  assert.equal(index.lineCount, 5000);
  assert.equal(index.indexedBytes, content.length);
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 5100 }), fc.integer({ min: 0, max: 300 }), async (start, count) => {
    const refs = await index.refs(start, count);
    assert.deepEqual(refs, expected.slice(start, start + count).map(({ record, byteOffset, text: line }) => ({ record, byteOffset: byteOffset + 3, byteLength: line.length })));
  }), { numRuns: 60 });
  const [ref] = await index.refs(4321, 1);
  assert.equal((await readRange(memorySource(content), ref)).toString(), expected[4321].text);
});

test('the index is usable before it is complete, and after it was stopped', async () => {
  const stop = new AbortController();
  const index = new LineIndex(memorySource(Buffer.from('0123456\n'.repeat(2_000_000))));
  await assert.rejects(index.build({ signal: stop.signal, onProgress: () => stop.abort() }));
  assert.ok(index.lineCount > 0 && index.lineCount < 2_000_000);
  assert.ok(!index.complete);
  assert.deepEqual(await index.refs(1000, 1), [{ record: 1001, byteOffset: 8000, byteLength: 7 }]);
  assert.deepEqual(await index.refs(index.lineCount, 5), []);
});

test('the index takes at most 2 bytes a line', async () => {
  const index = new LineIndex(memorySource(Buffer.from('{"n":1}\n'.repeat(200_000))));
  await index.build();
  assert.ok(index.memoryBytes / index.lineCount <= 2, `${index.memoryBytes / index.lineCount} bytes a line`);
});
