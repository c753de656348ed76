// npm run fuzz -- --seconds 120 [--seed N] [--target WORD]: bundles test/fuzz/run.ts and runs it without a loader.
import { buildSync } from 'esbuild';
import path from 'node:path';
import { root, run } from './tools.mjs';

const outfile = path.join(root, 'dist/bench/fuzz.js');
buildSync({ entryPoints: [path.join(root, 'test/fuzz/run.ts')], outfile, bundle: true, platform: 'node', target: 'node20', format: 'cjs', external: ['onnxruntime-node', 'esbuild'], logLevel: 'warning' });
process.exit(run(process.execPath, [outfile, ...process.argv.slice(2)]));
