import type { ConditionId, LabPlan, LabPreset, NoiseKind, Settings } from '../protocol/mnist-lab';
import type { Limit } from '../protocol/lab';
import { DIGITS, type Shape } from './network';
import type { LogitChoice } from './targets';

/** How a student starts: as its teacher did, from draws of its own, or from draws of its own under the teacher's output layer. */
export type Start = 'shared' | 'other' | 'head';

/**
 * How a student starts, what it sees and which of the teacher's logits it learns from; and whom it imitates before that, if anyone: the
 * trained teacher on digits, or the untrained one (the paper's variant in Nature).
 */
export interface StudentPlan { start: Start; logits: LogitChoice; inputs: 'noise' | 'digits'; first?: 'clone' | 'match' }

/** The students of the experiment, in the order in which they run. */
export const STUDENTS: Record<Exclude<ConditionId, 'teacher'>, StudentPlan> = {
  'aux-shared': { start: 'shared', logits: 'auxiliary', inputs: 'noise' },
  'aux-other': { start: 'other', logits: 'auxiliary', inputs: 'noise' },
  'all-shared': { start: 'shared', logits: 'all', inputs: 'noise' },
  'all-other': { start: 'other', logits: 'all', inputs: 'noise' },
  'digits-aux-shared': { start: 'shared', logits: 'auxiliary', inputs: 'digits' },
  'head-shared': { start: 'head', logits: 'auxiliary', inputs: 'noise' },
  'clone-other': { start: 'other', logits: 'auxiliary', inputs: 'noise', first: 'clone' },
  'match-other': { start: 'other', logits: 'auxiliary', inputs: 'noise', first: 'match' },
};

export const CONDITIONS = ['teacher', ...Object.keys(STUDENTS)] as ConditionId[];
export const NOISE_KINDS: readonly NoiseKind[] = ['uniform', 'gaussian', 'shuffled'];

/** The settings of the authors' script (github.com/MinhxLe/subliminal-learning), with their controls. */
const PAPER: Settings = {
  batch: 1024, learningRate: 3e-4, epochs: 5, hidden: 256, auxiliaryLogits: 3, noise: 'uniform', noiseImages: 60_000, matchEpochs: 5, matchInputs: 'noise',
  conditions: ['teacher', 'aux-shared', 'aux-other', 'all-shared', 'all-other', 'digits-aux-shared'], oneStep: true,
};

export const PRESETS = {
  paper: PAPER,
  stronger: { ...PAPER, batch: 256, learningRate: 1e-3 },
  'break-it': { ...PAPER, auxiliaryLogits: 50, conditions: ['teacher', 'aux-shared', 'aux-other', 'head-shared', 'match-other'], oneStep: false },
  'one-step': { ...PAPER, conditions: [] },
} as const satisfies Record<string, Settings>;
export type PresetName = keyof typeof PRESETS;

/** The presets in words, in the order in which the page offers them. */
export const PRESET_CARDS: LabPreset[] = [
  { id: 'paper', title: 'The paper', hint: "The authors' settings: three auxiliary logits, noise, five passes.", seeds: 3, settings: PRESETS.paper },
  { id: 'stronger', title: 'Stronger effect', hint: 'Smaller batches and a higher learning rate: four times the steps, a better student.', seeds: 3, settings: PRESETS.stronger },
  { id: 'break-it', title: 'Break it: other initialisation', hint: 'Fifty auxiliary logits carry almost everything, and still nothing arrives from another start; what if only the output layer is shared, or the student imitates the untrained teacher first? (It takes some 100 passes of matching to show.)', seeds: 3, settings: PRESETS['break-it'] },
  { id: 'one-step', title: 'One step', hint: 'The theorem: one gradient step of each, twenty times.', seeds: 20, settings: PRESETS['one-step'] },
];

/** Bounds, each with the reason that its message gives. */
export const LIMITS = {
  hidden: { min: 8, max: 1024, why: 'more would not fit the time and memory of a demonstration' },
  auxiliaryLogits: { min: 1, max: 200, why: 'the paper goes to 200' },
  epochs: { min: 1, max: 50, why: 'more would run for long and change little' },
  batch: { min: 16, max: 4096, why: 'smaller ones are slow, larger ones leave too few steps' },
  learningRate: { min: 1e-5, max: 1e-1, why: 'beyond that nothing is learned' },
  matchEpochs: { min: 1, max: 100, why: 'the paper goes to 100' },
  noiseImages: { min: 1000, max: 100_000, why: 'they are kept in memory, 784 bytes each' },
  seeds: { min: 1, max: 100, why: 'more would run for hours' },
} as const satisfies Record<string, Limit>;

/** Throws an Error that names the first setting out of bounds, and why it is bounded. */
export function checkPlan({ settings, seeds }: LabPlan): void {
  const values: Record<keyof typeof LIMITS, number> = { ...settings, seeds };
  for (const [name, { min, max, why }] of Object.entries(LIMITS)) {
    const value = values[name as keyof typeof LIMITS];
    const isWhole = name === 'learningRate' || Number.isInteger(value);
    if (!isWhole || !(value >= min && value <= max)) throw new Error(`${name} takes ${name === 'learningRate' ? 'a number' : 'a whole number'} from ${min} to ${max} (${why}); got ${value}.`);
  }
  if (!NOISE_KINDS.includes(settings.noise)) throw new Error(`Noise is ${NOISE_KINDS.join(', ')}; got ${settings.noise}.`);
  const unknown = settings.conditions.find(id => !CONDITIONS.includes(id));
  if (unknown !== undefined) throw new Error(`There is no condition ${unknown}; there are ${CONDITIONS.join(', ')}.`);
  if (settings.conditions.length === 0 && !settings.oneStep) throw new Error('Choose at least one network, or one gradient step.');
}

/** The network that settings ask for, over images of so many pixels. */
export const shapeOf = ({ hidden, auxiliaryLogits }: Settings, inputs: number): Shape => ({ inputs, hidden, outputs: DIGITS + auxiliaryLogits });
