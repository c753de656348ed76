// npm run package: a VSIX for this platform (--target NAME, or --all of them), with that platform's native binaries only; checks what went in.
// `--as-built FILE` packs dist/ as it stands, for a test of its content.
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies, need, platform, root } from './tools.mjs';
import { contentProblems, filesOf, makeVsix, targets } from './vsix.mjs';

const { values } = parseArgs({ options: { target: { type: 'string', default: platform }, all: { type: 'boolean', default: false }, 'as-built': { type: 'string' } } });
const limitBytes = 45e6;

/** Checks a VSIX and prints its size, or ends with everything that is wrong with it. */
function check(file, target) {
  const sizeBytes = statSync(file).size, names = filesOf(file);
  const problems = [...contentProblems(names, target), ...(sizeBytes > limitBytes ? [`${(sizeBytes / 1e6).toFixed(1)} MB is more than ${limitBytes / 1e6} MB`] : [])];
  for (const problem of problems) console.error(`package: ${problem}`);
  if (problems.length > 0) process.exit(1);
  console.log(`${path.basename(file)}: ${(sizeBytes / 1e6).toFixed(1)} MB (limit ${limitBytes / 1e6} MB), ${names.length} files`);
}

function pack(target) {
  const file = path.join(root, `undertone-${target}.vsix`);
  rmSync(file, { force: true });
  need(process.execPath, ['.config/esbuild.mjs', '--production', '--target', target]);
  makeVsix(target, file);
  check(file, target);
}

ensureDependencies();
if (values['as-built'] !== undefined) {
  makeVsix(values.target, values['as-built']);
  check(values['as-built'], values.target);
} else for (const target of values.all ? targets : [values.target]) pack(target);
if (values.all && targets.includes(platform)) need(process.execPath, ['.config/esbuild.mjs']); // dist/ for this machine again
