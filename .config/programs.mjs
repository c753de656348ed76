// What esbuild bundles: the Node programs, and one script and stylesheet per page.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './tools.mjs';

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const entries = {
  extension: 'extension/extension.ts', worker: 'extension/worker/entry.ts', 'dataset-worker': 'extension/worker/dataset-entry.ts',
  'lab-worker': 'extension/worker/lab-entry.ts', cli: 'extension/cli/main.ts',
};

const pageNames = readdirSync(path.join(root, 'webview')).filter(name => existsSync(path.join(root, 'webview', name, 'main.ts')));

/** The build options of everything that is bundled; released bundles are minified and have no source maps. */
export function bundles(production) {
  const common = { absWorkingDir: root, bundle: true, minify: production, sourcemap: !production, legalComments: 'eof', logLevel: 'warning' };
  const programs = Object.entries(entries).map(([name, entry]) => ({
    ...common, entryPoints: { [name]: entry }, outdir: 'dist', banner: name === 'cli' ? { js: '#!/usr/bin/env node' } : {},
    platform: 'node', target: 'node20', format: 'cjs', external: ['vscode', 'onnxruntime-node'],
    define: { 'process.env.UNDERTONE_VERSION': JSON.stringify(version) },
  }));
  const pages = {
    ...common, entryPoints: Object.fromEntries(pageNames.map(name => [name, `webview/${name}/main.ts`])),
    outdir: 'dist/webview', platform: 'browser', target: 'chrome120', format: 'iife',
  };
  return [...programs, pages];
}
