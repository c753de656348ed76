// npm start: builds, audits the bundled samples with the real model, writes the report and opens a sample in VS Code.
// Runs from a fresh clone. `--no-open` (also implied without a terminal, or by CI) ends after the report.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureDependencies, need, onPath, platform, root, run } from './tools.mjs';

const interactive = process.stdout.isTTY && !process.env.CI && !process.argv.includes('--no-open');
const node = process.execPath;
const shownSample = 'numbers-mixed.jsonl';
const reportFolder = path.join(root, '.undertone-report');

/** Audits every sample; exit code 1 means findings, which some samples are there to show. */
function audit(files) {
  const report = path.join(reportFolder, 'samples.html');
  rmSync(report, { force: true }); // the command line never overwrites a file
  const code = run(node, ['dist/cli.js', 'audit', '--report', report, ...files]);
  if (code > 1) process.exit(code);
  console.log(`\nReport: ${report}`);
}

/** A copy of the samples: marks and edits made while trying things out stay out of the checkout. */
function makeWorkspace() {
  const workspace = path.join(reportFolder, 'workspace');
  cpSync(path.join(root, 'dist/samples'), workspace, { recursive: true });
  return workspace;
}

async function openInVsCode() {
  const { tsImport } = await import('tsx/esm/api');
  const { findHost } = await tsImport('../test/vscode/lib/find.ts', import.meta.url);
  const code = onPath('code');
  if (code) {
    const workspace = makeWorkspace();
    console.log(`Opening ${shownSample} in VS Code with Undertone loaded.`);
    spawn(code, [`--extensionDevelopmentPath=${root}`, workspace, path.join(workspace, shownSample)],
      { detached: true, stdio: 'ignore', shell: process.platform === 'win32' }).unref();
  } else if (findHost()) {
    need(node, ['.config/package.mjs', '--target', platform]);
    process.on('SIGINT', () => {}); // Ctrl+C ends the server; this script waits for it to clean up
    need(node, ['--import', 'tsx', 'test/vscode/serve.ts', `undertone-${platform}.vsix`, makeWorkspace()]);
  } else console.log('To see it in the editor: install VS Code with its `code` command, or run `node test/vscode/host/setup.mjs` for one in the browser; then `npm start` again.');
}

ensureDependencies();
need(node, ['.config/esbuild.mjs']);
mkdirSync(reportFolder, { recursive: true });
const sampleNames = readdirSync(path.join(root, 'dist/samples')).filter(name => /\.jsonl(\.gz)?$/.test(name)).sort();
audit(sampleNames.map(name => path.join('dist/samples', name)));
if (interactive) await openInVsCode();
else console.log('Not opening VS Code: no terminal, CI, or --no-open.');
