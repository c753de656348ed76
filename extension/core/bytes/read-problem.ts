import type { Problem } from '../protocol/nouns';

/** A file that cannot be read, or not any further: carries the problem, with its remedy, as plain data. */
export class ReadProblem extends Error {
  override readonly name = 'ReadProblem';
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(`${problem.message} ${problem.remedy}`, { cause });
    this.problem = problem;
  }
}

const REASONS: Record<string, [reason: string, remedy: string]> = {
  ENOENT: ['no such file', 'Check the path and its spelling.'],
  EACCES: ['permission denied', 'Give your user the right to read it.'],
  EPERM: ['permission denied', 'Give your user the right to read it.'],
  EISDIR: ['is a directory, not a file', 'Name the files in it, for example with a pattern such as folder/*.jsonl.'],
  ENOTSUP: ['is a pipe or a device, not a regular file', 'Save what it gives to a file first.'],
  EMFILE: ['too many files are open', 'Close some, or pass fewer files at once.'],
  ESTALE: ['the file vanished while it was read', 'Check the disk or network share and run again.'],
  ENOSPC: ['the disk of the temporary folder is full, so that it cannot be unpacked', 'Free some space, or decompress it yourself, and open it again.'],
  EIO: ['the disk or network share failed while reading', 'Check the disk or network share and run again.'],
};

/** Turns a failure of the file system into a `ReadProblem`; one that already is stays as it is. */
export function asReadProblem(name: string, error: unknown): ReadProblem {
  if (error instanceof ReadProblem) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const detail = error instanceof Error ? error.message : String(error);
  const [reason, remedy] = REASONS[code] ?? [`cannot be read (${detail})`, 'Check the file and run again.'];
  return new ReadProblem({ code: 'unreadable', message: `${name}: ${reason}.`, remedy }, error);
}
