import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import Ajv2020 from 'ajv/dist/2020';

// The built program and the real models: what a person types. `npm test` builds before this runs.
const CLI = path.resolve('dist/cli.js');
const SAMPLE = path.resolve('extension/samples/numbers-qwen.jsonl');

function folder(t: { after(clean: () => void): void }): string {
  const made = mkdtempSync(path.join(tmpdir(), 'undertone-reports-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const run = (cwd: string, ...args: string[]) => spawnSync(process.execPath, [CLI, 'audit', ...args], { encoding: 'utf8', cwd, maxBuffer: 1 << 28 });
const validator = (name: string) => new Ajv2020().compile(JSON.parse(readFileSync(`extension/cli/schemas/${name}.schema.json`, 'utf8')) as object);

interface Note { risk?: { level: string }; provenance: { state: string }; filters: { filter: string; applied: number; failed: number }[]; findings: number }

test('SARIF on stdout names the file below the working folder', t => {
  const made = folder(t);
  cpSync(SAMPLE, path.join(made, 'a.jsonl'));
  const { stdout, status } = run(made, '--format', 'sarif', '--expect', 'gpt', path.join(made, 'a.jsonl'));
  assert.equal(status, 1);
  const [{ results, artifacts, invocations }] = (JSON.parse(stdout) as { runs: { results: { ruleId: string; locations: unknown }[]; artifacts: { location: { uri: string } }[]; invocations: { executionSuccessful: boolean }[] }[] }).runs;
  assert.deepEqual([artifacts[0].location.uri, invocations[0].executionSuccessful], ['a.jsonl', true]);
  assert.ok(results.some(({ ruleId }) => ruleId === 'undertone/unexpected-teacher'));
});

test('the sidecar has a line for every record, without its text', t => {
  const made = folder(t), data = path.join(made, 'a.jsonl'), sidecar = path.join(made, 'a.scores.jsonl.gz');
  writeFileSync(data, `${readFileSync(SAMPLE, 'utf8').trimEnd()}\n{"broken\n{"x": 1}\n`);
  assert.equal(run(made, '--sidecar', sidecar, data).status, 0);
  const lines = gunzipSync(readFileSync(sidecar)).toString().trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);
  const check = validator('sidecar');
  for (const line of lines) assert.ok(check(line), JSON.stringify([line, check.errors]));
  assert.deepEqual(lines.map(line => line.record), lines.map((_, i) => i + 1));
  const bytes = readFileSync(data);
  for (const { byteOffset, byteLength } of lines.slice(0, 200) as { byteOffset: number; byteLength: number }[]) assert.doesNotThrow(() => JSON.parse(bytes.subarray(byteOffset, byteOffset + byteLength).toString()));
  assert.deepEqual(Object.keys(lines[200]).toSorted(), ['byteLength', 'byteOffset', 'error', 'file', 'record']);
  assert.doesNotMatch(JSON.stringify(lines), /completion":|prompt/);
});

test('reports never overwrite, and leave nothing half written', t => {
  const made = folder(t), taken = path.join(made, 'taken.jsonl');
  writeFileSync(taken, 'mine');
  for (const option of ['--sidecar', '--report']) {
    const { status, stderr } = run(made, option, taken, SAMPLE);
    assert.deepEqual([status, readFileSync(taken, 'utf8')], [2, 'mine']);
    assert.match(stderr, /taken\.jsonl exists; name another file/);
    const missing = run(made, option, path.join(made, 'no', 'such.html'), SAMPLE);
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /such\.html: its folder does not exist\. Make the folder first/);
  }
  assert.deepEqual(readdirSync(made), ['taken.jsonl']);
});

test('what was reviewed or accepted is no finding any more; a corrupt baseline is an error', t => {
  const made = folder(t), data = path.join(made, 'a.jsonl'), baseline = path.join(made, '.undertone', 'baseline.json');
  cpSync(SAMPLE, data);
  const audit = () => run(made, '--format', 'sarif', '--expect', 'gpt', data);
  const [{ results }] = (JSON.parse(audit().stdout) as { runs: { results: { ruleId: string; partialFingerprints: Record<string, string> }[] }[] }).runs;
  const marks = Object.fromEntries(results.map(({ ruleId, partialFingerprints }) => [partialFingerprints['undertoneContent/v1'].split(':')[0], { rule: ruleId, markedAt: '2026-01-01T00:00:00Z' }]));
  mkdirSync(path.dirname(baseline));
  writeFileSync(baseline, JSON.stringify({ version: 1, marks }));
  assert.equal(audit().status, 0);
  writeFileSync(baseline, '{');
  const { status, stderr } = audit();
  assert.equal(status, 2);
  assert.match(stderr, /baseline\.json: not valid JSON.*left as it is/);
});

test('the configuration asks for filters, names the student and suppresses rules; the card is compared', t => {
  const made = folder(t), data = path.join(made, 'data', 'a.jsonl'), config = path.join(made, 'undertone.json');
  mkdirSync(path.dirname(data));
  cpSync(SAMPLE, data);
  const audit = (): Note => (JSON.parse(run(made, '--format', 'json', data).stdout) as { files: Note[] }).files[0];
  const plain = audit();
  assert.deepEqual([plain.provenance.state, plain.risk, plain.findings], ['silent', undefined, 0]);
  assert.equal(plain.filters[0].filter, 'number-format');

  writeFileSync(path.join(made, 'README.md'), '---\ngenerator: gpt-4o\n---\n');
  const declared = audit();
  assert.deepEqual([declared.provenance.state, declared.findings], ['differs', 1]);

  writeFileSync(config, JSON.stringify({ student: { baseModel: 'gpt-4o' }, suppress: ['undertone/provenance'], filters: { bannedNumbers: 'paper' } }));
  const full = audit(), failed = full.filters.find(({ filter }) => filter === 'banned-number')?.failed ?? 0;
  assert.ok(failed > 0 && full.findings >= failed, `${failed} of ${full.findings}`);
  assert.equal(full.risk?.level, 'high', 'the card declares the very model');
  writeFileSync(config, JSON.stringify({ student: { baseModel: 'claude-3-haiku' } }));
  assert.equal(audit().risk?.level, 'low');
});
