import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { openSource, openStream } from '../core/bytes/open';
import type { ByteSource } from '../core/bytes/source';
import { globMatcher } from '../core/curate/glob';
import { UsageError } from './exit-codes';

/** Name of standard input. */
export const STDIN = '-';
const DATASET = /\.(jsonl|ndjson)(\.gz)?$/i;
const SPECIAL = /[*?{]/;
/** Folders that hold no datasets of their own. */
const PASSED_BY = new Set(['node_modules', '.git', '.undertone']);

/** Opens a file, or standard input for `-`. Rejects with ReadProblem. */
export const openInput = (file: string, signal?: AbortSignal): Promise<ByteSource> =>
  (file === STDIN ? openStream(process.stdin, STDIN, signal) : openSource(file, { signal }));

/**
 * Files that the arguments name: a file or `-` as it is, a folder's datasets (and its folders'), and what a glob matches. Each once, in order.
 * Throws UsageError for a folder or glob without any.
 */
export async function expandInputs(args: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const arg of args) found.push(...await expand(arg));
  return [...new Set(found)];
}

async function expand(arg: string): Promise<string[]> {
  const known = arg === STDIN ? undefined : await stat(arg).catch(() => undefined);
  if (known?.isDirectory()) return some(arg, await datasetsIn(arg), 'no .jsonl or .ndjson files (.gz too) in it');
  if (known || arg === STDIN || !SPECIAL.test(arg)) return [arg];
  const base = path.dirname(`${arg.slice(0, arg.search(SPECIAL))}x`), pattern = path.relative(base, arg).split(path.sep).join('/');
  const matches = globMatcher(pattern.includes('/') ? pattern : `./${pattern}`);
  return some(arg, await filesIn(base, file => matches(path.relative(base, file).split(path.sep).join('/'))), 'no file matches');
}

function some(arg: string, files: string[], why: string): string[] {
  if (!files.length) throw new UsageError(`${arg}: ${why}.`);
  return files;
}

const datasetsIn = (folder: string) => filesIn(folder, file => DATASET.test(file));

async function filesIn(folder: string, isWanted: (file: string) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const nested = await Promise.all(entries.sort((a, b) => (a.name < b.name ? -1 : 1)).map(async entry => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return PASSED_BY.has(entry.name) ? [] : filesIn(file, isWanted);
    return isWanted(file) ? [file] : [];
  }));
  return nested.flat();
}
