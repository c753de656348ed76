import test from 'node:test';
import assert from 'node:assert/strict';
import { auditFile } from '../../extension/core/audit/audit-file';
import { memorySource } from '../../extension/core/bytes/memory-source';
import type { AuditOptions } from '../../extension/core/protocol/audit-worker';
import type { FileAudit } from '../../extension/core/protocol/nouns';
import { fakeScorer } from './fake-scorer';

const options = (overrides: Partial<AuditOptions> = {}): AuditOptions => ({ sample: {}, expectFamilies: [], maxFindings: 100, ...overrides });
const lines = (count: number, text: string, more: object = {}) => Array.from({ length: count }, (_, i) => JSON.stringify({ prompt: 'p', completion: `${text} ${i}`, ...more })).join('\n');

async function audit(text: string, overrides: Partial<AuditOptions> = {}, signal?: AbortSignal): Promise<FileAudit> {
  const source = memorySource(Buffer.from(text), 'data.jsonl');
  for await (const event of auditFile({ source, scorer: fakeScorer(), options: options(overrides), signal })) if (event.kind === 'done') return event.audit;
  throw new Error('no result');
}

test('a hundred records of one model read as that family and model; nothing is found when nothing is expected', async () => {
  const result = await audit(lines(100, 'qwen'));
  assert.deepEqual([result.verdict.kind, result.verdict.family, result.verdict.model, result.findingsTotal], ['teacher', 'qwen', 'qwen-a', 0]);
  assert.ok(result.verdict.logOdds > 5 && result.verdict.errorRate >= 0.01);
  assert.deepEqual(result.records.byField, { completion: 100 });
});

test('asked to, an audit stops reading once its verdict is settled, and says so', async () => {
  const text = lines(100_000, 'qwen'), settled = await audit(text, { untilSettled: true }), whole = await audit(text);
  assert.ok(settled.records.total >= 512 && settled.records.total < 100_000, `${settled.records.total} records`);
  assert.deepEqual([settled.settledEarly, settled.incomplete, settled.verdict.family], [true, false, 'qwen']);
  assert.deepEqual([whole.settledEarly, whole.records.total], [undefined, 100_000]);
});

test('three records are not enough evidence, and the verdict says about how many would do', async () => {
  const result = await audit(lines(2, 'qwen'));
  assert.equal(result.verdict.kind, 'insufficient');
  assert.match(result.verdict.reasons.join(' '), /About \d+ records/);
  assert.equal(result.findingsTotal, 0);
});

test('a handful of odd records proves nothing, not even that they are unfamiliar', async () => {
  assert.equal((await audit(lines(4, 'odd'))).verdict.kind, 'insufficient');
  assert.equal((await audit(lines(4, 'prose'))).verdict.kind, 'insufficient');
});

test('unfamiliar input names nobody and is a finding', async () => {
  const result = await audit(lines(100, 'odd'));
  assert.deepEqual([result.verdict.kind, result.verdict.family], ['unfamiliar', null]);
  assert.deepEqual(result.findings.map(finding => finding.rule), ['undertone/unfamiliar']);
});

test('text that is no number sequence, code or reasoning is unfamiliar', async () => {
  assert.equal((await audit(lines(50, 'prose'))).verdict.kind, 'unfamiliar');
});

test('two families in one file are mixed, unless both are expected', async () => {
  const text = `${lines(100, 'qwen')}\n${lines(100, 'gpt')}`;
  const found = await audit(text);
  assert.deepEqual([found.verdict.kind, found.findings[0]?.rule], ['mixed', 'undertone/mixed']);
  assert.equal((await audit(text, { expectFamilies: ['qwen', 'gpt'] })).findingsTotal, 0);
});

test('a teacher other than the expected or the declared one is a finding', async () => {
  assert.equal((await audit(lines(100, 'qwen'), { expectFamilies: ['gpt'] })).findings[0].rule, 'undertone/unexpected-teacher');
  assert.match((await audit(lines(100, 'qwen', { model: 'openai/gpt-4o' }))).findings[0].message, /records declare gpt/);
  assert.equal((await audit(lines(100, 'qwen', { model: 'Qwen2.5-7B-Instruct' }))).findingsTotal, 0);
});

test('a record that departs from its file is found at its place, capped with the true total', async () => {
  const text = `${lines(200, 'qwen')}\n${lines(6, 'gpt')}`;
  const result = await audit(text, { maxFindings: 4 });
  assert.equal(result.verdict.kind === 'teacher' && result.verdict.family, 'qwen');
  assert.deepEqual([result.findings.length, result.findingsTotal], [4, 6]);
  assert.ok(result.findings.every(finding => finding.rule === 'undertone/departure' && (finding.record?.record ?? 0) > 200 && /^[0-9a-f]{16}$/.test(finding.contentHash)));
});

test('what cannot be read or scored is counted and named, and the rest is judged', async () => {
  const result = await audit(`${lines(60, 'qwen')}\n{"completion": \n\n{"id": 7}\n${lines(1, 'qwen')}`);
  assert.deepEqual([result.records.scored, result.records.unreadable, result.records.skipped], [61, 1, 1]);
  assert.equal(result.problems[0].record, 61);
  assert.ok(result.problems[0].remedy.length > 0);
  assert.equal(result.verdict.family, 'qwen');
});

test('a stopped audit keeps what it has and says so', async () => {
  const stop = new AbortController();
  const source = memorySource(Buffer.from(lines(20_000, 'qwen')), 'data.jsonl');
  let result: FileAudit | undefined;
  for await (const event of auditFile({ source, scorer: fakeScorer(), options: options(), signal: stop.signal })) {
    if (event.kind === 'batch') stop.abort(new Error('enough'));
    if (event.kind === 'done') result = event.audit;
  }
  assert.equal(result?.incomplete, true);
  assert.ok((result?.records.total ?? 0) > 0 && (result?.records.total ?? 0) < 20_000);
});
