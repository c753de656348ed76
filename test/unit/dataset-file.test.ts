import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { MAX_COLUMNS } from '../../extension/core/dataset/column-set';
import { DatasetFile } from '../../extension/core/dataset/dataset-file';
import { withinTime } from '../../extension/core/dataset/find';
import { placeEvidence } from '../../extension/core/dataset/place-evidence';
import type { FindQuery } from '../../extension/core/protocol/dataset-view';

const folder = mkdtempSync(path.join(tmpdir(), 'undertone-test-'));
after(() => { rmSync(folder, { recursive: true }); });

let files = 0;
function written(content: string | Buffer, suffix = '.jsonl'): string {
  const file = path.join(folder, `file-${files++}${suffix}`);
  writeFileSync(file, content);
  return file;
}

/** Opens a file, waits for its whole index, hands it over and closes it. */
async function opened<T>(file: string, use: (dataset: DatasetFile) => Promise<T>): Promise<T> {
  const dataset = await DatasetFile.open(file);
  try {
    await new Promise<void>((resolve, reject) => { dataset.start(progress => { if (progress.complete) resolve(); }).catch(reject); });
    return await use(dataset);
  } finally { await dataset.close(); }
}

const range = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);
const never = new AbortController().signal;
const find = (dataset: DatasetFile, query: Partial<FindQuery> & { text: string }) => dataset.queries.find({ regex: false, matchCase: true, ...query }, { signal: never });

test('rows keep line number, byte offset and the digits of the file', async () => {
  const lines = ['{"id": 9007199254740993, "t": "a\\nb"}', '{"t": null, "extra": [1, {"x": 2.50}]}'];
  await opened(written(`${lines.join('\r\n')}\r\n`), async dataset => {
    const [first, second] = await dataset.rows([0, 1]);
    assert.deepEqual(dataset.columns.labels, ['id', 't', 'extra']);
    assert.deepEqual(first, { record: 1, byteOffset: 0, byteLength: lines[0].length, cells: [{ kind: 'number', text: '9007199254740993' }, { kind: 'string', text: 'a\nb' }] });
    assert.equal(second?.byteOffset, lines[0].length + 2);
    assert.deepEqual(second?.cells, [{ kind: 'missing', text: '' }, { kind: 'null', text: 'null' }, { kind: 'array', text: '[1, {"x": 2.50}]' }]);
  });
});

test('a broken, blank or odd line is a row with its problem, and its neighbours are whole', async () => {
  await opened(written('{"a":1}\n{"a":\n\n[1,2]\n{"a":5}'), async dataset => {
    const rows = await dataset.rows(range(6));
    assert.deepEqual(rows.map(row => row?.problem), [undefined, 'Not JSON: the text ends too early (byte 5 of the line)', 'Blank line', 'JSON, but not an object: it has no fields', undefined, undefined]);
    assert.equal(rows[4]?.cells[0].text, '5');
    assert.equal(rows[5], null);
  });
});

test('hostile keys are columns like any other, and their number is bounded', async () => {
  const many = Object.fromEntries(range(1000).map(i => [`key-${i}`, i]));
  const text = `{"__proto__": "p", "constructor": "c", "${'k'.repeat(10_000)}": 1}\n${JSON.stringify(many)}`;
  await opened(written(text), async dataset => {
    const [row] = await dataset.rows([0, 1]);
    assert.deepEqual(row?.cells.slice(0, 3).map(cell => cell.text), ['p', 'c', '1']);
    assert.deepEqual(dataset.columns.labels.slice(0, 2), ['__proto__', 'constructor']);
    assert.ok(dataset.columns.labels.every(label => label.length <= 201));
    assert.equal(dataset.columns.labels.length, MAX_COLUMNS);
    const { parts } = await dataset.record(1);
    assert.equal(parts.length, 1000);
  });
});

test('a compressed file reads like a plain one, at any place and in any order, and leaves nothing behind', async () => {
  const text = range(20_000).map(i => JSON.stringify({ i, text: `line ${i} ${'x'.repeat(i % 90)}` })).join('\n');
  const spools = () => readdirSync(tmpdir()).filter(name => name.startsWith('undertone-spool-')).length;
  const before = spools();
  const order = [19_999, 0, 12_345, 12_346, 7, 19_000];
  const [plain, packed] = await Promise.all([written(text), written(gzipSync(text), '.jsonl.gz')].map(file => opened(file, dataset => dataset.rows(order))));
  assert.deepEqual(packed, plain);
  assert.deepEqual(plain.map(row => row?.cells[0].text), order.map(String));
  assert.equal(spools(), before);
});

test('a compressed file that is cut off shows the rows before the cut and says so', async () => {
  const whole = gzipSync(range(50_000).map(i => JSON.stringify({ i, noise: Math.sin(i) })).join('\n'));
  await opened(written(whole.subarray(0, whole.length >> 1), '.jsonl.gz'), async dataset => {
    assert.match(dataset.progress.problem ?? '', /cut off/);
    assert.ok(dataset.progress.rows > 100);
    const [row] = await dataset.rows([50]);
    assert.equal(row?.cells[0].text, '50');
  });
});

test('a record reads part by part: turns with their role, long texts decoded, the rest as the file has it', async () => {
  const record = { id: 1, messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'a\nb', tool_calls: [{ f: 1 }] }], meta: { k: [1] }, flag: true };
  await opened(written(JSON.stringify(record)), async dataset => {
    const { parts, problem } = await dataset.record(0);
    assert.equal(problem, undefined);
    assert.deepEqual(parts.map(({ path: at, kind, role, text }) => [at, kind, role, text]), [
      ['id', 'number', undefined, '1'], ['messages[0].content', 'string', 'user', 'Hi'], ['messages[1].content', 'string', 'assistant', 'a\nb'],
      ['messages[1].tool_calls', 'array', 'assistant', '[\n  {\n    "f": 1\n  }\n]'], ['meta', 'object', undefined, '{\n  "k": [\n    1\n  ]\n}'], ['flag', 'boolean', undefined, 'true'],
    ]);
  });
});

test('duplicate keys and broken UTF-8 are shown and named', async () => {
  await opened(written(Buffer.concat([Buffer.from('{"a":1,"a":2,"t":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])), async dataset => {
    const { parts, problem } = await dataset.record(0);
    assert.deepEqual(parts.map(part => part.text), ['1', '2', '\ufffd\ufffd']);
    assert.match(problem ?? '', /"a" appears more than once.*not valid UTF-8/);
  });
});

test('a line of many megabytes is cut with a note, and the next one is whole', async () => {
  await opened(written(`{"t":"${'x'.repeat(9 << 20)}"}\n{"t":"next"}`), async dataset => {
    const [long, next] = await dataset.rows([0, 1]);
    assert.match(long?.problem ?? '', /Too long/);
    assert.equal(next?.cells[0].text, 'next');
    const detail = await dataset.record(0);
    assert.ok(detail.raw.length === 1 << 20 && detail.omittedBytes > 8 << 20);
    assert.deepEqual(await dataset.lines([0, 1]), [null, '{"t":"next"}']);
  });
});

test('a file that grows is read on, also in its last line; any other change is named', async () => {
  const file = written('{"a":1}\n{"a":2}\n{"a":');
  await opened(file, async dataset => {
    const refresh = () => new Promise<string>((resolve, reject) => {
      let change = '';
      dataset.refresh(progress => { if (progress.complete && change) resolve(change); }).then(found => { change = found; if (found !== 'grown') resolve(found); }, reject);
    });
    assert.equal(await refresh(), 'same');
    assert.match((await dataset.rows([2]))[0]?.problem ?? '', /Not JSON/);
    await dataset.queries.select({ where: 'a > 0', find: null, order: null }, { signal: never });
    appendFileSync(file, '3}\n{"a":4}\n{"a":5}');
    assert.equal(await refresh(), 'grown');
    assert.deepEqual([dataset.progress.rows, dataset.progress.bytes, dataset.progress.sizeBytes], [5, 39, 39]);
    assert.deepEqual((await dataset.rows(range(6))).map(row => row?.cells[0]?.text), ['1', '2', '3', '4', '5', undefined]);
    assert.equal((await dataset.queries.select({ where: 'a > 0', find: null, order: null }, { signal: never })).total, 5, 'an answer from before is not kept');
    appendFileSync(file, '\n{"a":6}\n');
    assert.equal(await refresh(), 'grown');
    assert.deepEqual((await dataset.rows([4, 5])).map(row => row?.cells[0]?.text), ['5', '6']);
    writeFileSync(file, '{"a":1}\n{"a":2}\n{"b":3}\n{"a":4}\n{"a":5}\n{"a":6}\n{"a":7}\n');
    assert.equal(await refresh(), 'replaced', 'longer, but not the same before');
    writeFileSync(file, '{"a":1}\n');
    assert.equal(await refresh(), 'shrunk');
    await assert.rejects(dataset.record(4), /shrank.*now ends before/s);
    rmSync(file);
    assert.equal(await refresh(), 'gone');
  });
});

test('a record of 100 MB is read page by page, cut between characters', async () => {
  const text = 'é漢🙂'.repeat(100);
  await opened(written(Buffer.concat([Buffer.from('{"t":"'), Buffer.alloc(100 << 20, 'x'), Buffer.from(`${text}"}\n{"t":"next"}`)])), async dataset => {
    const first = await dataset.page(0, 0);
    assert.equal(first.text.slice(0, 8), '{"t":"xx');
    const pages = [];
    for (let start = (100 << 20) + 1; start < first.byteLength;) {
      const page = await dataset.page(0, start);
      pages.push(page.text);
      assert.ok(page.end > start);
      start = page.end;
    }
    assert.ok(pages.join('').endsWith(`${text}"}`));
    for (let cut = 0; cut < 12; cut++) assert.doesNotMatch((await dataset.page(0, first.byteLength - 200 + cut)).text, /\ufffd/);
    assert.equal((await dataset.rows([1]))[0]?.cells[0].text, 'next');
    await assert.rejects(dataset.text(0, null), /too many/);
  });
});

test('evidence on the bytes of a line is placed on the characters that people read', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '🙂', '\n', '"', '\\', '漢', ' '), minLength: 1, maxLength: 40 });
  fc.assert(fc.property(text, fc.boolean(), fc.nat(40), fc.nat(40), (content, escaped, one, two) => {
    const json = (part: string) => {
      const raw = JSON.stringify(part).slice(1, -1);
      return escaped ? raw.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : raw;
    };
    const characters = [...content];
    const [from, to] = [one, two].map(n => n % (characters.length + 1)).sort((a, b) => a - b);
    const prefix = '{"id": 1, "m": [{"content": "';
    const byteOf = (count: number) => Buffer.byteLength(prefix) + Buffer.byteLength(json(characters.slice(0, count).join('')));
    const line = Buffer.from(`${prefix}${json(content)}"}]}`);
    const [placed] = placeEvidence(line, 'm[0].content', [{ start: byteOf(from), end: byteOf(to), logOdds: 1 }]);
    assert.equal(content.slice(placed.start, placed.end), characters.slice(from, to).join(''));
  }));
});

test('search finds what people type, however JSON writes it', async () => {
  const lines = ['{"t":"say \\"hi\\""}', '{"t":"caf\\u00e9"}', '{"t":"café"}', '{"t":"CAFÉ line\\nbreak"}', '{"t":"plain"}'];
  await opened(written(lines.join('\n')), async dataset => {
    assert.deepEqual([...(await find(dataset, { text: 'say "hi"' })).positions], [0]);
    assert.deepEqual([...(await find(dataset, { text: '"t":"plain"' })).positions], [4]);
    assert.deepEqual([...(await find(dataset, { text: 'café' })).positions], [1, 2]);
    assert.deepEqual((await find(dataset, { text: 'CAFÉ', matchCase: false })).positions.includes(3), true);
    assert.deepEqual([...(await find(dataset, { text: 'line\nbreak' })).positions], [3]);
    assert.deepEqual([...(await find(dataset, { text: '^\\{"t":"p', regex: true })).positions], [4]);
    await assert.rejects(find(dataset, { text: '(', regex: true }), /expression.*plain text/s);
  });
});

test('search agrees with looking at every line', async () => {
  const word = fc.constantFrom('ab', 'abc', 'é', '7', ' ', 'ba');
  const lines = fc.array(fc.array(word, { maxLength: 6 }).map(words => words.join('')), { minLength: 1, maxLength: 30 });
  await fc.assert(fc.asyncProperty(lines, word, fc.boolean(), async (texts, needle, regex) => {
    await opened(written(texts.map(text => JSON.stringify({ t: text })).join('\n')), async dataset => {
      const { positions, total } = await find(dataset, { text: needle, regex });
      const expected = texts.flatMap((text, i) => JSON.stringify({ t: text }).includes(needle) ? [i] : []);
      assert.deepEqual([[...positions], total], [expected, expected.length]);
    });
  }), { numRuns: 60 });
});

test('an expression that would never end is stopped and named', () => {
  const startedMs = performance.now();
  assert.throws(() => { withinTime(() => { /(a+)+$/.test(`${'a'.repeat(40)}!`); }, 200); }, /stopped after 0\.2 s.*\(a\+\)\+/);
  assert.ok(performance.now() - startedMs < 5000);
});

test('a cancelled search stops early and gives what it found', async () => {
  const file = written(range(300_000).map(i => JSON.stringify({ i, text: 'needle in every line' })).join('\n'));
  await opened(file, async dataset => {
    const controller = new AbortController();
    const result = await dataset.queries.find({ text: 'needle', regex: false, matchCase: true }, { signal: controller.signal, onProgress: () => { controller.abort(); } });
    assert.equal(result.cancelled, true);
    assert.ok(result.total > 0 && result.total < 300_000 && result.positions.length === Math.min(result.total, 100_000));
  });
});

test('the file is only read', async () => {
  const file = written('{"a":1}\n');
  await opened(file, async dataset => {
    appendFileSync(file, '{"a":2}\n');
    assert.equal((await dataset.rows([0]))[0]?.cells[0].text, '1');
    await find(dataset, { text: 'a' });
  });
  assert.equal(readFileSync(file, 'utf8'), '{"a":1}\n{"a":2}\n');
});
