// Stands where VS Code and the extension host stand: acquireVsCodeApi over invented data. Options come from the address (?rows=&theme=&index=slow).
import { compileFilter, type FilterRecord, type FilterValue } from '../../../extension/core/filter/compile';
import { parseFilter } from '../../../extension/core/filter/parse';
import type { DatasetHost, RecordMarks, Row } from '../../../extension/core/protocol/dataset-view';
import type { LineScore } from '../../../extension/core/protocol/audit-worker';
import { serve } from '../../../extension/core/protocol/rpc';
import { standIn } from './fake-api';
import { fakeAudit, fakeOverview, fakeScore, fakeTeacher, HOSTILE } from './fake-data';

const options = new URLSearchParams(location.search);
const total = Number(options.get('rows') ?? 1000);
const columnCount = Number(options.get('columns') ?? 3);
const columns = ['prompt', 'completion', 'model', ...Array.from({ length: Math.max(0, columnCount - 3) }, (_, i) => `field_${i}`)];
const { port, note } = standIn((event, data) => { emit(event, data); });

const pause = () => new Promise(resolve => { setTimeout(resolve, Number(options.get('delay') ?? 1)); });
const source = (position: number) => position % 7 === 3 ? HOSTILE : `Continue: ${position}, ${position * 3 % 997}, ${position * 7 % 991}`;

const marks = new Map<number, RecordMarks>();
let stop = (): void => undefined;
function said(position: number, what: RecordMarks): RecordMarks {
  marks.set(position, what);
  setTimeout(() => { emit('marks', null); }, 0);
  return what;
}

function row(position: number): Row | null {
  if (position >= total) return null;
  const said = marks.get(position);
  const base = { record: position + 1, byteOffset: position * 240, byteLength: 239, ...(said ? { marks: said } : {}) };
  if (position % 50 === 20) return { ...base, cells: [], problem: 'Not JSON: a value is missing or malformed at byte 12' };
  const text = Array.from({ length: 12 }, (_, i) => (position * 31 + i * 137) % 1000).join(', ');
  return { ...base, cells: [{ kind: 'string', text: source(position) }, { kind: 'string', text }, { kind: 'string', text: 'qwen2.5-7b' }, ...columns.slice(3).map((_, i) => ({ kind: 'number' as const, text: String(9007199254740993n + BigInt(i)) }))] };
}

const detailText = (position: number) => `${row(position)?.cells[0]?.text ?? ''}\n<think>\nThe step is 3, so the next is ${position}.\n</think>\nHere it is:\n\`\`\`python\ndef step(n):\n    # add three\n    return n + 3\n\`\`\`\nDone\u200b, tab\there.`;

/** A record as filters see it: its cells, and what the audit would say. */
function asRecord(position: number): FilterRecord {
  const values = (kind: FilterValue['kind'], text: string | undefined): FilterValue[] => text === undefined ? [] : [{ kind, text, size: kind === 'string' ? text.length : undefined }];
  const known: Record<string, () => FilterValue[]> = {
    teacher: () => values('string', fakeTeacher(position)), score: () => values('number', String(fakeScore(position).families.qwen)), line: () => values('number', String(position + 1)), length: () => values('number', '239'),
    reviewed: () => values('boolean', String(marks.get(position)?.reviewed ?? false)), tag: () => (marks.get(position)?.tags ?? []).flatMap(tag => values('string', tag)),
  };
  return { values: field => {
    if (field.kind === 'pseudo') return known[field.name]?.() ?? [];
    const cell = row(position)?.cells[columns.indexOf(field.whole)];
    return cell ? values(cell.kind, cell.text) : [];
  } };
}

const host: DatasetHost = {
  async ready() {
    note('ready', []);
    if (options.get('ready') === 'fails') throw new Error('sample.jsonl: no such file. Check the path <b>and</b> its spelling.');
    const complete = options.get('index') !== 'slow';
    return { fileName: 'sample.jsonl', columns, index: { rows: complete ? total : Math.min(total, 500), bytes: complete ? total * 240 : 120_000, sizeBytes: total * 240, complete }, audit: options.has('audited') ? fakeAudit(total) : null, isAuditing: options.has('auditing') };
  },
  async rows(positions) { note('rows', [positions]); await pause(); return positions.map(row); },
  async record(position) {
    note('record', [position]);
    if (position === 6) return { position, record: 7, byteOffset: 1440, byteLength: 200_000_000, parts: [], raw: 'page from 0', omittedBytes: 199_999_000, problem: 'This record is too long to be taken apart here.' };
    const raw = JSON.stringify({ prompt: source(position), completion: detailText(position) });
    const path = (name: string, text: string, role?: string) => ({ path: name, kind: 'string' as const, text, omitted: 0, role });
    const parts = position % 2 === 0 ? [path('prompt', source(position)), path('completion', detailText(position))]
      : [path('messages[0].content', source(position), 'user'), path('messages[1].content', detailText(position), 'assistant')];
    return { position, record: position + 1, byteOffset: position * 240, byteLength: 239, parts: [...parts, { path: 'meta', kind: 'object', text: '{\n  "id": 9007199254740993\n}', omitted: 0 }, { path: 'packed', kind: 'string', text: '{"a": [1, 2, {"b": "{\\"c\\": 12345678901234567890}"}], "a": 2}', omitted: 0 }], raw, omittedBytes: 0, problem: row(position)?.problem };
  },
  async scores(positions) { note('scores', [positions]); await pause(); return positions.map(position => fakeScore(position) as LineScore); },
  async find(query) {
    note('find', [query]);
    if (query.regex && query.text === '(') throw new Error('Not a regular expression: unterminated group. Close the bracket or search for plain text.');
    const positions = Uint32Array.from(Array.from({ length: Math.min(total, 2000) }, (_, i) => i).filter(position => source(position).includes(query.text)));
    return { positions, total: positions.length, capped: false, cancelled: false, scannedBytes: total * 240, elapsedMs: 3 };
  },
  async scoreOverview(buckets, expected) { note('scoreOverview', [buckets, expected]); return fakeOverview(total, buckets); },
  async select(selection) {
    note('select', [selection]);
    const { where, find, order } = selection;
    const filter = parseFilter(where);
    const keeps = filter && compileFilter(filter);
    if (options.has('slowSelect')) { emit('pass', { total: 12, scannedBytes: 4_000_000 }); await new Promise<void>(resolve => { stop = resolve; }); }
    const positions = Array.from({ length: Math.min(total, 2000) }, (_, i) => i).filter(position => (!keeps || keeps(asRecord(position))) && (!find || source(position).includes(find.text)));
    const key = (position: number): number | string => order?.column === '#score' ? fakeScore(position).families.qwen : order?.column === '#line' ? position : row(position)?.cells[columns.indexOf(order?.column.slice(1) ?? '')]?.text ?? '';
    if (order) positions.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (order.isDescending ? -1 : 1) || a - b);
    return { positions: Uint32Array.from(positions), total: positions.length, capped: false, cancelled: options.has('slowSelect'), scannedBytes: total * 240, elapsedMs: 4 };
  },
  async profile() {
    note('profile', []);
    return { records: total, unreadable: 20, lengths: [0, 0, 0, 0, 0, 4, 90, total, 40, 3], otherFields: false, cancelled: false, elapsedMs: 5,
      fields: columns.slice(0, 12).map((name, i) => ({ name, present: Math.round(total * (1 - i * 0.06)), kinds: i === 2 ? { string: total - 7, null: 7 } : { string: total } })) };
  },
  async group(field, where) {
    note('group', [field, where]);
    const values = ['qwen2.5-7b', 'llama 3', HOSTILE].map((label, i) => ({ label, term: `model = ${JSON.stringify(label)}`, count: 400 - i * 150 }));
    return { values, others: 30, distinct: 12, isDistinctCapped: false, missing: 20, cancelled: false, elapsedMs: 3 };
  },
  async cancel() { note('cancel', []); stop(); },
  async page(position, start) { note('page', [position, start]); return { text: `page from ${start} `.repeat(200), start, end: Math.min(start + 262_144, 200_000_000), byteLength: 200_000_000 }; },
  async copyText(position, path) { note('copyText', [position, path]); },
  async toggleReviewed(position) { note('toggleReviewed', [position]); return said(position, { reviewed: !marks.get(position)?.reviewed, tags: marks.get(position)?.tags ?? [] }); },
  async editTags(position) { note('editTags', [position]); return said(position, { reviewed: marks.get(position)?.reviewed ?? false, tags: ['odd'] }); },
  async exportSelection(selection) { note('exportSelection', [selection]); return { path: 'sample.filtered.jsonl', kept: 7 }; },
  async explain(position) {
    note('explain', [position]);
    const text = detailText(position);
    const at = (part: string, logOdds: number) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length, logOdds });
    return { score: fakeScore(position), against: 'llama', errorRate: 0.02, whatIf: [{ change: 'values', before: 0.97, after: 0.31 }, { change: 'digits', before: 0.97, after: 0.62 }, { change: 'format', before: 0.97, after: 0.95 }], evidence: [at('The step is 3', 3.1), at('return n + 3', 1.7), at('Here it is', -0.9)], field: position % 2 === 0 ? 'completion' : 'messages[1].content' };
  },
  async audit() {
    note('audit', []);
    emit('progress', { records: 400, recordsPerSecond: 12_345, bytes: 96_000, sizeBytes: total * 240 });
    setTimeout(() => {
      if (options.get('audit') === 'fails') emit('auditFailed', { message: 'models/text.onnx is missing. Install the extension again.' });
      else emit('audit', fakeAudit(total));
    }, Number(options.get('auditMs') ?? 30));
  },
  async cancelAudit() { emit('audit', { ...fakeAudit(total), incomplete: true }); },
  async revealInEditor(position) { note('revealInEditor', [position]); },
  async reload() { note('reload', []); },
  async copy(text) { note('copy', [text]); },
};

const emit = serve<DatasetHost>(port, host);
