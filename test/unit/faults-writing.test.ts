/** Disks that are full or closed, two windows that write at once, writers that die, files of ours that are damaged: nothing that was there is lost, nothing half is left. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs, { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import fsp from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock, test, type TestContext } from 'node:test';
import { openSource } from '../../extension/core/bytes/open';
import type { EnrolledTeacher } from '../../extension/core/enrol/teacher';
import { suppressRule } from '../../extension/core/curate/config-edit';
import { writeNewFile } from '../../extension/core/curate/new-file';
import { ReviewedStore } from '../../extension/core/curate/reviewed';
import { changeFile, writeAtomically } from '../../extension/core/curate/shared-file';
import { writeSubset } from '../../extension/core/curate/subset';
import { TagStore } from '../../extension/core/curate/tags';
import { saveTeacher } from '../../extension/core/curate/teachers';
import { renderHtml } from '../../extension/core/report/html';
import { teacher } from '../golden/audits';

const SAMPLE = path.resolve('extension/samples/numbers-qwen.jsonl');
const ENROLLED: EnrolledTeacher = { name: 'x', family: null, channel: 'numbers', model: 'm', dataset: 'd.jsonl', records: 300, mean: [0], rates: [], neutral: null };
const hash = (n: number) => n.toString(16).padStart(16, '0');

function folder(t: TestContext): string {
  const made = mkdtempSync(path.join(tmpdir(), 'undertone-faults-'));
  t.after(() => { rmSync(made, { recursive: true, force: true }); });
  return made;
}

/** Lets whatever writes to files fail with a code, after a few bytes; reading works on. */
async function failingWrites(t: TestContext, code: string): Promise<void> {
  const error = () => Object.assign(new Error(`${code}: cannot write`), { code });
  const made = folder(t), handle = await fsp.open(path.join(made, 'x'), 'w'), kind = Object.getPrototypeOf(handle) as { writeFile: () => Promise<void> };
  await handle.close();
  const { writeFile } = kind, fail = (...args: unknown[]) => { (args.at(-1) as (error: Error) => void)(error()); };
  kind.writeFile = async function (this: fsp.FileHandle) { await this.write('{'); throw error(); };
  mock.method(fs, 'write', fail);
  mock.method(fs, 'writev', fail);
  t.after(() => { kind.writeFile = writeFile; mock.restoreAll(); });
}

/** Everything of ours that is written, into a folder; each says what it wrote to. */
const WRITERS: [what: string, write: (folder: string) => Promise<unknown>, file: string][] = [
  ['a report', made => writeNewFile(path.join(made, 'report.html'), [renderHtml([teacher])]), 'report.html'],
  ['an export', async made => { const source = await openSource(SAMPLE); await writeSubset({ source, path: path.join(made, 'out.jsonl'), keep: () => true }).finally(() => source.close()); }, 'out.jsonl'],
  ['a compressed export', async made => { const source = await openSource(SAMPLE); await writeSubset({ source, path: path.join(made, 'out.jsonl.gz'), keep: () => true }).finally(() => source.close()); }, 'out.jsonl.gz'],
  ['an enrolled teacher', made => saveTeacher(path.join(made, '.undertone/teachers/x.json'), ENROLLED), 'x.json'],
  ['reviewed marks', made => new ReviewedStore(made).mark(hash(2), 'r'), 'reviewed.json'],
  ['the baseline', made => new ReviewedStore(made, 'baseline').markAll(teacher.findings), 'baseline.json'],
  ['tags', made => new TagStore(made).set(hash(2), ['new']), 'tags.json'],
  ['the configuration', made => suppressRule(path.join(made, 'a.jsonl'), 'undertone/mixed', made), 'config.json'],
];

const BEFORE: Record<string, string> = {
  'reviewed.json': `{"version":1,"marks":{"${hash(1)}":{"rule":"r","markedAt":"x"}}}`, 'baseline.json': `{"version":1,"marks":{"${hash(1)}":{"rule":"r","markedAt":"x"}}}`,
  'tags.json': `{"version":1,"tags":{"${hash(1)}":["old"]}}`, 'config.json': '{"expect":{"families":["gpt"]}}',
};

for (const [code, remedy] of [['ENOSPC', /the disk is full\. Free some space/], ['EIO', /disk or network share failed while writing\. Check the disk/], ['EROFS', /the disk is read-only\. Choose another folder/]] as const) {
  for (const [what, write, name] of WRITERS) {
    test(`${code} while ${what} is written: the message names file and remedy, what was there stays, nothing half is left`, async t => {
      const made = folder(t), ours = path.join(made, '.undertone');
      mkdirSync(ours);
      for (const [file, text] of Object.entries(BEFORE)) writeFileSync(path.join(ours, file), text);
      await failingWrites(t, code);
      await assert.rejects(write(made), (error: Error) => error.message.includes(name) && remedy.test(error.message));
      for (const [file, text] of Object.entries(BEFORE)) assert.equal(readFileSync(path.join(ours, file), 'utf8'), text);
      const left = readdirSync(made, { recursive: true }).map(String).filter(file => !Object.keys(BEFORE).includes(path.basename(file))).sort();
      assert.deepEqual(left.filter(file => !/^\.undertone(.teachers)?$/.test(file)), []);
    });
  }
}

test('a folder that may not be written is named with its remedy, by every writer', async t => {
  const made = folder(t), denied = () => Promise.reject(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }));
  mock.method(fsp, 'open', denied);
  mock.method(fs, 'open', (...args: unknown[]) => { (args.at(-1) as (error: Error) => void)(Object.assign(new Error('EACCES'), { code: 'EACCES' })); });
  syncBuiltinESMExports();
  t.after(() => { mock.restoreAll(); syncBuiltinESMExports(); });
  for (const [what, write, name] of WRITERS.filter(([what]) => !/export/.test(what))) {
    await assert.rejects(write(made), (error: Error) => error.message.includes(name) && /permission denied\. Choose a folder that you may write to/.test(error.message), what);
  }
});

test('windows that mark, tag and accept at the same time lose nothing of each other', async t => {
  const made = folder(t), windows = 4, marks = 12;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', `import('./extension/core/curate/reviewed.ts').then(async ({ default: { ReviewedStore } }) => {
    const store = new ReviewedStore(${JSON.stringify(made)});
    for (let i = 0; i < ${marks}; i++) await store.mark((1000 + i).toString(16).padStart(16, '0'), 'r');
  });`], { stdio: 'inherit' });
  const ended = new Promise(resolve => { child.once('exit', resolve); });
  await Promise.all(Array.from({ length: windows }, async (_, window) => {
    const store = new ReviewedStore(made), tags = new TagStore(made);
    for (let i = 0; i < marks; i++) { await store.mark(hash(100 * window + i), 'r'); await tags.set(hash(100 * window + i), ['t']); }
  }));
  assert.equal(await ended, 0);
  assert.equal((await new ReviewedStore(made).read()).size, (windows + 1) * marks);
  assert.equal((await new TagStore(made).read()).size, windows * marks);
  assert.deepEqual(readdirSync(path.join(made, '.undertone')).sort(), ['reviewed.json', 'tags.json'], 'no lock and no draft is left');
});

test('windows that suppress rules at the same time keep all of them', async t => {
  const made = folder(t), rules = ['undertone/mixed', 'undertone/unfamiliar', 'undertone/departure', 'undertone/provenance'] as const;
  await Promise.all(rules.map(rule => suppressRule(path.join(made, 'a.jsonl'), rule, made)));
  const { files } = JSON.parse(readFileSync(path.join(made, '.undertone/config.json'), 'utf8')) as { files: { suppress: string[] }[] };
  assert.deepEqual([files.length, [...files[0].suppress].sort()], [1, [...rules].sort()]);
});

test('a lock that a crash left behind holds nobody up for long, and a draft of one is no obstacle', async t => {
  const made = folder(t), store = new ReviewedStore(made);
  await store.mark(hash(1), 'r');
  writeFileSync(`${store.path}.lock`, 'of a window that is gone');
  writeFileSync(`${store.path}.${process.pid}.draft`, '{');
  await store.mark(hash(2), 'r');
  assert.equal((await store.read()).size, 2);
  assert.ok(!readdirSync(path.dirname(store.path)).includes('reviewed.json.lock'));
});

test('a writer that is killed leaves the old text or the new, never a part', async t => {
  const file = path.join(folder(t), 'a.json'), texts = ['a', 'b'].map(letter => letter.repeat(3_000_000));
  await writeAtomically(file, texts[0]);
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', `import('./extension/core/curate/shared-file.ts').then(async ({ default: { writeAtomically } }) => {
    console.log('ready'); for (;;) for (const letter of 'ba') await writeAtomically(${JSON.stringify(file)}, letter.repeat(3000000)); });`], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise(resolve => { child.stdout.once('data', resolve); });
  await new Promise(resolve => { setTimeout(resolve, 120); });
  const ended = new Promise(resolve => { child.once('exit', resolve); });
  child.kill('SIGKILL');
  await ended;
  assert.ok(texts.includes(readFileSync(file, 'utf8')));
});

test('an edit that fails, or wants nothing changed, leaves file and lock as they were', async t => {
  const file = path.join(folder(t), 'a.json');
  writeFileSync(file, 'kept');
  await assert.rejects(changeFile(file, () => { throw new Error('no'); }), /no/);
  await changeFile(file, () => undefined);
  assert.deepEqual([readFileSync(file, 'utf8'), readdirSync(path.dirname(file))], ['kept', ['a.json']]);
});

test('damaged files of .undertone are named for their dataset; the other datasets are audited', t => {
  const made = folder(t), broken: [name: string, text: string][] = [['config.json', '{"expect": '], ['reviewed.json', '{"version": 1, "marks": {"x"'], ['baseline.json', '[]']];
  for (const [name, text] of broken) {
    mkdirSync(path.join(made, name, '.undertone'), { recursive: true });
    cpSync(SAMPLE, path.join(made, name, 'a.jsonl'));
    writeFileSync(path.join(made, name, '.undertone', name), text);
  }
  cpSync(SAMPLE, path.join(made, 'good.jsonl'));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', 'audit', '--format', 'json', made], { encoding: 'utf8' });
  assert.equal(status, 2, stderr);
  assert.deepEqual((JSON.parse(stdout) as { files: { path: string }[] }).files.map(file => path.basename(file.path)), ['good.jsonl']);
  for (const [name, text] of broken) {
    assert.ok(stderr.split('\n').some(line => line.includes(name) && /Correct|corrected/.test(line)), `${name} in:\n${stderr}`);
    assert.equal(readFileSync(path.join(made, name, '.undertone', name), 'utf8'), text);
  }
});

test('a sidecar that meets a full disk is named; the audits are reported all the same', t => {
  const made = folder(t), preload = path.join(made, 'full.cjs'), sidecar = path.join(made, 'records.jsonl');
  writeFileSync(preload, `const fs = require('node:fs'); const fail = (...args) => args.at(-1)(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })); fs.write = fail; fs.writev = fail;`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', preload, 'dist/cli.js', 'audit', '--format', 'json', '--sidecar', sidecar, SAMPLE, path.resolve('extension/samples/numbers-gpt.jsonl')], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.equal((JSON.parse(stdout) as { files: unknown[] }).files.length, 2);
  assert.match(stderr, /records\.jsonl: the disk is full\. Free some space.*goes on without --sidecar/);
  assert.deepEqual(readdirSync(made), ['full.cjs']);
});
