// npm test: types, lint, build, unit and golden tests, two minutes of fuzzing, webview tests in Chromium, end-to-end tests in a real VS Code.
// Runs from a fresh clone. Name tiers to run only those: `npm test -- unit webview`.
// REQUIRE_CHROMIUM=1 and REQUIRE_VSCODE_HOST=1 make a tier that cannot run here a failure instead of a loud skip.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureDependencies, platform, root, run } from './tools.mjs';

ensureDependencies();
const { tsImport } = await import('tsx/esm/api');
const { chromiumMissing, hostMissing } = await tsImport('../test/vscode/lib/find.ts', import.meta.url);

const output = path.join(root, 'test/output');
const countsFile = path.join(output, 'counts.txt');
const none = { passed: 0, failed: 0, skipped: 0 };

const testFiles = folders => folders.map(folder => path.join('test', folder)).filter(folder => existsSync(path.join(root, folder)))
  .flatMap(folder => readdirSync(path.join(root, folder)).filter(name => name.endsWith('.test.ts')).map(name => path.join(folder, name)));

/** Counts from the runner's own TAP summary. A run that left none, or that tested nothing, has failed. */
function readCounts(tapFile) {
  const tap = existsSync(tapFile) ? readFileSync(tapFile, 'utf8') : '';
  const count = label => Number(new RegExp(`^# ${label} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
  const counts = { passed: count('pass'), failed: count('fail') + count('cancelled'), skipped: count('skipped') };
  return counts.passed + counts.failed + counts.skipped === 0 ? { ...counts, failed: 1, note: 'no test ran' } : counts;
}

function runTests(name, files, words) {
  const tapFile = path.join(output, `${name}.tap`);
  rmSync(tapFile, { force: true });
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${tapFile}`];
  const code = run(process.execPath, ['--import', 'tsx', '--test', ...words, ...reporters, ...files]);
  const counts = readCounts(tapFile);
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1, note: `the runner exited with ${code}` } : counts;
}

/** Browser and editor tests wait on other programs: a file of theirs that fails gets one second try, which the summary tells. */
function runTwice(name, files, words) {
  const again = [];
  const sum = { ...none };
  for (const file of files) {
    let counts = runTests(name, [file], words);
    if (counts.failed > 0) {
      console.warn(`\n${file}: ${counts.failed} failed; a second try follows.`);
      again.push(path.basename(file));
      counts = runTests(name, [file], words);
    }
    for (const key of Object.keys(none)) sum[key] += counts[key];
  }
  const note = again.length > 0 ? `${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped; second try: ${again.join(', ')}` : undefined;
  return { ...sum, note };
}

/** A tier whose surroundings are missing: said loudly, and a failure where it is required. */
function cannotRun(name, files, why, required) {
  const banner = '!'.repeat(78);
  console.warn(`\n${banner}\n!! ${name} tests NOT RUN: ${why}\n${banner}`);
  return required ? { ...none, failed: 1, note: `required, but ${why}` } : { ...none, skipped: files.length, note: `not run: ${why}` };
}

const step = (name, command, words) => ({
  name, run: () => run(command, words) === 0 ? none : { ...none, failed: 1, note: 'failed' },
});

const tier = (name, folders, words, { missing = () => undefined, required = false, prepare = () => 0, runner = runTests } = {}) => ({
  name, run: () => {
    const files = testFiles(folders);
    const why = missing();
    if (why) return cannotRun(name, files, why, required);
    if (files.length === 0) return { ...none, failed: 1, note: `no test files in ${folders.join(', ')}` };
    return prepare() === 0 ? runner(name, files, words) : { ...none, failed: 1, note: 'its preparation failed' };
  },
});

const node = process.execPath;
const tool = (name, ...words) => [node, [path.join('node_modules', name), ...words]];
const wantsChromium = process.env.REQUIRE_CHROMIUM === '1';
const wantsHost = process.env.REQUIRE_VSCODE_HOST === '1';

const tiers = [
  step('types', ...tool('typescript/bin/tsc', '--noEmit', '-p', '.')),
  step('page types', ...tool('typescript/bin/tsc', '--noEmit', '-p', 'webview')),
  step('lint', ...tool('eslint/bin/eslint.js', '-c', '.config/eslint.mjs', '--max-warnings', '0', '.')),
  step('build', node, ['.config/esbuild.mjs']),
  tier('unit', ['unit', 'golden'], ['--test-timeout=120000']),
  step('fuzz', node, ['.config/fuzz.mjs', '--seconds', '120', '--seed', '1']),
  tier('webview', ['webview'], ['--test-timeout=120000', '--test-concurrency=1'], { missing: chromiumMissing, required: wantsChromium, runner: runTwice }),
  tier('vscode', ['vscode'], ['--test-timeout=300000', '--test-concurrency=1'], {
    missing: () => hostMissing() ?? chromiumMissing(), required: wantsHost, runner: runTwice,
    prepare: () => run(node, ['.config/package.mjs', '--target', platform]),
  }),
];

function summarise(results) {
  const sum = key => results.reduce((total, result) => total + result[key], 0);
  console.log('\nSummary');
  for (const { name, passed, failed, skipped, note, elapsedMs } of results) {
    const state = note ?? (passed + failed + skipped === 0 ? 'ok' : `${passed} passed, ${failed} failed, ${skipped} skipped`);
    console.log(`  ${failed > 0 ? 'FAIL' : skipped > 0 ? 'SKIP' : 'ok  '}  ${name.padEnd(11)} ${`${(elapsedMs / 1000).toFixed(1)} s`.padStart(8)}  ${state}`);
  }
  const line = `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
  writeFileSync(countsFile, `${line}\n`);
  console.log(`\n${line}`);
  return sum('failed');
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !tiers.some(entry => entry.name === name));
if (unknown.length > 0) {
  console.error(`No tier ${unknown.join(', ')}; there are: ${tiers.map(entry => entry.name).join(', ')}.`);
  process.exit(2);
}
mkdirSync(output, { recursive: true });
rmSync(countsFile, { force: true });
const results = [];
for (const entry of tiers.filter(({ name }) => chosen.length === 0 || chosen.includes(name))) {
  console.log(`\n== ${entry.name}`);
  const started = Date.now();
  results.push({ name: entry.name, ...entry.run(), elapsedMs: Date.now() - started });
}
process.exitCode = summarise(results) > 0 ? 1 : 0;
