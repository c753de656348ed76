// Stands where VS Code and the extension host stand: acquireVsCodeApi over invented data. Options come from the address (?rows=&theme=&index=slow).
import type { DatasetHost, Row } from '../../../extension/core/protocol/dataset-view';
import type { LineScore } from '../../../extension/core/protocol/audit-worker';
import { serve, type Port } from '../../../extension/core/protocol/rpc';
import { fakeAudit, fakeCode, fakeGroups, fakeScore, HOSTILE } from './fake-data';
import { applyTheme } from './themes';

const options = new URLSearchParams(location.search);
const total = Number(options.get('rows') ?? 1000);
const columnCount = Number(options.get('columns') ?? 3);
const columns = ['prompt', 'completion', 'model', ...Array.from({ length: Math.max(0, columnCount - 3) }, (_, i) => `field_${i}`)];
const calls: { method: string; args: unknown[] }[] = [];
const violations: string[] = [];
Object.assign(window, { fake: { calls, violations, emit: (event: string, data: unknown) => { emit(event, data); } } });
document.addEventListener('securitypolicyviolation', event => { violations.push(`${event.violatedDirective}: ${event.blockedURI}`); });

const pause = () => new Promise(resolve => { setTimeout(resolve, Number(options.get('delay') ?? 1)); });
const note = (method: string, args: unknown[]) => { calls.push({ method, args }); };
const source = (position: number) => position % 7 === 3 ? HOSTILE : `Continue: ${position}, ${position * 3 % 997}, ${position * 7 % 991}`;

function row(position: number): Row | null {
  if (position >= total) return null;
  const base = { record: position + 1, byteOffset: position * 240, byteLength: 239 };
  if (position % 50 === 20) return { ...base, cells: [], problem: 'Not JSON: a value is missing or malformed at byte 12' };
  const text = Array.from({ length: 12 }, (_, i) => (position * 31 + i * 137) % 1000).join(', ');
  return { ...base, cells: [{ kind: 'string', text: source(position) }, { kind: 'string', text }, { kind: 'string', text: 'qwen2.5-7b' }, ...columns.slice(3).map((_, i) => ({ kind: 'number' as const, text: String(9007199254740993n + BigInt(i)) }))] };
}

const detailText = (position: number) => `${row(position)?.cells[0]?.text ?? ''}\n<think>\nThe step is 3, so the next is ${position}.\n</think>\nHere it is:\n\`\`\`python\ndef step(n):\n    # add three\n    return n + 3\n\`\`\`\nDone\u200b, tab\there.`;

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
    const raw = JSON.stringify({ prompt: source(position), completion: detailText(position) });
    const path = (name: string, text: string, role?: string) => ({ path: name, kind: 'string' as const, text, omitted: 0, role });
    const parts = position % 2 === 0 ? [path('prompt', source(position)), path('completion', detailText(position))]
      : [path('messages[0].content', source(position), 'user'), path('messages[1].content', detailText(position), 'assistant')];
    return { position, record: position + 1, byteOffset: position * 240, byteLength: 239, parts: [...parts, { path: 'meta', kind: 'object', text: '{\n  "id": 9007199254740993\n}', omitted: 0 }], raw, omittedBytes: 0, problem: row(position)?.problem };
  },
  async scores(positions) { note('scores', [positions]); await pause(); return positions.map(position => fakeScore(position) as LineScore); },
  async find(query) {
    note('find', [query]);
    if (query.regex && query.text === '(') throw new Error('Not a regular expression: unterminated group. Close the bracket or search for plain text.');
    const positions = Array.from({ length: Math.min(total, 2000) }, (_, i) => i).filter(position => source(position).includes(query.text));
    return { positions, total: positions.length, capped: false, cancelled: false, scannedBytes: total * 240, elapsedMs: 3 };
  },
  async scoreOverview(buckets, expected) {
    note('scoreOverview', [buckets, expected]);
    const share = (at: number) => Array.from({ length: buckets }, (_, i) => Math.abs(i - at) < 12 ? 0.6 - Math.abs(i - at) / 24 : 0);
    return { groups: fakeGroups(total), strip: { other: share(60), unfamiliar: share(140) } };
  },
  async select({ group, onlyFound, order }) {
    note('select', [group, onlyFound, order]);
    const positions = Array.from({ length: Math.min(total, 2000) }, (_, i) => i).filter(position => (group === null || fakeCode(position) === group) && (!onlyFound || source(position).includes('onerror')));
    const lead = (position: number) => fakeScore(position).families.qwen;
    if (order !== 'file') positions.sort((a, b) => order === 'ascending' ? lead(a) - lead(b) : lead(b) - lead(a));
    return { positions, total: positions.length, capped: false };
  },
  async cancelFind() { note('cancelFind', []); },
  async explain(position) {
    note('explain', [position]);
    const text = detailText(position);
    const at = (part: string, logOdds: number) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length, logOdds });
    return { score: fakeScore(position), against: 'llama', errorRate: 0.02, evidence: [at('The step is 3', 3.1), at('return n + 3', 1.7), at('Here it is', -0.9)], field: position % 2 === 0 ? 'completion' : 'messages[1].content' };
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

const listeners: ((message: unknown) => void)[] = [];
const port: Port = {
  post: message => { window.dispatchEvent(new MessageEvent('message', { data: structuredClone(message) })); },
  listen: handler => { listeners.push(handler); },
};
const emit = serve<DatasetHost>(port, host);
Object.assign(window, {
  acquireVsCodeApi: () => ({
    postMessage: (message: unknown) => { const copy: unknown = structuredClone(message); setTimeout(() => { listeners.forEach(listen => { listen(copy); }); }, 0); },
    getState: (): unknown => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
    setState: (state: unknown) => { sessionStorage.setItem('state', JSON.stringify(state)); },
  }),
});
applyTheme((options.get('theme') ?? 'dark') as 'dark');
