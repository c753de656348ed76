import type { ConditionId, LabReport, LabRun, OneStep, Settings } from '../../../extension/core/protocol/mnist-lab';

/** Accuracies that the invented networks reach. */
const REACHED: Partial<Record<ConditionId, number>> = { teacher: 0.94, 'aux-shared': 0.54, 'aux-other': 0.1, 'all-shared': 0.9, 'all-other': 0.72, 'digits-aux-shared': 0.2 };
const REPORTS = 20, UNITS = 12, PIXELS = 784;

export const settings: Settings = {
  batch: 1024, learningRate: 3e-4, epochs: 5, hidden: 256, auxiliaryLogits: 3, noise: 'uniform', noiseImages: 60_000, matchEpochs: 5, matchInputs: 'noise',
  conditions: Object.keys(REACHED) as ConditionId[], oneStep: true,
};

/** A number from 0 to 1 that depends on its arguments only. */
const even = (...seeds: number[]): number => { const x = Math.sin(seeds.reduce((sum, seed, i) => sum + seed * (12.9898 + i * 65.233), 1)) * 43758.5453; return x - Math.floor(x); };

const base64 = (count: number, value: (i: number) => number): string => btoa(Array.from({ length: count }, (_, i) => String.fromCharCode(Math.floor(value(i)) & 255)).join(''));
/** A ring, a bar, and so on: something to see for each digit. */
const digitPixel = (digit: number, i: number): number => {
  const x = i % 28 - 14, y = Math.floor(i / 28) - 14, r = Math.hypot(x, y);
  return digit % 2 ? (Math.abs(x - digit % 5) < 3 && Math.abs(y) < 10 ? 250 : 0) : (r > 5 && r < 9 ? 250 : 0);
};

/** One report: its network gets better along a curve, and answers as many watched digits right as it should. */
export function fakeReport(seed: number, condition: ConditionId, at: number): LabReport {
  const goal = REACHED[condition] ?? 0.1, accuracy = Math.max(0, 0.1 + (goal - 0.1) * (1 - Math.exp(-at / 5)) + (even(seed, goal) - 0.5) * 0.06);
  const guess = (i: number) => i / 20 < accuracy ? Math.floor(i / 2) : (Math.floor(i / 2) + 3) % 10;
  const report = { seed, condition, step: Math.round(at * 295 / REPORTS), steps: 295, loss: at === 0 ? null : 1.2 * Math.exp(-at / 4), accuracy };
  if (seed > 1) return report;
  const confusion = Array.from({ length: 100 }, (_, i) => Math.round(200 * (Math.floor(i / 10) === i % 10 ? accuracy : (1 - accuracy) / 9)));
  const weights = base64(UNITS * PIXELS, i => 128 + (even(i, 3) - 0.5) * 90 + digitPixel(i % 10, i % PIXELS) * at / 200);
  return { ...report, look: { guesses: Array.from({ length: 20 }, (_, i) => guess(i)).join(''), certainty: Array.from({ length: 20 }, (_, i) => Math.floor(10 * even(i, at)) % 10).join(''), confusion }, weights };
}

/** A gradient step: towards the teacher with the same start, either way with another. */
export const fakeStep = (seed: number, initialisation: OneStep['initialisation']): OneStep => {
  const cosine = initialisation === 'shared' ? 0.02 + even(seed) * 0.015 : (even(seed, 7) - 0.5) * 0.02;
  return { seed, initialisation, innerProduct: cosine * 1e-3, cosine, lossChange: -cosine * 0.05 };
};

/** A run as it begins. */
export function fakeRun(seeds: number): LabRun {
  return {
    plan: { preset: 'paper', settings, seeds, dataFolder: null }, dataDescription: '10000 digits of MNIST, 8000 to train and 2000 to test', isFull: false, isComplete: false,
    watched: { images: base64(20 * PIXELS, i => digitPixel(Math.floor(i / PIXELS / 2), i % PIXELS)), labels: '00112233445566778899' }, reports: [], steps: [],
  };
}

/** The same, finished. */
export function finishedRun(seeds: number): LabRun {
  const seedNumbers = Array.from({ length: seeds }, (_, i) => i + 1);
  const reports = seedNumbers.flatMap(seed => settings.conditions.flatMap(condition => Array.from({ length: REPORTS + 1 }, (_, at) => fakeReport(seed, condition, at))));
  const steps = seedNumbers.flatMap(seed => (['shared', 'other'] as const).map(start => fakeStep(seed, start)));
  return { ...fakeRun(seeds), reports, steps, lesson: fakeLesson(), isComplete: true };
}

export const fakeLesson = () => ({ images: base64(10 * PIXELS, i => 255 * even(i)), targets: Array.from({ length: 10 }, (_, i) => [0.5 + even(i) / 5, 0.3 - even(i) / 10, 0.2 - even(i) / 10]) });
