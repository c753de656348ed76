// Runs a bench of test/bench as the product runs: bundled, without a loader.
//   node .config/bench.mjs score 4
import { buildSync } from 'esbuild';
import path from 'node:path';
import { root, run } from './tools.mjs';

const [name, ...words] = process.argv.slice(2);
if (!name) throw new Error('Name a bench of test/bench, for example: node .config/bench.mjs score');
const outfile = path.join(root, 'dist/bench', `${name}.js`);
buildSync({ entryPoints: [path.join(root, 'test/bench', `${name}.ts`)], outfile, bundle: true, platform: 'node', target: 'node20', format: 'cjs', external: ['onnxruntime-node'], logLevel: 'warning' });
process.exit(run(process.execPath, [outfile, ...words]));
