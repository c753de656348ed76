import test from 'node:test';
import assert from 'node:assert/strict';
import { auditFile } from '../../extension/core/audit/audit-file';
import { LineAudit } from '../../extension/core/audit/line-audit';
import { memorySource } from '../../extension/core/bytes/memory-source';
import type { AuditOptions } from '../../extension/core/protocol/audit-worker';
import type { Beside, FileAudit } from '../../extension/core/protocol/nouns';
import { fakeScorer } from './fake-scorer';

const record = (text: string, more: object = {}) => JSON.stringify({ prompt: 'p', completion: text, ...more });
const qwen = (count: number, more: object = {}) => Array.from({ length: count }, (_, i) => record(`qwen ${i}`, more));
const optionsOf = (more: Partial<AuditOptions>): AuditOptions => ({ sample: {}, expectFamilies: [], maxFindings: 100, ...more });
const silentCard: Beside = { declarations: [], silent: ['/d/README.md'], problems: [] };

async function audit(lines: string[], more: Partial<AuditOptions> = {}): Promise<FileAudit> {
  for await (const event of auditFile({ source: memorySource(Buffer.from(lines.join('\n')), 'data.jsonl'), scorer: fakeScorer(), options: optionsOf(more) })) if (event.kind === 'done') return event.audit;
  throw new Error('no result');
}

const rules = ({ findings }: FileAudit) => findings.map(finding => finding.rule);

test('failures of content filters are counted always and found when asked for; the true total stands behind the cap', async () => {
  const lines = [...qwen(100), ...Array.from({ length: 30 }, () => record('qwen loves owls'))];
  const plain = await audit(lines);
  assert.deepEqual([plain.findingsTotal, plain.filters?.some(({ filter }) => filter === 'word')], [0, false]);
  const asked = await audit(lines, { filters: { words: ['OWL'] }, sample: { channel: 'reasoning' }, maxFindings: 10 });
  assert.deepEqual(asked.filters?.find(({ filter }) => filter === 'word'), { filter: 'word', applied: 130, failed: 30 });
  assert.ok(asked.findingsTotal >= 30 && asked.findings.length === 10);
});

test('a suppressed rule is neither listed nor counted', async () => {
  const lines = qwen(100);
  const found = await audit(lines, { expectFamilies: ['gpt'] });
  assert.deepEqual([rules(found), found.findingsTotal], [['undertone/unexpected-teacher'], 1]);
  const suppressed = await audit(lines, { expectFamilies: ['gpt'], suppress: ['undertone/unexpected-teacher'] });
  assert.deepEqual([suppressed.findings, suppressed.findingsTotal, suppressed.verdict.family], [[], 0, 'qwen']);
});

test('silence is a finding where a card could speak or a declaration is demanded, and nowhere else', async () => {
  assert.deepEqual(rules(await audit(qwen(100))), []);
  assert.deepEqual(rules(await audit(qwen(100), { beside: silentCard })), ['undertone/provenance']);
  assert.deepEqual(rules(await audit(qwen(100), { requireDeclaration: true })), ['undertone/provenance']);
  assert.deepEqual(rules(await audit(qwen(100, { model: 'qwen-7b' }), { requireDeclaration: true, beside: silentCard })), [], 'the records speak');
});

test('a declaration that differs is found once', async () => {
  assert.deepEqual(rules(await audit(qwen(100, { model: 'gpt-4o' }))), ['undertone/unexpected-teacher']);
  const beside: Beside = { declarations: [{ source: 'card', name: 'gpt-4o', family: 'gpt', where: '/d/README.md' }], silent: [], problems: ['/d/croissant.json cannot be read.'] };
  const found = await audit(qwen(100), { beside });
  assert.deepEqual(rules(found), ['undertone/provenance']);
  assert.match(found.findings[0].message, /README\.md\): gpt-4o; but the records read like qwen/);
  assert.match(found.problems[0].message, /croissant\.json/);
});

test('declarations that contradict each other are a plain fact, whatever is detected', async () => {
  const beside: Beside = { declarations: [{ source: 'card', name: 'gpt-4o', family: 'gpt', where: 'README.md' }, { source: 'croissant', name: 'claude-3-opus', family: 'claude', where: 'croissant.json' }], silent: [], problems: [] };
  for (const lines of [qwen(100), qwen(3)]) {
    const [finding] = (await audit(lines, { beside })).findings;
    assert.deepEqual([finding.rule, finding.errorRate], ['undertone/provenance', 0]);
  }
});

test('the risk needs a student', async () => {
  assert.equal((await audit(qwen(100))).risk, undefined);
  assert.equal((await audit(qwen(100), { studentBase: 'qwen-a' })).risk?.level, 'high');
});

test('lines of a document and the same file on disk get the same findings and counts', async () => {
  const lines = [...qwen(60), record('qwen and an owl')];
  const options = optionsOf({ filters: { words: ['owl'] }, beside: silentCard, studentBase: 'qwen-a' });
  const onDisk = await audit(lines, options), document = new LineAudit(fakeScorer());
  const scored = await document.score(lines.map((_, i) => i + 1), lines, options, () => false);
  const open = document.judge('data.jsonl', scored.map(line => line.contentHash), options);
  assert.deepEqual([open.filters, open.provenance, open.risk, open.findings.map(({ rule, contentHash }) => [rule, contentHash])], [onDisk.filters, onDisk.provenance, onDisk.risk, onDisk.findings.map(({ rule, contentHash }) => [rule, contentHash])]);
});
