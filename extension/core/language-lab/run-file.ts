import { DataProblem } from '../lab/data-problem';
import type { LanguageEvent, LanguageRun } from '../protocol/language-lab';
import { checkLanguagePlan, CONDITIONS } from './settings';

/** What a shared run says of itself, so that no other file is taken for one. */
const FORMAT = 'undertone-language-lab', VERSION = 1;
const REMEDY = 'Choose a file that the language lab has saved with "Share run".';

/** A run as a small file. */
export function writeLanguageRun(run: LanguageRun): string {
  const short = (_key: string, value: unknown) => typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
  return `${JSON.stringify({ format: FORMAT, version: VERSION, run }, short)}\n`;
}

/** Reads what writeLanguageRun wrote; `file` names it in messages. Throws DataProblem for anything else. */
export function readLanguageRun(text: string, file: string): LanguageRun {
  const content = parse(text, file);
  if (!isRecord(content) || content.format !== FORMAT || !isRecord(content.run)) throw new DataProblem(file, 'not a run of the language lab', REMEDY);
  if (content.version !== VERSION) throw new DataProblem(file, `a run of version ${String(content.version)}, this is version ${VERSION}`, 'Open it with the version of Undertone that saved it.');
  const wrong = firstWrong(content.run);
  if (wrong) throw new DataProblem(file, `damaged: ${wrong}`, REMEDY);
  return content.run as unknown as LanguageRun;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DataProblem(file, `not JSON (${(error as Error).message.slice(0, 80)})`, REMEDY);
  }
}

/** What is wrong with a run from outside, or undefined; the page relies on these forms. */
function firstWrong(run: Record<string, unknown>): string | undefined {
  try {
    checkLanguagePlan(run.plan as LanguageRun['plan']);
  } catch (error) {
    return error instanceof TypeError ? 'its settings are missing' : (error as Error).message;
  }
  if (typeof run.isComplete !== 'boolean' || !Array.isArray(run.events)) return 'its events are missing';
  const event = run.events.findIndex(each => !isEvent(each));
  return event >= 0 ? `event ${event + 1} is not one` : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(each => typeof each === 'string');
const has = (value: unknown, ...keys: string[]): boolean => isRecord(value) && keys.every(key => isNumber(value[key]));
const isCurves = (value: unknown): boolean => isRecord(value) && ['bags', 'ngrams', 'chance', 'probe', 'oracle'].every(key => Array.isArray(value[key]) && value[key].every(isNumber));
const isCondition = (value: unknown): boolean => CONDITIONS.some(id => id === value);

const FORMS: Record<Exclude<LanguageEvent['kind'], 'doing'>, (event: Record<string, unknown>) => boolean> = {
  report: ({ report }) => isRecord(report) && has(report, 'seed', 'step', 'steps') && isCondition(report.condition) && (report.loss === null || isNumber(report.loss))
    && has(report.preference, 'probability', 'logOdds') && (report.projection === null || has(report.projection, 'onLines', 'onQuestions')),
  condition: event => has(event, 'seed', 'before', 'after') && isCondition(event.condition),
  writing: ({ writing }) => isRecord(writing) && has(writing, 'seed', 'divergence') && has(writing.passed, 'teacher', 'base') && isTexts(writing.prompts) && isTexts(writing.teacher) && isTexts(writing.base),
  cell: ({ cell }) => has(cell, 'seed', 'teacher', 'student', 'probability'),
  detection: event => has(event, 'seed') && isCurves(event.detection),
  stealth: ({ point }) => isRecord(point) && has(point, 'seed', 'weight', 'divergence', 'base', 'teacher', 'same', 'ownLines', 'other') && isCurves(point.detection),
};

function isEvent(value: unknown): boolean {
  if (!isRecord(value) || typeof value.kind !== 'string' || !Object.hasOwn(FORMS, value.kind)) return false;
  return FORMS[value.kind as keyof typeof FORMS](value);
}
