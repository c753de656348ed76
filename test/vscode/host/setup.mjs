// Installs a real VS Code server (the npm package code-server): the newest that npm has into .vscode-host/, or with `oldest` the oldest that
// the extension admits into .vscode-host-oldest/. `$VSCODE_HOST_DIR` names another folder.
// Install scripts stay off: they would need a compiler and downloads from hosts other than the npm registry.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const editor = process.argv[2] ?? 'newest';
if (!['newest', 'oldest'].includes(editor)) throw new Error(`No VS Code called ${editor}: newest or oldest.`);
const isOldest = editor === 'oldest';
const host = import.meta.dirname, source = isOldest ? path.join(host, 'oldest') : host;
const target = path.resolve(process.env.VSCODE_HOST_DIR ?? path.join(host, '../../..', isOldest ? '.vscode-host-oldest' : '.vscode-host'));
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
  for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(source, file), path.join(target, file));
  cpSync(path.join(host, '.npmrc'), path.join(target, '.npmrc'));
  npm(target, 'ci');
  const server = path.join(target, 'node_modules/code-server/lib/vscode');
  // `npm ci` refuses here: the published npm-shrinkwrap.json lacks an entry; `install` keeps to it for the rest.
  npm(server, 'install', '--omit=dev');
  // What code-server's own install script would do; the newer one no longer needs it.
  if (isOldest && !existsSync(path.join(server, 'node_modules.asar'))) symlinkSync('node_modules', path.join(server, 'node_modules.asar'));
  writeFileSync(stamp, wanted);
}

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) console.log(`VS Code host ready in ${target}`);
else {
  const started = Date.now();
  install();
  console.log(`VS Code host (${editor}) installed in ${target} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
