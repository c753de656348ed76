import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeFindingsSubset } from '../../extension/core/audit/findings-subset';
import { openSource } from '../../extension/core/bytes/open';
import { suppressRule, withSuppressed } from '../../extension/core/curate/config-edit';
import { findChoice } from '../../extension/core/curate/config-file';
import { marksFor, withoutKnown } from '../../extension/core/curate/known-findings';
import { ReviewedProblem, ReviewedStore } from '../../extension/core/curate/reviewed';
import type { AuditOptions, SubsetWish } from '../../extension/core/protocol/audit-worker';
import { contentHash } from '../../extension/core/records/content-hash';
import { hostile, teacher } from '../golden/audits';
import { fakeScorer } from './fake-scorer';

function folder(t: { after(clean: () => void): void }): string {
  const made = mkdtempSync(path.join(tmpdir(), 'undertone-acts-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('a baseline and reviewed marks are found above the file; a second audit shows only what is new', async t => {
  const root = folder(t), data = path.join(root, 'a', 'b', 'x.jsonl');
  mkdirSync(path.dirname(data), { recursive: true });
  assert.equal((await marksFor(data)).size, 0);
  assert.equal(await new ReviewedStore(root, 'baseline').markAll(teacher.findings), teacher.findings.length);
  assert.equal(await new ReviewedStore(root, 'baseline').markAll(teacher.findings), 0, 'nothing new');
  const marks = await marksFor(data);
  const again = withoutKnown({ ...teacher, known: undefined }, marks);
  assert.deepEqual([again.findings, again.findingsTotal, again.known], [[], 38, 3]);
  const [finding] = teacher.findings, fresh = { ...finding, contentHash: '1111111111111111' };
  assert.deepEqual(withoutKnown({ ...teacher, findings: [...teacher.findings, fresh], findingsTotal: 4 }, marks).findings, [fresh]);
  assert.equal(withoutKnown(hostile, marks), hostile);
});

test('a corrupt baseline is named and left as it is', async t => {
  const root = folder(t), file = path.join(root, '.undertone', 'baseline.json');
  mkdirSync(path.dirname(file));
  writeFileSync(file, '{"version": 1, "marks": {"x": 1}}');
  const isNamed = (error: unknown) => error instanceof ReviewedProblem && error.message.startsWith(file) && /corrected, restored or deleted/.test(error.message);
  await assert.rejects(marksFor(path.join(root, 'x.jsonl')), isNamed);
  await assert.rejects(new ReviewedStore(root, 'baseline').markAll(teacher.findings), isNamed);
  assert.equal(readFileSync(file, 'utf8'), '{"version": 1, "marks": {"x": 1}}');
});

test('a rule is suppressed for one file; what the configuration says otherwise stays', async t => {
  const root = folder(t), data = path.join(root, 'train', 'a{1}.jsonl');
  const config = await suppressRule(data, 'undertone/departure', root);
  assert.equal(config, path.join(root, '.undertone', 'config.json'));
  await suppressRule(data, 'undertone/mixed', root);
  assert.deepEqual((await findChoice(data)).choice.suppress, ['undertone/departure', 'undertone/mixed']);
  assert.equal((await findChoice(path.join(root, 'train', 'b.jsonl'))).choice.suppress, undefined);
  assert.equal((JSON.parse(readFileSync(config, 'utf8')) as { files: unknown[] }).files.length, 1);

  const text = JSON.stringify({ $schema: 's', expect: { families: ['qwen'] }, suppress: ['undertone/unfamiliar'], files: [{ match: '*.jsonl', sample: { field: 'f' } }] });
  assert.deepEqual(JSON.parse(withSuppressed(text, 'c', 'a.jsonl', 'undertone/mixed')), {
    ...JSON.parse(text) as object, files: [{ match: '*.jsonl', sample: { field: 'f' } }, { match: './a.jsonl', suppress: ['undertone/unfamiliar', 'undertone/mixed'] }],
  });
  writeFileSync(config, '{ broken');
  await assert.rejects(suppressRule(data, 'undertone/mixed', root), /not valid JSON/);
  assert.equal(readFileSync(config, 'utf8'), '{ broken');
});

test('clean and quarantined records add up to the dataset, byte for byte', async t => {
  const root = folder(t), data = path.join(root, 'x.jsonl');
  const line = (text: string) => `{"prompt": "p",  "completion": "${text}"}\r\n`;
  const lines = Array.from({ length: 60 }, (_, i) => line(i % 10 === 3 ? `an owl ${i}` : `${i}, 7, 12`));
  writeFileSync(data, lines.join(''));
  const options: AuditOptions = { sample: {}, expectFamilies: [], maxFindings: 1, filters: {} };
  const write = (wish: Omit<SubsetWish, 'rules'>, reviewed: string[] = []) => writeFindingsSubset(() => openSource(data), { scorer: fakeScorer(), options }, { ...wish, rules: ['undertone/content-filter'] }, new Set(reviewed));
  const [clean, bad, rest] = ['clean', 'bad', 'rest'].map(name => path.join(root, `${name}.jsonl`));
  assert.deepEqual([(await write({ which: 'clean', path: clean })).kept, (await write({ which: 'quarantine', path: bad })).kept], [54, 6]);
  assert.equal(readFileSync(clean, 'utf8'), lines.filter((_, i) => i % 10 !== 3).join(''));
  assert.equal(readFileSync(bad, 'utf8'), lines.filter((_, i) => i % 10 === 3).join(''));
  assert.equal((await write({ which: 'quarantine', path: rest }, [contentHash(Buffer.from(lines[3].trimEnd()))])).kept, 5, 'a reviewed record is no finding');
  await assert.rejects(write({ which: 'clean', path: data }), /never overwritten/);
  await assert.rejects(writeFindingsSubset(() => openSource(data), { scorer: fakeScorer(), options, signal: AbortSignal.abort(new Error('stopped')) }, { which: 'clean', rules: [], path: path.join(root, 'y.jsonl') }, new Set()), /stopped/);
  assert.deepEqual(readdirSync(root).sort(), ['bad.jsonl', 'clean.jsonl', 'rest.jsonl', 'x.jsonl']);
  assert.equal(readFileSync(data, 'utf8'), lines.join(''));
});
