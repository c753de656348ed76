import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { madeTeacher } from '../fixtures/made-teacher';

// The built program and the real models: what a person types. `npm test` builds before this runs.
const CLI = path.resolve('dist/cli.js');
const run = (args: string[], cwd: string) => spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', cwd });
interface Audit { files: { verdict: { kind: string; model: string | null; enrolled?: boolean; errorRate: number } }[] }

function folder(t: { after(clean: () => void): void }): string {
  const made = mkdtempSync(path.join(tmpdir(), 'undertone-enrol-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const writeTeacher = (file: string, ...made: Parameters<typeof madeTeacher>) => writeFileSync(file, madeTeacher(...made));
const audited = (cwd: string, file: string) => (JSON.parse(run(['audit', '--format', 'json', '--quiet', file], cwd).stdout) as Audit).files[0].verdict;

test('an enrolled teacher is named in later files beside it, with its measured error rate, and nobody else is', t => {
  const place = folder(t), file = path.join(place, '.undertone', 'teachers', 'climber.json');
  writeTeacher(path.join(place, 'known.jsonl'), 300, 1, [40, 80]);
  writeTeacher(path.join(place, 'later.jsonl'), 100, 2, [40, 80]);
  writeTeacher(path.join(place, 'other.jsonl'), 100, 3, [1, 9]);
  assert.equal(audited(place, 'later.jsonl').kind, 'unfamiliar');
  const done = run(['enrol', 'known.jsonl', '--name', 'climber'], place);
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /climber: 300 numbers records of known\.jsonl\.\n.*Sets of 100: \d+\.\d % of its own held-out ones are recognised, \d\.\d % of other/s);
  assert.ok(statSync(file).size < 200_000);
  const later = audited(place, 'later.jsonl');
  assert.deepEqual([later.kind, later.model, later.enrolled], ['teacher', 'climber', true]);
  assert.ok(later.errorRate > 0 && later.errorRate < 0.05, `error rate ${later.errorRate}`);
  assert.notEqual(audited(place, 'other.jsonl').model, 'climber');
  assert.match(run(['audit', '--quiet', '--expect', 'climber', 'later.jsonl'], place).stdout, /Reads like climber, enrolled here/);
  const again = run(['enrol', 'known.jsonl', '--name', 'climber'], place);
  assert.equal(again.status, 2);
  assert.match(again.stderr, /climber\.json: the file exists and is never overwritten/);
});

test('what cannot be enrolled or used is said with file and remedy, and audits go on', t => {
  const place = folder(t), file = path.join(place, '.undertone', 'teachers', 'climber.json');
  writeTeacher(path.join(place, 'few.jsonl'), 10, 1, [40, 80]);
  writeTeacher(path.join(place, 'known.jsonl'), 300, 1, [40, 80]);
  assert.match(run(['enrol', 'few.jsonl', '--name', 'few'], place).stderr, /few\.jsonl has 10 records.*at least 100.*Add records/);
  assert.match(run(['enrol', 'known.jsonl'], place).stderr, /--name/);
  assert.match(run(['enrol', 'known.jsonl', '--name', '../x'], place).stderr, /cannot name a teacher/);
  assert.equal(run(['enrol', 'known.jsonl', '--name', 'climber'], place).status, 0);
  const good = readFileSync(file, 'utf8');
  writeFileSync(file, good.slice(0, 200));
  const corrupt = run(['audit', '--quiet', 'known.jsonl'], place);
  assert.match(corrupt.stderr, /climber\.json cannot be used: it is not valid JSON.*Restore it from version control/);
  assert.match(corrupt.stdout, /Unfamiliar/);
  writeFileSync(file, good.replace(/"model":"\w{8}/, '"model":"00000000'));
  assert.match(run(['audit', '--quiet', 'known.jsonl'], place).stderr, /climber was enrolled with other models.*Enrol it again from known\.jsonl/);
});
