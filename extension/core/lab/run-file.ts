import type { LabReport, LabRun } from '../protocol/mnist-lab';
import { checkPlan, CONDITIONS } from './settings';
import { isNumber, isNumbers, isRecord, readSharedRun, type RunFormat } from './shared-run';

const SHARED: RunFormat = { format: 'undertone-mnist-lab', version: 1, lab: 'MNIST lab' };

/** A run as a small file: its curves, guesses and confusions, without the pictures of weights. */
export function writeRun(run: LabRun): string {
  const reports = run.reports.map(report => ({ ...report, loss: report.loss === null ? null : Number(report.loss.toPrecision(4)), weights: undefined }));
  return `${JSON.stringify({ format: SHARED.format, version: SHARED.version, run: { ...run, reports, plan: { ...run.plan, dataFolder: null } } })}\n`;
}

/** Reads what writeRun wrote; `file` names it in messages. Throws DataProblem for anything else. */
export function readRun(text: string, file: string): LabRun {
  return readSharedRun(text, file, SHARED, firstWrong) as unknown as LabRun;
}

/** What is wrong with a run from outside, or undefined; the page relies on these forms. */
function firstWrong(run: Record<string, unknown>): string | undefined {
  checkPlan(run.plan as LabRun['plan']);
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
