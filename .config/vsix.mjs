// A VSIX: how it is made from dist/, and what one may hold.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { root } from './tools.mjs';
import { listZip } from './zip.mjs';

/** Systems that a VSIX is made for: those that onnxruntime-node has a library for (Intel Macs are not among them). */
export const targets = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];

/** Everything a VSIX may hold; whatever else is in it (tests, source maps, another platform's library, someone's data) is an error. */
const allowed = target => [
  /^(\[Content_Types\]\.xml|extension\.vsixmanifest)$/,
  /^extension\/(package\.json|package\.nls\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD_PARTY_NOTICES\.txt)$/,
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
  new RegExp(`^extension/dist/node_modules/onnxruntime-node/bin/napi-v6/${target.replace('-', '/')}/(onnxruntime_binding\\.node|${libraries[target.split('-')[0]]})$`),
];

/** The runtime's library on each system. */
const libraries = { linux: 'libonnxruntime\\.so\\.1', win32: 'onnxruntime\\.dll', darwin: 'libonnxruntime\\.1\\.dylib' };

const required = [
  ...['extension', 'worker', 'dataset-worker', 'lab-worker', 'cli'].map(name => `extension/dist/${name}.js`), 'extension/dist/models/numbers.onnx', 'extension/dist/models/text.onnx',
  'extension/package.json', 'extension/readme.md', 'extension/LICENSE.txt', 'extension/THIRD_PARTY_NOTICES.txt',
];

/** What is wrong with the names of a VSIX's files; nothing when it holds what one for `target` should, and that alone. */
export function contentProblems(names, target) {
  const patterns = allowed(target), native = names.filter(name => patterns.at(-1).test(name)).length;
  return [
    ...names.filter(name => !patterns.some(pattern => pattern.test(name))).map(name => `${name} does not belong in a VSIX for ${target}`),
    ...required.filter(name => !names.includes(name)).map(name => `${name} is missing`),
    ...(native === 2 ? [] : [`${native} of 2 native libraries for ${target}`]),
  ];
}

/** Names of the files in a VSIX. */
export const filesOf = file => listZip(readFileSync(file)).filter(name => !name.endsWith('/'));

/** Packs dist/ as it is. Throws with what vsce said when it fails: it lists every file and looks for updates of itself otherwise. */
export function makeVsix(target, file) {
  const words = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--target', target, '--out', file];
  const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', ...words], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`vsce failed\n${stdout}${stderr}`);
}
