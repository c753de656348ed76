import { isNumber, isNumbers, isRecord, readSharedRun, type RunFormat } from '../lab/shared-run';
import type { LanguageEvent, LanguageRun } from '../protocol/language-lab';
import { checkLanguagePlan, CONDITIONS } from './settings';

const SHARED: RunFormat = { format: 'undertone-language-lab', version: 1, lab: 'language lab' };

/** A run as a small file. */
export function writeLanguageRun(run: LanguageRun): string {
  const short = (_key: string, value: unknown) => typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
  return `${JSON.stringify({ format: SHARED.format, version: SHARED.version, run }, short)}\n`;
}

/** Reads what writeLanguageRun wrote; `file` names it in messages. Throws DataProblem for anything else. */
export function readLanguageRun(text: string, file: string): LanguageRun {
  return readSharedRun(text, file, SHARED, firstWrong) as unknown as LanguageRun;
}

/** What is wrong with a run from outside, or undefined; the page relies on these forms. */
function firstWrong(run: Record<string, unknown>): string | undefined {
  checkLanguagePlan(run.plan as LanguageRun['plan']);
  if (typeof run.isComplete !== 'boolean' || !Array.isArray(run.events)) return 'its events are missing';
  const event = run.events.findIndex(each => !isEvent(each));
  return event >= 0 ? `event ${event + 1} is not one` : undefined;
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(each => typeof each === 'string');
const has = (value: unknown, ...keys: string[]): boolean => isRecord(value) && keys.every(key => isNumber(value[key]));
const isCurves = (value: unknown): boolean => isRecord(value) && ['bags', 'ngrams', 'chance', 'probe', 'oracle'].every(key => isNumbers(value[key]));
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
