import type { LabReport, LabRun } from '../protocol/mnist-lab';
import { DataProblem } from './data-problem';
import { checkPlan, CONDITIONS } from './settings';

/** What a shared run says of itself, so that no other file is taken for one. */
const FORMAT = 'undertone-mnist-lab', VERSION = 1;
const REMEDY = 'Choose a file that the lab has saved with "Share this run".';

/** A run as a small file: its curves, guesses and confusions, without the pictures of weights. */
export function writeRun(run: LabRun): string {
  const reports = run.reports.map(report => ({ ...report, loss: report.loss === null ? null : Number(report.loss.toPrecision(4)), weights: undefined }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, run: { ...run, reports, plan: { ...run.plan, dataFolder: null } } })}\n`;
}

/** Reads what writeRun wrote; `file` names it in messages. Throws DataProblem for anything else. */
export function readRun(text: string, file: string): LabRun {
  const content = parse(text, file);
  if (!isRecord(content) || content.format !== FORMAT || !isRecord(content.run)) throw new DataProblem(file, 'not a run of the MNIST lab', REMEDY);
  if (content.version !== VERSION) throw new DataProblem(file, `a run of version ${String(content.version)}, this is version ${VERSION}`, 'Open it with the version of Undertone that saved it.');
  const wrong = firstWrong(content.run);
  if (wrong) throw new DataProblem(file, `damaged: ${wrong}`, REMEDY);
  return content.run as unknown as LabRun;
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
    checkPlan(run.plan as LabRun['plan']);
  } catch (error) {
    return error instanceof TypeError ? 'its settings are missing' : (error as Error).message;
  }
  if (typeof run.dataDescription !== 'string' || typeof run.isFull !== 'boolean' || typeof run.isComplete !== 'boolean') return 'it does not say what it was trained on';
  if (!isPictures(run.watched) || !/^\d{20}$/.test(String((run.watched as Record<string, unknown>).labels))) return 'its test digits are missing';
  if (!Array.isArray(run.reports) || !Array.isArray(run.steps)) return 'its curves are missing';
  const report = run.reports.findIndex(each => !isReport(each));
  if (report >= 0) return `report ${report + 1} is not one`;
  const step = run.steps.findIndex(each => !isRecord(each) || !isNumber(each.seed) || !isNumber(each.innerProduct) || !isNumber(each.cosine) || !isNumber(each.lossChange) || !['shared', 'other'].includes(String(each.initialisation)));
  if (step >= 0) return `gradient step ${step + 1} is not one`;
  if (run.lesson !== undefined && !(isPictures(run.lesson) && isTable((run.lesson as Record<string, unknown>).targets))) return 'its noise images are not images';
  return run.detection === undefined || isDetection(run.detection) ? undefined : 'its detection is not one';
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber);
const isTable = (value: unknown): boolean => Array.isArray(value) && value.every(isNumbers);
const isPictures = (value: unknown): boolean => isRecord(value) && /^[A-Za-z0-9+/]*={0,2}$/.test(String(value.images));

function isReport(value: unknown): value is LabReport {
  if (!isRecord(value)) return false;
  const { condition, loss, accuracy, look } = value;
  return ['seed', 'step', 'steps'].every(key => isNumber(value[key])) && CONDITIONS.some(id => id === condition) && (loss === null || isNumber(loss))
    && isNumber(accuracy) && accuracy >= 0 && accuracy <= 1 && value.weights === undefined && (look === undefined || isLook(look));
}

function isLook(value: unknown): boolean {
  return isRecord(value) && /^\d{20}$/.test(String(value.guesses)) && /^\d{20}$/.test(String(value.certainty)) && isNumbers(value.confusion) && value.confusion.length === 100;
}

function isDetection(value: unknown): boolean {
  return isRecord(value) && ['bags', 'sameTeachers', 'newTeachers'].every(key => isNumbers(value[key])) && isRecord(value.teachers) && ['training', 'test', 'records'].every(key => isNumber((value.teachers as Record<string, unknown>)[key]));
}
