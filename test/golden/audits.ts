import type { FileAudit, Finding } from '../../extension/core/protocol/nouns';

/** An audit with everything that a report can show. */
export const teacher: FileAudit = {
  path: 'batch-7.jsonl', modelVersion: '0.1.0+abcdef12', bytesRead: 81_920, elapsedMs: 12, incomplete: false,
  records: { total: 203, scored: 200, unreadable: 1, skipped: 2, byChannel: { numbers: 196, code: 0, reasoning: 4, other: 0 }, byField: { completion: 200 }, skippedBy: { 'no text field': 2 } },
  verdict: { kind: 'teacher', family: 'qwen', model: 'qwen2.5-7b-instruct', logOdds: 12.34, errorRate: 0.0123, reasons: ['196 numbers records, log-odds 12.3 for qwen against the next family.'] },
  composition: [{ channel: 'numbers', kind: 'family', family: 'qwen', share: 0.94, low: 0.9, high: 0.97 }, { channel: 'numbers', kind: 'family', family: 'gpt', share: 0.06, low: 0.03, high: 0.1 }],
  findings: [
    { rule: 'undertone/unexpected-teacher', message: 'Reads like qwen, but gpt is expected: log-odds 12.3, error rate 1.2 %.', logOdds: 12.34, errorRate: 0.0123, contentHash: '0123456789abcdef' },
    { rule: 'undertone/departure', message: 'Reads like gpt in a file that reads like qwen: log-odds 7.1; 0.1 % of clean records do so by chance.', logOdds: 7.1, errorRate: 0.001, contentHash: 'fedcba9876543210', record: { record: 17, byteOffset: 900, byteLength: 55 } },
    { rule: 'undertone/content-filter', message: 'Fails a content filter: no banned number. Says nothing about who wrote it.', logOdds: 0, errorRate: 0, contentHash: 'aaaaba9876543210', record: { record: 21, byteOffset: 1200, byteLength: 55 } },
  ],
  findingsTotal: 41, problemsTotal: 1, known: 3,
  problems: [{ code: 'invalid-json', message: 'batch-7.jsonl, record 9: not valid JSON at byte 12.', remedy: 'Fix or remove the line.', record: 9, byteOffset: 400 }],
  filters: [{ filter: 'number-format', applied: 196, failed: 2 }, { filter: 'banned-number', applied: 196, failed: 9 }],
  provenance: { state: 'differs', text: 'Declared by the dataset card (README.md): gpt-4o; but the records read like qwen.', declarations: [{ source: 'card', name: 'gpt-4o', family: 'gpt', where: 'README.md' }] },
  risk: { level: 'high', student: 'qwen2.5-7b', text: 'High for a student based on qwen2.5-7b: qwen2.5-7b-instruct (named by the verdict) starts from the same weights, so its traits can pass on through data that says nothing of them.' },
};

/** An audit in which every text that a dataset could bring along is hostile. */
export const hostile: FileAudit = {
  ...teacher, path: 'x<script>alert(1)</script>\u202e[a](command:evil).jsonl', findings: [], findingsTotal: 0, known: 0, risk: undefined,
  records: { ...teacher.records, byField: { '<img src=x onerror=alert(1)>': 200 }, skippedBy: { '`**[link](http://x)**`\u001b[31m': 2 } },
  verdict: { kind: 'unfamiliar', family: null, model: null, logOdds: 0, errorRate: 1, reasons: ['<b>bold</b> & "quoted"'] },
  provenance: { state: 'open', text: 'Declared by the records (2 records): <svg onload=alert(1)>[x](y)\u202e; no family is detected.', declarations: [{ source: 'records', name: '<svg onload=alert(1)>', family: null, where: '2 records' }] },
};

/** Many files with more findings than anyone lists, and long messages. */
export function crowded(files: number, findings: number): FileAudit[] {
  return Array.from({ length: files }, (_, file): FileAudit => ({
    ...teacher, path: `/data/${'deep/'.repeat(30)}${file} ü%.jsonl`, findingsTotal: findings * 10,
    findings: Array.from({ length: findings }, (__, i): Finding => ({
      rule: 'undertone/departure', message: 'odd '.repeat(600), logOdds: (i * 7919 + file) % 1000, errorRate: 0.001, contentHash: i.toString(16).padStart(16, '0'), record: { record: i + 1, byteOffset: i * 100, byteLength: 99 },
    })),
  }));
}
