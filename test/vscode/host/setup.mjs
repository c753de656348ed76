// Installs a real VS Code server (the npm package code-server) into .vscode-host/, or into $VSCODE_HOST_DIR.
// Install scripts stay off: they would need a compiler and downloads from hosts other than the npm registry.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const source = import.meta.dirname;
const target = path.resolve(process.env.VSCODE_HOST_DIR ?? path.join(source, '../../../.vscode-host'));
const stamp = path.join(target, '.ready');
const wanted = createHash('sha256').update(readFileSync(path.join(source, 'package-lock.json'))).digest('hex');

/** npm hands its own settings to what it runs; inherited here they would point at the wrong folder. */
const environment = Object.fromEntries(Object.entries(process.env)
  .filter(([name]) => !/^npm_(config_(local_prefix|prefix|ignore_scripts|workspace)|package_|lifecycle_)/i.test(name)));

function npm(folder, ...words) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', [...words, ...quiet], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'], env: environment });
}

function install() {
  rmSync(stamp, { force: true });
  mkdirSync(target, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(path.join(source, file), path.join(target, file));
  npm(target, 'ci');
  // `npm ci` refuses here: the published npm-shrinkwrap.json lacks an entry; `install` keeps to it for the rest.
  npm(path.join(target, 'node_modules/code-server/lib/vscode'), 'install', '--omit=dev');
  writeFileSync(stamp, wanted);
}

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) console.log(`VS Code host ready in ${target}`);
else {
  const started = Date.now();
  install();
  console.log(`VS Code host installed in ${target} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
