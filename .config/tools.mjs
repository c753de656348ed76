// What the build, start, test and packaging scripts share. Node built-ins only: it runs before `npm ci` has.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The project's folder; every script works from any current folder. */
export const root = path.resolve(import.meta.dirname, '..');

/** This machine as a VSIX target, e.g. `linux-x64`. */
export const platform = `${process.platform}-${process.arch}`;

/** Runs a command in the project with its output shown; returns the exit code (1 when it could not start or was killed). */
export function run(command, words, options = {}) {
  return spawnSync(command, words, { cwd: root, stdio: 'inherit', ...options }).status ?? 1;
}

/** Runs a command and ends this script with its exit code when it fails. */
export function need(command, words, options) {
  const code = run(command, words, options);
  if (code !== 0) process.exit(code);
}

/** On Windows npm is a batch file, which only a shell starts. */
const shell = process.platform === 'win32';

/** Installs what package-lock.json names, once: a fresh clone has no node_modules. */
export function ensureDependencies() {
  if (existsSync(path.join(root, 'node_modules/.package-lock.json'))) return;
  console.log('Installing dependencies (npm ci), once.');
  need('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { shell });
}

/** The folder of an executable on PATH, or undefined. */
export function onPath(name) {
  const suffixes = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.flatMap(folder => suffixes.map(suffix => path.join(folder, name + suffix))).find(file => existsSync(file));
}
