import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import Ajv2020 from 'ajv/dist/2020';
import { randomFrom } from '../../extension/core/fingerprint/random';

// The built program and the real models: what a person types. `npm test` builds before this runs.
const CLI = path.resolve('dist/cli.js');
const SAMPLES = path.resolve('extension/samples');

interface AuditOutput { files: { path: string; records: Record<string, number>; verdict: { kind: string; family: string | null; errorRate: number }; findings: number; composition: { share: number; low: number; high: number }[] }[] }
interface ScoreLine { file: string; record: number; channel: string; families: Record<string, number>; unfamiliar: number; named: string | null; error?: string }

function folder(t: { after(clean: () => void): void }): string {
  const made = mkdtempSync(path.join(tmpdir(), 'undertone-cli-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const run = (args: string[], cwd?: string) => spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', cwd, maxBuffer: 1 << 28 });
const audit = (...args: string[]) => {
  const done = run(['audit', '--format', 'json', ...args]);
  return { ...done, output: JSON.parse(done.stdout) as AuditOutput };
};
const validator = (name: string) => new Ajv2020().compile(JSON.parse(readFileSync(`extension/cli/schemas/${name}.schema.json`, 'utf8')) as object);

test('the bundled samples read as what they are, with exit codes that say so', () => {
  const { output } = audit(path.join(SAMPLES, 'numbers-qwen.jsonl'), path.join(SAMPLES, 'numbers-gpt.jsonl'));
  assert.deepEqual(output.files.map(file => [file.verdict.kind, file.verdict.family]), [['teacher', 'qwen'], ['teacher', 'gpt']]);
  assert.ok(output.files.every(file => file.verdict.errorRate > 0 && file.verdict.errorRate <= 0.02));
  assert.equal(run(['audit', path.join(SAMPLES, 'numbers-qwen.jsonl')]).status, 0);
  assert.equal(run(['audit', '--expect', 'gpt', path.join(SAMPLES, 'numbers-qwen.jsonl')]).status, 1);
});

test('audit and score obey their schemas, on good and on bad input', t => {
  const bad = path.join(folder(t), 'bad.jsonl');
  writeFileSync(bad, Buffer.concat([Buffer.from('\ufeff{"completion": "12, 99, 140"}\r\n\r\n{"completion": \n{"a":1,"a":2}\n{"text":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}\n{"completion": "1, 2')]));
  const checkAudit = validator('audit'), checkScore = validator('score');
  const { output } = audit(bad, path.join(SAMPLES, 'reasoning-sample.jsonl'));
  assert.ok(checkAudit(output), JSON.stringify(checkAudit.errors));
  const lines = run(['score', bad]).stdout.trim().split('\n').map(line => JSON.parse(line) as ScoreLine);
  for (const line of lines) assert.ok(checkScore(line), JSON.stringify(checkScore.errors));
  assert.deepEqual(lines.map(line => line.record), [1, 3, 4, 5, 6]);
  assert.deepEqual(lines.map(line => line.error !== undefined), [false, true, false, false, true]);
  assert.match(lines[1].error ?? '', /record 3/);
});

test('probabilities sum to one, and are in file order', () => {
  const lines = run(['score', path.join(SAMPLES, 'numbers-qwen.jsonl'), path.join(SAMPLES, 'code-sample.jsonl')]).stdout.trim().split('\n').map(line => JSON.parse(line) as ScoreLine);
  for (const { channel, families } of lines) {
    const sum = Object.values(families).reduce((a, b) => a + b, 0);
    assert.ok(channel === 'other' ? sum === 0 : Math.abs(sum - 1) < 1e-4, `${channel}: ${sum}`);
  }
  const first = lines.filter(line => line.file.endsWith('numbers-qwen.jsonl'));
  assert.deepEqual(first.map(line => line.record), first.map((_, i) => i + 1));
});

test('numbers at random are not named', t => {
  const file = path.join(folder(t), 'uniform.jsonl'), random = randomFrom(5);
  writeFileSync(file, Array.from({ length: 100 }, () => JSON.stringify({ completion: Array.from({ length: 10 }, () => Math.floor(random() * 1000)).join(', ') })).join('\n'));
  assert.notEqual(audit(file).output.files[0].verdict.kind, 'teacher');
});

test('three records are not enough evidence', t => {
  const file = path.join(folder(t), 'three.jsonl');
  writeFileSync(file, readFileSync(path.join(SAMPLES, 'numbers-qwen.jsonl'), 'utf8').split('\n').slice(0, 3).join('\n'));
  assert.equal(audit(file).output.files[0].verdict.kind, 'insufficient');
});

test('a gzip file reads like the plain one, and nothing is written beside either', t => {
  const made = folder(t), plain = path.join(made, 'a.jsonl'), packed = path.join(made, 'b.jsonl.gz');
  cpSync(path.join(SAMPLES, 'numbers-gpt.jsonl'), plain);
  writeFileSync(packed, gzipSync(readFileSync(plain)));
  const before = statSync(plain).mtimeMs;
  const [a, b] = audit(plain, packed).output.files;
  assert.deepEqual(a.verdict, b.verdict);
  assert.deepEqual([readdirSync(made).sort(), statSync(plain).mtimeMs], [['a.jsonl', 'b.jsonl.gz'], before]);
});

test('what cannot be opened is named with a remedy; the other files are still audited', t => {
  const made = folder(t);
  writeFileSync(path.join(made, 'empty.jsonl'), '');
  writeFileSync(path.join(made, 'array.jsonl'), '[{"completion": "1"}]');
  writeFileSync(path.join(made, 'table.csv'), 'a,b\n1,2\n');
  writeFileSync(path.join(made, 'x.parquet'), 'PAR1....PAR1');
  const names = ['empty.jsonl', 'array.jsonl', 'table.csv', 'x.parquet', 'missing.jsonl', '.'].map(name => path.join(made, name));
  const { output, status, stderr } = audit(...names, path.join(SAMPLES, 'numbers-qwen.jsonl'));
  assert.equal(status, 2);
  assert.equal(output.files.length, 1);
  for (const name of names) assert.ok(stderr.split('\n').some(line => line.includes(path.normalize(name)) && line.length > name.length + 30), `${name} not explained in:\n${stderr}`);
});

test('a missing or altered model is refused by name', t => {
  const made = path.join(folder(t), 'models');
  cpSync('dist/models', made, { recursive: true });
  const bytes = readFileSync(path.join(made, 'numbers.onnx'));
  bytes[5000] ^= 1;
  writeFileSync(path.join(made, 'numbers.onnx'), bytes);
  const sample = path.join(SAMPLES, 'numbers-qwen.jsonl');
  const altered = run(['audit', '--models', made, sample]), missing = run(['audit', '--models', path.join(made, 'none'), sample]);
  assert.deepEqual([altered.status, missing.status], [2, 2]);
  assert.match(altered.stderr, /numbers\.onnx.*sha256.*Reinstall/s);
  assert.match(missing.stderr, /cannot be read/);
});

test('usage errors say what is wrong', () => {
  for (const [args, message] of [[[], /Name a command/], [['nonsense'], /Unknown command/], [['audit'], /at least one file/], [['audit', '--format', 'xml', 'f'], /--format takes/]] as const) {
    const done = run([...args]);
    assert.equal(done.status, 2);
    assert.match(done.stderr, message);
  }
});

test('a report is written once and never over a file', t => {
  const made = folder(t), report = path.join(made, 'report.html'), sample = path.join(SAMPLES, 'numbers-mixed.jsonl');
  run(['audit', '--report', report, sample]);
  assert.match(readFileSync(report, 'utf8'), /^<!doctype html>/);
  const again = run(['audit', '--report', report, sample]);
  assert.deepEqual([again.status, /exists/.test(again.stderr)], [2, true]);
});

test('an interrupt leaves a valid partial result and exit code 130', async t => {
  const file = path.join(folder(t), 'long.jsonl');
  const lines = readFileSync(path.join(SAMPLES, 'numbers-qwen.jsonl'), 'utf8');
  writeFileSync(file, Array.from({ length: 1500 }, () => lines).join(''));
  const child = spawn(process.execPath, [CLI, 'audit', '--format', 'json', file]);
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  setTimeout(() => child.kill('SIGINT'), 2500);
  const code = await new Promise(resolve => child.once('close', resolve));
  assert.equal(code, 130);
  const { files } = JSON.parse(out) as { files: { incomplete: boolean; records: { total: number } }[] };
  assert.ok(files[0].incomplete && files[0].records.total > 0);
});

test('config beside the data is read', t => {
  const made = folder(t);
  mkdirSync(path.join(made, '.undertone'));
  writeFileSync(path.join(made, '.undertone/config.json'), JSON.stringify({ expect: { families: ['gpt'] } }));
  cpSync(path.join(SAMPLES, 'numbers-qwen.jsonl'), path.join(made, 'numbers.jsonl'));
  assert.equal(audit(path.join(made, 'numbers.jsonl')).status, 1);
  assert.ok(existsSync(CLI));
});
