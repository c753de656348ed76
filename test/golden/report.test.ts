import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import type { FileAudit } from '../../extension/core/protocol/nouns';
import { renderHtml } from '../../extension/core/report/html';
import { auditJson } from '../../extension/core/report/json';
import { renderMarkdown } from '../../extension/core/report/markdown';
import { renderText } from '../../extension/core/report/text';
import { matchGolden } from './golden';

const teacher: FileAudit = {
  path: 'batch-7.jsonl', modelVersion: '0.1.0+abcdef12', bytesRead: 81_920, elapsedMs: 12, incomplete: false,
  records: { total: 203, scored: 200, unreadable: 1, skipped: 2, byChannel: { numbers: 196, code: 0, reasoning: 4, other: 0 }, byField: { completion: 200 }, skippedBy: { 'no text field': 2 } },
  verdict: { kind: 'teacher', family: 'qwen', model: 'qwen2.5-7b-instruct', logOdds: 12.34, errorRate: 0.0123, reasons: ['196 numbers records, log-odds 12.3 for qwen against the next family.'] },
  composition: [{ channel: 'numbers', kind: 'family', family: 'qwen', share: 0.94, low: 0.9, high: 0.97 }, { channel: 'numbers', kind: 'family', family: 'gpt', share: 0.06, low: 0.03, high: 0.1 }],
  findings: [
    { rule: 'undertone/unexpected-teacher', message: 'Reads like qwen, but gpt is expected: log-odds 12.3, error rate 1.2 %.', logOdds: 12.34, errorRate: 0.0123, contentHash: '0123456789abcdef' },
    { rule: 'undertone/departure', message: 'Reads like gpt in a file that reads like qwen: log-odds 7.1; 0.1 % of clean records do so by chance.', logOdds: 7.1, errorRate: 0.001, contentHash: 'fedcba9876543210', record: { record: 17, byteOffset: 900, byteLength: 55 } },
  ],
  findingsTotal: 41, problemsTotal: 1,
  problems: [{ code: 'invalid-json', message: 'batch-7.jsonl, record 9: not valid JSON at byte 12.', remedy: 'Fix or remove the line.', record: 9, byteOffset: 400 }],
};

const hostile: FileAudit = {
  ...teacher, path: 'x<script>alert(1)</script>\u202e[a](command:evil).jsonl', findings: [], findingsTotal: 0,
  records: { ...teacher.records, byField: { '<img src=x onerror=alert(1)>': 200 }, skippedBy: { '`**[link](http://x)**`\u001b[31m': 2 } },
  verdict: { kind: 'unfamiliar', family: null, model: null, logOdds: 0, errorRate: 1, reasons: ['<b>bold</b> & "quoted"'] },
};

test('reports of a teacher verdict with findings', () => {
  matchGolden('teacher.txt', renderText(teacher));
  matchGolden('teacher.md', renderMarkdown(teacher));
  matchGolden('teacher.html', renderHtml([teacher]));
  matchGolden('teacher.json', JSON.stringify(auditJson([teacher]), null, 2));
});

test('reports of hostile names hold them as text', () => {
  const html = renderHtml([hostile]), markdown = renderMarkdown(hostile), text = renderText(hostile);
  matchGolden('hostile.md', markdown);
  matchGolden('hostile.html', html);
  assert.doesNotMatch(html, /<script|<img|<b>bold/);
  assert.doesNotMatch(markdown, /[<>]|\]\(|command:/);
  assert.doesNotMatch(html + markdown + text, /[\u0000-\u0008\u001b\u202a-\u202e\u2066-\u2069]/);
});

test('the JSON report obeys its schema', () => {
  const schema = JSON.parse(readFileSync('extension/cli/schemas/audit.schema.json', 'utf8')) as object;
  const validate = new Ajv2020().compile(schema);
  assert.ok(validate(auditJson([teacher, hostile])), JSON.stringify(validate.errors));
});
