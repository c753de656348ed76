import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReviewedProblem } from './reviewed';
import { changeFile } from './shared-file';

/** Tags by content hash: they stay with the record when lines move, and go when its text changes. */
export type Tags = ReadonlyMap<string, readonly string[]>;

const HASH = /^[0-9a-f]{16}$/;
const isTags = (value: unknown): value is string[] => Array.isArray(value) && value.every(tag => typeof tag === 'string');

/** Tags as a person writes them, separated by commas: trimmed, each once. */
export function parseTags(text: string): string[] {
  return [...new Set(text.split(',').map(tag => tag.trim()).filter(Boolean))];
}

function parse(text: string, path: string): Map<string, string[]> {
  let value: unknown;
  try { value = JSON.parse(text); } catch (error) { throw new ReviewedProblem(path, `not valid JSON (${error instanceof Error ? error.message : String(error)})`); }
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1 || !('tags' in value)) throw new ReviewedProblem(path, 'not a file of tags that this version knows');
  const entries = Object.entries(value.tags ?? {});
  const bad = entries.find(([hash, tags]) => !HASH.test(hash) || !isTags(tags));
  if (bad) throw new ReviewedProblem(path, `the entry "${bad[0]}" is damaged`);
  return new Map(entries);
}

function format(tags: Tags): string {
  const lines = [...tags].sort(([a], [b]) => a < b ? -1 : 1).map(([hash, names]) => `    ${JSON.stringify(hash)}: ${JSON.stringify(names)}`);
  return `{\n  "version": 1,\n  "tags": {${lines.length ? `\n${lines.join(',\n')}\n  ` : ''}}\n}\n`;
}

/** The tags of one folder's records, in `.undertone/tags.json`. Changes are made one after the other, each on what the file holds then. */
export class TagStore {
  readonly path: string;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.path = join(folder, '.undertone', 'tags.json');
  }

  /** The tags on disk; none where there is no file. Rejects with `ReviewedProblem`. */
  async read(): Promise<Map<string, string[]>> {
    try {
      return parse(await readFile(this.path, 'utf8'), this.path);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
      throw error instanceof ReviewedProblem ? error : new ReviewedProblem(this.path, error instanceof Error ? error.message : String(error));
    }
  }

  /** Gives a record these tags and no others. Rejects with `ReviewedProblem` or the file system's error. */
  set(contentHash: string, names: readonly string[]): Promise<void> {
    const done = this.queue.then(() => changeFile(this.path, text => {
      const tags = text === undefined ? new Map<string, string[]>() : parse(text, this.path);
      if (names.length > 0) tags.set(contentHash, [...names]); else tags.delete(contentHash);
      return format(tags);
    }));
    this.queue = done.catch(() => undefined);
    return done;
  }
}
