import test from 'node:test';
import assert from 'node:assert/strict';
import { byLatest, withAudit, withMoved, type AuditHistory } from '../../extension/core/curate/audit-history';
import { hostile, teacher } from '../golden/audits';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes));

test('every audit is kept, newest first; those of one sitting count once', () => {
  let history: AuditHistory = {};
  for (const minutes of [0, 1, 5]) history = withAudit(history, 'a', { ...teacher, findingsTotal: minutes }, at(minutes));
  assert.deepEqual(history.a.map(run => run.findings), [5]);
  history = withAudit(history, 'a', hostile, at(60));
  assert.deepEqual(history.a.map(run => [run.at, run.kind]), [['2026-01-01T01:00:00.000Z', 'unfamiliar'], ['2026-01-01T00:05:00.000Z', 'teacher']]);
  assert.doesNotMatch(JSON.stringify(history), /batch-7|script/, 'what a dataset is called is no part of it');
});

test('files and audits longest ago give way', () => {
  let history: AuditHistory = {};
  for (let i = 0; i < 30; i++) history = withAudit(history, 'often', teacher, at(i * 20));
  for (let i = 0; i < 250; i++) history = withAudit(history, `file ${i}`, teacher, at(1000 + i));
  assert.equal(Object.keys(history).length, 200);
  assert.equal(history.often, undefined);
  assert.deepEqual(byLatest(history).slice(0, 2), ['file 249', 'file 248']);
  for (let i = 0; i < 30; i++) history = withAudit(history, 'often', teacher, at(2000 + i * 20));
  assert.equal(history.often.length, 10);
});

test('audits follow a renamed file, and are forgotten', () => {
  const history = withAudit(withAudit({}, 'a', teacher, at(0)), 'b', teacher, at(1));
  assert.deepEqual(Object.keys(withMoved(history, 'a', 'c')).sort(), ['b', 'c']);
  assert.deepEqual(Object.keys(withMoved(history, 'a')), ['b']);
  assert.deepEqual(withMoved(history, 'missing', 'c'), history);
});
