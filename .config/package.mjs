// npm run package: a VSIX for this platform (or --target), with that platform's native binaries only; checks what went in.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies, need, platform, root } from './tools.mjs';
import { listZip } from './zip.mjs';

const { values: { target } } = parseArgs({ options: { target: { type: 'string', default: platform } } });
const limitBytes = 45e6;

/** Everything a VSIX may hold; whatever else is in it (tests, source maps, another platform's library, someone's data) is an error. */
const allowed = [
  /^(\[Content_Types\]\.xml|extension\.vsixmanifest)$/,
  /^extension\/(package\.json|package\.nls\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/\.media\/[\w-]+\.png$/,
  /^extension\/extension\/docs\/[\w-]+\.md$/,
  /^extension\/extension\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^extension\/dist\/config\.schema\.json$/,
  /^extension\/dist\/mnist-10k\.(bin\.gz|license\.txt)$/,
  /^extension\/dist\/[\w-]+\.js$/,
  /^extension\/dist\/webview\/[\w-]+\.(js|css)$/,
  /^extension\/dist\/models\/([\w-]+\/)?[\w.-]+\.(onnx|json|md)$/,
  /^extension\/dist\/samples\/[\w-]+\.jsonl$/,
  /^extension\/dist\/node_modules\/onnxruntime-(node|common)\/(package\.json|dist\/[\w./-]+\.js|dist\/cjs\/package\.json)$/,
  new RegExp(`^extension/dist/node_modules/onnxruntime-node/bin/napi-v6/${target.replace('-', '/')}/[\\w.-]+$`),
];
const required = ['extension/dist/extension.js', 'extension/dist/worker.js', 'extension/dist/cli.js', 'extension/package.json', 'extension/readme.md'];

function complain(problems) {
  if (problems.length === 0) return;
  for (const problem of problems) console.error(`package: ${problem}`);
  process.exit(1);
}

/** vsce lists every file and looks for updates of itself; that is shown only when it fails. */
function makeVsix(file) {
  const words = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--target', target, '--out', file];
  const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', ...words], { cwd: root, encoding: 'utf8' });
  if (status !== 0) complain([`vsce failed\n${stdout}${stderr}`]);
}

ensureDependencies();
const file = path.join(root, `undertone-${target}.vsix`);
rmSync(file, { force: true });
need(process.execPath, ['.config/esbuild.mjs', '--production', '--target', target]);
makeVsix(file);

const sizeBytes = statSync(file).size;
const names = listZip(readFileSync(file)).filter(name => !name.endsWith('/'));
complain([
  ...names.filter(name => !allowed.some(pattern => pattern.test(name))).map(name => `${name} does not belong in a VSIX`),
  ...required.filter(name => !names.includes(name)).map(name => `${name} is missing`),
  ...(names.some(name => name.endsWith('.onnx')) ? [] : ['no model in it']),
  ...(sizeBytes > limitBytes ? [`${(sizeBytes / 1e6).toFixed(1)} MB is more than ${limitBytes / 1e6} MB`] : []),
]);
console.log(`${path.basename(file)}: ${(sizeBytes / 1e6).toFixed(1)} MB (limit ${limitBytes / 1e6} MB), ${names.length} files`);
