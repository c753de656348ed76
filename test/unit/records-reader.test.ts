import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { memorySource } from '../../extension/core/bytes/memory-source';
import { openSource } from '../../extension/core/bytes/open';
import { ReadProblem } from '../../extension/core/bytes/read-problem';
import { contentHash } from '../../extension/core/records/content-hash';
import { readRecord, readRecords, type ReadProgress } from '../../extension/core/records/record-reader';
import type { RecordResult } from '../../extension/core/records/sample';
import { MALFORMED, fixtureFolder, goodLine, writeHugeLine } from '../fixtures/generate';

const folder = fixtureFolder();
after(() => folder.remove());

/** All results of a file, and the failure that ended the reading, if one did. */
async function readAll(path: string): Promise<{ results: RecordResult[]; failure?: unknown }> {
  const source = await openSource(path, { name: path.slice(folder.path.length + 1) });
  const results: RecordResult[] = [];
  try {
    for await (const batch of readRecords(source)) results.push(...batch.results);
    return { results };
  } catch (failure) {
    return { results, failure };
  } finally {
    await source.close();
  }
}

/** In short: the sample's text, or what happened instead. */
function brief(result: RecordResult): string {
  if (result.kind === 'skipped') return `skipped: ${result.reason}`;
  if (result.kind === 'unreadable') return `unreadable: ${result.problem.code}`;
  return Buffer.from(result.sample.bytes).toString() + (result.problem ? ` (${result.problem.code})` : '');
}

const good = (n: number) => `The number is ${n}, as asked.`;

const malformed: [name: string, expected: string[]][] = [
  ['truncated-last-line.jsonl', [good(1), good(2), good(3), 'unreadable: truncated']],
  ['invalid-json.jsonl', [good(1), 'unreadable: invalid-json', good(3)]],
  ['not-an-object.jsonl', [good(1), 'unreadable: not-an-object', 'unreadable: not-an-object', good(4)]],
  ['blank-lines.jsonl', [good(1), 'skipped: blank line', 'skipped: blank line', good(4), 'skipped: blank line']],
  ['crlf.jsonl', [good(1), good(2), good(3)]],
  ['bom.jsonl', [good(1), good(2)]],
  ['invalid-utf8.jsonl', [good(1), 'caf\ufffd \ufffd ok (invalid-utf8)', good(3)]],
  ['duplicate-keys.jsonl', [good(1), 'second (duplicate-key)', good(3)]],
  ['big-integers.jsonl', ['The seed is huge.']],
  ['deep-nesting.jsonl', [good(1), 'unreadable: invalid-json', 'unreadable: invalid-json', good(4)]],
];

for (const [name, expected] of malformed) {
  test(`${name}: what can be read is read, the rest is named with a remedy`, async () => {
    const { results, failure } = await readAll(folder.write(name, MALFORMED[name]));
    assert.equal(failure, undefined);
    assert.deepEqual(results.map(brief), expected);
    results.forEach((result, i) => {
      const ref = result.kind === 'sample' ? result.sample.ref : result.ref;
      assert.equal(ref.record, i + 1);
      const problem = result.kind === 'skipped' ? undefined : result.problem;
      if (!problem) return;
      assert.ok(problem.message.startsWith(`${name}, record ${i + 1}: `), problem.message);
      assert.ok(problem.remedy.length > 10);
      assert.equal(problem.record, i + 1);
      assert.ok(problem.byteOffset! >= ref.byteOffset && problem.byteOffset! <= ref.byteOffset + ref.byteLength);
    });
  });
}

test('a cut-off gzip gives every record before the cut, then the failure', async () => {
  const { results, failure } = await readAll(folder.write('cut-off.jsonl.gz', MALFORMED['cut-off.jsonl.gz']));
  assert.ok(failure instanceof ReadProblem);
  assert.equal(failure.problem.code, 'truncated');
  assert.ok(results.length > 500);
  assert.ok(results.slice(0, -1).every(({ kind }) => kind === 'sample'));
});

test('a line above the limit is skipped with a problem, in constant memory', async () => {
  const path = join(folder.path, 'huge.jsonl');
  writeHugeLine(path, 200 << 20);
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss); }, 1);
  const { results } = await readAll(path);
  clearInterval(watch);
  assert.deepEqual(results.map(brief), [good(1), 'unreadable: too-long', good(3)]);
  assert.ok(peak - before < 150 << 20, `memory grew by ${(peak - before) >> 20} MiB`);
});

test('a sample can be found in the file by its offsets', async () => {
  const text = `${goodLine(1)}\r\n{"x": "\\n", "completion": "caf\\u00e9 \\ud83d\\ude00"}\r\n`;
  for await (const { results } of readRecords(memorySource(Buffer.from(text)))) {
    const [, second] = results;
    assert.ok(second.kind === 'sample');
    const { ref, rawStart, rawEnd, record, bytes } = second.sample;
    assert.equal(text.slice(ref.byteOffset + rawStart, ref.byteOffset + rawEnd), 'caf\\u00e9 \\ud83d\\ude00');
    assert.equal(Buffer.from(bytes).toString(), 'caf\u00e9 \u{1f600}');
    assert.equal(contentHash(record), contentHash(Buffer.from(text.split('\r\n')[1])));
  }
});

test('batches are small, and progress reaches the end', async () => {
  const text = Array.from({ length: 3000 }, (_, i) => goodLine(i)).join('\n');
  const seen: ReadProgress[] = [];
  let total = 0;
  for await (const { results } of readRecords(memorySource(Buffer.from(text)), {}, { onProgress: progress => seen.push(progress) })) {
    assert.ok(results.length <= 256);
    total += results.length;
  }
  assert.equal(total, 3000);
  assert.deepEqual(seen.at(-1), { records: 3000, bytesRead: text.length, fraction: 1 });
});

test('a request to stop that comes as an event is heard while reading', async () => {
  const stop = new AbortController();
  const text = Buffer.from(`${goodLine(1)}\n`.repeat(200_000));
  let records = 0;
  setTimeout(() => stop.abort(new Error('stopped by the test')), 5);
  await assert.rejects(async () => {
    for await (const { results } of readRecords(memorySource(text), {}, { signal: stop.signal })) records += results.length;
  }, /stopped by the test/);
  assert.ok(records < 200_000, `${records} records were read before it stopped`);
});

test('a record without a file is named by its number', () => {
  const result = readRecord(Buffer.from('{oops'), { record: 7, byteOffset: 0, byteLength: 5 });
  assert.ok(result.kind === 'unreadable');
  assert.match(result.problem.message, /^Record 7: not valid JSON at byte 2 of the line: /);
});

test('reading one record never throws, whatever it holds', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), bytes => {
    readRecord(bytes, { record: 1, byteOffset: 0, byteLength: bytes.length });
  }), { numRuns: 2000 });
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('messages', 'prompt', 'completion', 'response', 'chosen', 'content', 'role', 'text', 'reasoning', 'metadata', 'model', 'input', 'instruction', 'custom_id', 'x'), fc.jsonValue()), value => {
    const bytes = Buffer.from(JSON.stringify(value));
    const result = readRecord(bytes, { record: 1, byteOffset: 0, byteLength: bytes.length });
    assert.notEqual(result.kind, 'unreadable');
    if (result.kind === 'sample') assert.ok(result.sample.bytes.length > 0);
  }), { numRuns: 2000 });
});

const corpus = new URL('../../../shared/corpus/', import.meta.url);

test('every corpus file gives samples from its completion and prompt', { skip: existsSync(corpus) ? false : 'no corpus beside the checkout' }, async () => {
  const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.jsonl.gz'));
  assert.ok(files.length > 0);
  for (const file of files) {
    const source = await openSource(new URL(file, corpus).pathname);
    const fields = new Set<string>();
    let [samples, others] = [0, 0];
    for await (const { results } of readRecords(source)) {
      for (const result of results) {
        if (result.kind === 'sample') fields.add(result.sample.field);
        if (result.kind === 'sample') samples++; else others++;
      }
      if (samples > 2000) break;
    }
    await source.close();
    assert.deepEqual([...fields], ['completion'], file);
    assert.ok(samples > 100 && others === 0, `${file}: ${samples} samples, ${others} others`);
  }
});
