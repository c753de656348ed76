import { DataProblem } from './data-problem';

/** What a lab's shared runs say of themselves, so that no other file is taken for one. */
export interface RunFormat { format: string; version: number; lab: string }

/** A value that is an object and no list. */
export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
/** A finite number. */
export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
/** A list of finite numbers. */
export const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber);

/** Reads a shared run; `firstWrong` says what is wrong with its content, or undefined, and may throw what a check of its plan throws. Throws DataProblem that names `file`. */
export function readSharedRun(text: string, file: string, { format, version, lab }: RunFormat, firstWrong: (run: Record<string, unknown>) => string | undefined): Record<string, unknown> {
  const remedy = `Choose a file that the ${lab} has saved with "Share run".`;
  const content = parse(text, file, remedy);
  if (!isRecord(content) || content.format !== format || !isRecord(content.run)) throw new DataProblem(file, `not a run of the ${lab}`, remedy);
  if (content.version !== version) throw new DataProblem(file, `a run of version ${String(content.version)}, this is version ${version}`, 'Open it with the version of Undertone that saved it.');
  const wrong = whatIsWrong(content.run, firstWrong);
  if (wrong) throw new DataProblem(file, `damaged: ${wrong}`, remedy);
  return content.run;
}

function parse(text: string, file: string, remedy: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DataProblem(file, `not JSON (${(error as Error).message.slice(0, 80)})`, remedy);
  }
}

/** A plan that lacks its settings fails its check with a TypeError, one with wrong settings with words of its own. */
function whatIsWrong(run: Record<string, unknown>, firstWrong: (run: Record<string, unknown>) => string | undefined): string | undefined {
  try {
    return firstWrong(run);
  } catch (error) {
    return error instanceof TypeError ? 'its settings are missing' : (error as Error).message;
  }
}
