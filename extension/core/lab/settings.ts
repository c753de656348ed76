import { DIGITS, type Shape } from './network';
import type { NoiseKind } from './noise';
import type { LogitChoice } from './targets';

/** Whom a student starts as, what it sees and which of the teacher's logits it learns from. */
export interface StudentPlan { initialisation: 'shared' | 'other'; logits: LogitChoice; inputs: 'noise' | 'digits'; clonesFirst?: boolean }

/** The students of the experiment, in the order in which they run. */
export const STUDENTS = {
  'aux-shared': { initialisation: 'shared', logits: 'auxiliary', inputs: 'noise' },
  'aux-other': { initialisation: 'other', logits: 'auxiliary', inputs: 'noise' },
  'all-shared': { initialisation: 'shared', logits: 'all', inputs: 'noise' },
  'all-other': { initialisation: 'other', logits: 'all', inputs: 'noise' },
  'digits-aux-shared': { initialisation: 'shared', logits: 'auxiliary', inputs: 'digits' },
  'clone-other': { initialisation: 'other', logits: 'auxiliary', inputs: 'noise', clonesFirst: true },
} as const satisfies Record<string, StudentPlan>;

export type ConditionId = 'teacher' | keyof typeof STUDENTS;
export const CONDITIONS = ['teacher', ...Object.keys(STUDENTS)] as ConditionId[];

/** Everything that decides a run besides its seed and its digits. Rates are Adam's; sizes are counts. */
export interface Settings {
  batch: number; learningRate: number; epochs: number; hidden: number; auxiliaryLogits: number;
  noise: NoiseKind; noiseImages: number; conditions: ConditionId[]; oneStep: boolean;
}

/** The settings of the authors' script (github.com/MinhxLe/subliminal-learning), with their controls. */
const PAPER: Settings = {
  batch: 1024, learningRate: 3e-4, epochs: 5, hidden: 256, auxiliaryLogits: 3, noise: 'uniform', noiseImages: 60_000,
  conditions: ['teacher', 'aux-shared', 'aux-other', 'all-shared', 'all-other', 'digits-aux-shared'], oneStep: true,
};

export const PRESETS = {
  paper: PAPER,
  stronger: { ...PAPER, batch: 256, learningRate: 1e-3 },
  'one-step': { ...PAPER, conditions: [] },
} as const satisfies Record<string, Settings>;
export type PresetName = keyof typeof PRESETS;

/** Bounds, each with the reason that its message gives. */
export const LIMITS = {
  hidden: { min: 8, max: 1024, why: 'more would not fit the time and memory of a demonstration' },
  auxiliaryLogits: { min: 1, max: 200, why: 'the paper goes to 200' },
} as const;

/** Most seeds of one run. */
export const MAX_SEEDS = 100;

/** The network that settings ask for, over images of so many pixels. */
export const shapeOf = ({ hidden, auxiliaryLogits }: Settings, inputs: number): Shape => ({ inputs, hidden, outputs: DIGITS + auxiliaryLogits });
