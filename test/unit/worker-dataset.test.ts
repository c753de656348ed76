import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { TagStore } from '../../extension/core/curate/tags';
import { ReviewedProblem } from '../../extension/core/curate/reviewed';
import type { ScoreBatch } from '../../extension/core/protocol/score-batch';
import { DatasetService } from '../../extension/worker/dataset-service';

const folder = mkdtempSync(path.join(tmpdir(), 'undertone-test-'));
after(() => { rmSync(folder, { recursive: true }); });
const at = (name: string) => path.join(folder, name);

const LINES = ['{"m": "a",  "n": 1}\r\n', '{"m":"b","n":9007199254740993}\n', 'broken\n', '{"m":"a","m":"a"}'];

/** A service over a file of four odd lines; `events` collects what it tells. */
async function opened<T>(use: (service: DatasetService, events: string[]) => Promise<T>): Promise<T> {
  writeFileSync(at('file.jsonl'), LINES.join(''));
  const events: string[] = [];
  let finish = () => undefined as void;
  const indexed = new Promise<void>(resolve => { finish = resolve; });
  const service = new DatasetService((event, data) => { events.push(event); if (event === 'index' && (data as { complete: boolean }).complete) finish(); }, () => undefined);
  try {
    await service.open(at('file.jsonl'));
    await indexed;
    return await use(service, events);
  } finally { await service.stop(); }
}

const batch = (codes: number[]): ScoreBatch => ({
  records: Uint32Array.from(codes, (_, i) => i + 1), codes: Uint8Array.from(codes), scores: Uint8Array.from(codes, () => 250), channels: new Uint8Array(codes.length), families: ['qwen', 'llama'], evidence: [], thresholds: [],
});
const all = { find: null, order: null };

test('an export holds the bytes of the lines that are shown, in file order, and never overwrites', async () => {
  await opened(async service => {
    const selection = { where: 'm = a', find: null, order: { column: '#line', isDescending: true } };
    assert.deepEqual(await service.exportSubset(selection, at('out.jsonl')), { kept: 2, read: 4 });
    assert.equal(readFileSync(at('out.jsonl'), 'utf8'), LINES[0] + LINES[3]);
    await assert.rejects(service.exportSubset(selection, at('out.jsonl')), /out\.jsonl: the file exists and is never overwritten/);
    assert.equal(readFileSync(at('out.jsonl'), 'utf8'), LINES[0] + LINES[3]);
    await service.exportSubset({ where: 'n > 9007199254740992', ...all }, at('out.jsonl.gz'));
    assert.equal(gunzipSync(readFileSync(at('out.jsonl.gz'))).toString(), LINES[1]);
    await assert.rejects(service.exportSubset({ where: 'm =', ...all }, at('never.jsonl')), /ends too early/);
    assert.equal(existsSync(at('never.jsonl')), false);
    assert.equal(readFileSync(at('file.jsonl'), 'utf8'), LINES.join(''), 'the dataset is only read');
  });
});

test('scores that come in make older answers void, and a new audit replaces them', async () => {
  await opened(async (service, events) => {
    const named = async () => [...(await service.select({ where: 'teacher = qwen', ...all })).positions];
    assert.deepEqual(await named(), []);
    await service.addScores(batch([8, 9]), true);
    assert.deepEqual(await named(), [0]);
    await service.addScores(batch([9, 9, 1, 8]), true);
    assert.deepEqual(await named(), [3]);
    assert.deepEqual((await service.scoreOverview(4, 'llama')).groups.map(group => group.label), ['llama', 'qwen', 'unreadable']);
    assert.ok(events.includes('scores'));
  });
});

test('marks and tags are keyed by the record and kept in their own file', async () => {
  await opened(async service => {
    const store = new TagStore(folder);
    const hash = await service.contentHash(1);
    await Promise.all([store.set(hash, ['odd', 'ask']), store.set('0123456789abcdef', ['gone']), store.set('0123456789abcdef', [])]);
    await service.setMarks([await service.contentHash(0)], [...await store.read()]);
    assert.deepEqual((await service.rows([0, 1, 2])).map(row => row?.marks), [{ reviewed: true, tags: [] }, { reviewed: false, tags: ['odd', 'ask'] }, undefined]);
    assert.deepEqual([...(await service.select({ where: 'tag = ask', ...all })).positions], [1]);
    assert.equal(JSON.parse(readFileSync(store.path, 'utf8')).version, 1);
    writeFileSync(store.path, '{"version":1,"tags":{"zz":[1]}}');
    await assert.rejects(store.set(hash, ['x']), ReviewedProblem);
    assert.equal(readFileSync(store.path, 'utf8'), '{"version":1,"tags":{"zz":[1]}}', 'a damaged file is left as it is');
  });
});

test('values are copied whole, with the digits of the file', async () => {
  await opened(async service => {
    assert.equal(await service.text(1, 'n'), '9007199254740993');
    assert.equal(await service.text(0, null), LINES[0].trimEnd());
    await assert.rejects(service.text(1, 'gone'), /no gone/);
    await assert.rejects(service.text(2, 'm'), /no m/);
  });
});
