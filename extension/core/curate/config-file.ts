import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { chooseFor, CONFIG_NAMES, parseConfig } from './config';
import { ConfigProblem } from './config-reader';
import type { FileChoice } from './config';

/** A file's choice and the config file that it came from; `path` is undefined where none governs the file. */
export interface FoundChoice { choice: FileChoice; path?: string }

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new ConfigProblem(path, error instanceof Error ? error.message : String(error), 'Make the file readable, or delete it.');
  }
}

/** Finds the nearest config file at or above a data file's folder and reads what it says about that file. Rejects with `ConfigProblem`. */
export async function findChoice(dataPath: string): Promise<FoundChoice> {
  for (let folder = dirname(dataPath); ; folder = dirname(folder)) {
    for (const name of CONFIG_NAMES) {
      const path = join(folder, name);
      const text = await readIfThere(path);
      if (text !== undefined) return { path, choice: chooseFor(parseConfig(text, path), relative(folder, dataPath).split(sep).join('/')) };
    }
    if (dirname(folder) === folder) return { choice: {} };
  }
}
