import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Compares text with a committed file; on a mismatch writes `<name>.actual` beside it. `UPDATE_GOLDEN=1` rewrites the file instead. */
export function matchGolden(name: string, actual: string): void {
  const file = path.join(__dirname, 'expected', name);
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, actual);
  const expected = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (actual !== expected) writeFileSync(`${file}.actual`, actual);
  assert.equal(actual, expected, `${file} differs; see ${name}.actual, or run with UPDATE_GOLDEN=1 when the change is meant`);
}
