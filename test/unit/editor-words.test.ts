import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileAudit, Finding, Score, Verdict } from '../../extension/core/protocol/nouns';
import { textFieldPaths } from '../../extension/editor/field-paths';
import { shownFindings } from '../../extension/editor/findings';
import { countsLine, labelText, leadingFamily, oddsText, plural, verdictLine } from '../../extension/editor/wording';

const finding = (contentHash: string, record?: number): Finding => ({
  rule: 'undertone/departure', message: '', logOdds: 1, errorRate: 0.01, contentHash, record: record === undefined ? undefined : { record, byteOffset: 0, byteLength: 1 },
});
const audit = (findings: Finding[], findingsTotal: number, records: Partial<FileAudit['records']> = {}) => ({
  findings, findingsTotal,
  records: { total: 0, scored: 0, unreadable: 0, skipped: 0, byChannel: { numbers: 0, code: 0, reasoning: 0, other: 0 }, byField: {}, skippedBy: {}, ...records },
} as FileAudit);

test('reviewed findings are hidden and leave room for others; findings on the file come first', () => {
  const marks = new Map([['b', { rule: 'r', markedAt: '' }]]);
  const result = shownFindings(audit([finding('a', 1), finding('b', 2), finding('c', 3), finding('f')], 40), marks, 2);
  assert.deepEqual(result.shown.map(({ contentHash }) => contentHash), ['f', 'a']);
  assert.equal(result.reviewed, 1);
  assert.equal(result.total, 39, 'the true total counts what was cut, not what was reviewed');
});

test('odds read the same from both sides and end where evidence cannot carry them', () => {
  assert.equal(oddsText(0.5), '1 : 1');
  assert.equal(oddsText(0.75), '3 : 1');
  assert.equal(oddsText(0.25), '1 : 3');
  assert.equal(oddsText(0.999), '999 : 1');
  assert.equal(oddsText(1), 'more than 10,000 : 1');
  assert.equal(oddsText(0), 'less than 1 : 10,000');
});

test('the leading family counts only as far as the sample is familiar', () => {
  const score: Score = { channel: 'code', families: { gpt: 0.2, qwen: 0.8 }, unfamiliar: 0.5, named: null, model: null };
  assert.deepEqual(leadingFamily(score), { family: 'qwen', probability: 0.4 });
  assert.equal(leadingFamily({ ...score, channel: 'other', families: {} }), undefined);
});

test('a verdict that names nobody carries no odds', () => {
  const verdict: Verdict = { kind: 'teacher', family: 'qwen', model: null, logOdds: 9.31, errorRate: 0.004, reasons: [] };
  assert.equal(verdictLine(verdict), 'Reads like qwen (log-odds 9.3, error rate 0.4 %)');
  assert.equal(verdictLine({ ...verdict, kind: 'insufficient' }), 'Not enough evidence');
  assert.equal(verdictLine({ ...verdict, kind: 'unfamiliar' }), 'Unfamiliar');
});

test('what was left out is always said', () => {
  const records = { total: 1200, scored: 1190, skipped: 7, unreadable: 3, byField: { a: 1, text: 1000, b: 2 }, byChannel: { numbers: 0, code: 190, reasoning: 1000, other: 0 } };
  assert.equal(countsLine(audit([], 0, records)), '1,190 of 1,200 records scored (text, b +1 as reasoning, code), 7 skipped, 3 unreadable');
  assert.equal(countsLine(audit([], 0)), '0 of 0 records scored');
  assert.equal(plural(1, 'record'), '1 record');
});

test('field paths of a record, shallow first, as settings take them', () => {
  const record = { messages: [{ role: 'user', content: 'x' }, { content: 'y' }], id: 3, output: { text: 'z' }, text: 't' };
  assert.deepEqual(textFieldPaths(record), ['text', 'output.text', 'messages[].role', 'messages[].content']);
  assert.deepEqual(textFieldPaths('just text'), []);
  const deep = JSON.parse('{"a":'.repeat(5000) + '"x"' + '}'.repeat(5000));
  assert.deepEqual(textFieldPaths(deep), []);
});

test('names from a dataset stay text in labels', () => {
  assert.equal(labelText('field $(trash)\u202e'), 'field \\$(trash)[U+202E]');
});
