import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeFile } from './shared-file';

/** A person looked at a finding and put it aside. */
export interface Mark {
  /** Rule of the finding that was looked at. */
  rule: string;
  /** ISO 8601, UTC. */
  markedAt: string;
}

/** Marks by content hash: they stay with the record when lines move, and go when its text changes. */
export type Marks = ReadonlyMap<string, Mark>;

const HASH = /^[0-9a-f]{16}$/;

/** A file of marks that cannot be used; it is never overwritten. The message names file and remedy. */
export class ReviewedProblem extends Error {
  constructor(path: string, why: string) {
    super(`${path}: ${why}. What it marks is neither shown nor saved until it is corrected, restored or deleted; the file is left as it is.`);
    this.name = 'ReviewedProblem';
  }
}

const isMark = (value: unknown): value is Mark =>
  typeof value === 'object' && value !== null && 'rule' in value && typeof value.rule === 'string' && 'markedAt' in value && typeof value.markedAt === 'string';

/** Reads the text of `reviewed.json`. Throws `ReviewedProblem`; `path` is for its message. */
export function parseReviewed(text: string, path: string): Map<string, Mark> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ReviewedProblem(path, `not valid JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (typeof value !== 'object' || value === null || !('version' in value) || !('marks' in value)) throw new ReviewedProblem(path, 'not a file of reviewed marks');
  if (value.version !== 1) throw new ReviewedProblem(path, `written by another version of Undertone (version ${String(value.version)}, this one knows 1)`);
  const entries = Object.entries(value.marks ?? {});
  const bad = entries.find(([hash, mark]) => !HASH.test(hash) || !isMark(mark));
  if (bad) throw new ReviewedProblem(path, `the mark "${bad[0]}" is damaged`);
  return new Map(entries);
}

/** The text of `reviewed.json`: sorted, one mark a line, so that version control merges it well. */
export function formatReviewed(marks: Marks): string {
  const lines = [...marks].sort(([a], [b]) => a < b ? -1 : 1).map(([hash, mark]) => `    ${JSON.stringify(hash)}: ${JSON.stringify(mark)}`);
  return `{\n  "version": 1,\n  "marks": {${lines.length ? `\n${lines.join(',\n')}\n  ` : ''}}\n}\n`;
}

/** Files of marks in `.undertone/`: what a person looked at, and what was there when a baseline was taken. */
export type MarksFile = 'reviewed' | 'baseline';

/** The marks of one folder, in `.undertone/reviewed.json` or `.undertone/baseline.json`. Changes are made one after the other, each on what the file holds then. */
export class ReviewedStore {
  readonly path: string;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(folder: string, name: MarksFile = 'reviewed') {
    this.path = join(folder, '.undertone', `${name}.json`);
  }

  /** The marks on disk; none where there is no file. Rejects with `ReviewedProblem`. */
  async read(): Promise<Map<string, Mark>> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
      throw new ReviewedProblem(this.path, error instanceof Error ? error.message : String(error));
    }
    return parseReviewed(text, this.path);
  }

  /** Marks a record or file as reviewed; marking again keeps the first date. Rejects with `ReviewedProblem` or the file system's error. */
  mark(contentHash: string, rule: string, now = new Date()): Promise<void> {
    return this.change(marks => { if (!marks.has(contentHash)) marks.set(contentHash, { rule, markedAt: now.toISOString() }); });
  }

  /** Marks many findings at once; resolves with how many were new. Rejects as `mark` does. */
  async markAll(findings: readonly { contentHash: string; rule: string }[], now = new Date()): Promise<number> {
    let added = 0;
    await this.change(marks => {
      const before = marks.size;
      for (const { contentHash, rule } of findings) if (!marks.has(contentHash)) marks.set(contentHash, { rule, markedAt: now.toISOString() });
      added = marks.size - before;
    });
    return added;
  }

  /** Takes a mark away; no file is made where there was none. Rejects as `mark` does. */
  async unmark(contentHash: string): Promise<void> {
    if ((await this.read()).has(contentHash)) await this.change(marks => { marks.delete(contentHash); });
  }

  private change(edit: (marks: Map<string, Mark>) => void): Promise<void> {
    const done = this.queue.then(() => changeFile(this.path, text => {
      const marks = text === undefined ? new Map<string, Mark>() : parseReviewed(text, this.path);
      edit(marks);
      return formatReviewed(marks);
    }));
    this.queue = done.catch(() => undefined);
    return done;
  }
}
