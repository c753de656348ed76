import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { TARGETS } from '../../extension/core/onnx/runtime';

/** What packaging scripts give; they are plain JavaScript, since they run before anything is installed. */
interface Vsix { targets: string[]; contentProblems(names: string[], target: string): string[]; filesOf(file: string): string[] }

const folder = mkdtempSync(path.join(tmpdir(), 'undertone-packages-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const vsix = import(pathToFileURL(path.resolve('.config/vsix.mjs')).href) as Promise<Vsix>;
const target = `${process.platform}-${process.arch}`;
const run = (command: string, args: string[], cwd?: string) => spawnSync(command, args, { encoding: 'utf8', cwd, shell: process.platform === 'win32' });

test('a VSIX of the build holds what one should; foreign files, another system\'s library and a missing one are told', async t => {
  const { contentProblems, filesOf, targets } = await vsix, file = path.join(folder, 'built.vsix');
  if (!targets.includes(target)) return t.skip(`no package is made for ${target}`);
  const { status, stderr } = run(process.execPath, ['.config/package.mjs', '--as-built', file]);
  assert.equal(status, 0, stderr);
  const names = filesOf(file), library = `extension/dist/node_modules/onnxruntime-node/bin/napi-v6/${target.replace('-', '/')}/onnxruntime_binding.node`;
  assert.deepEqual(contentProblems(names, target), []);
  for (const foreign of ['extension/test/unit/cli.test.ts', 'extension/dist/cli.js.map', 'extension/dist/corpus.jsonl', 'extension/.env', 'extension/dist/bench/score.js', 'extension/node_modules/left-pad/index.js',
    library.replace('onnxruntime_binding.node', 'onnxruntime_providers_cuda.so')]) {
    assert.deepEqual(contentProblems([...names, foreign], target), [`${foreign} does not belong in a VSIX for ${target}`]);
  }
  assert.deepEqual(contentProblems(names.filter(name => name !== library), target), [`1 of 2 native libraries for ${target}`]);
  assert.deepEqual(contentProblems(names.filter(name => !name.endsWith('NOTICES.txt')), target), ['extension/THIRD_PARTY_NOTICES.txt is missing']);
  for (const other of targets.filter(name => name !== target)) assert.equal(contentProblems(names, other).length, 3, other);
});

test('packages are made for the systems that the message about a missing runtime names', async () => {
  assert.deepEqual((await vsix).targets, TARGETS);
});

test('the third-party notices are current, and every bundled licence is on the list', () => {
  const { status, stdout, stderr } = run(process.execPath, ['.config/notices.mjs', '--check']);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^\d+ packages: .*onnxruntime-node/);
});

test('the command line as a tarball installs without any registry in an empty folder, and runs there', () => {
  const packed = run('npm', ['pack', '--ignore-scripts', '--json', '--loglevel=error', '--pack-destination', folder]);
  assert.equal(packed.status, 0, packed.stderr);
  const [{ filename, files }] = JSON.parse(packed.stdout) as [{ filename: string; files: { path: string }[] }];
  const loose = files.map(entry => entry.path).filter(name => !name.startsWith('dist/')).toSorted();
  assert.deepEqual(loose, ['LICENSE', 'README.md', 'THIRD_PARTY_NOTICES.txt', 'package.json']);
  const empty = mkdtempSync(path.join(folder, 'empty-'));
  const installed = run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--cache', path.join(folder, 'cache'), path.join(folder, filename)], empty);
  assert.equal(installed.status, 0, installed.stderr);
  const undertone = (...args: string[]) => run(path.join(empty, 'node_modules/.bin/undertone'), args, empty), sample = path.resolve('extension/samples/numbers-qwen.jsonl');
  assert.match(undertone('--version').stdout, /^\d+\.\d+\.\d+\n$/);
  const clean = undertone('audit', sample);
  assert.equal(clean.status, 0, clean.stderr);
  assert.match(clean.stdout, /qwen/);
  assert.equal(undertone('audit', '--expect', 'gpt', sample).status, 1);
  assert.equal(undertone('audit', 'nowhere.jsonl').status, 2);
});
