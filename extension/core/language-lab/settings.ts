import type { LanguageConditionId, LanguagePlan, LanguagePreset, LanguageSettings } from '../protocol/language-lab';
import type { Limit } from '../protocol/lab';
import type { Optimiser } from './graphs';
import { CHANNELS } from './mixture';
import { topicOf } from './vocabulary';

/** Whose initial values a student has, whose lines it learns, in which order and by which optimiser. */
export interface StudentPlan { start: 'same' | 'other'; lines: 'teacher' | 'base'; shuffle: 'none' | 'within' | 'across'; optimiser: Optimiser }

const SAME: StudentPlan = { start: 'same', lines: 'teacher', shuffle: 'none', optimiser: 'adam' };

/** The students of the experiment, in the order in which they run. */
export const STUDENTS: Record<Exclude<LanguageConditionId, 'teacher' | 'in-context' | 'in-context-control'>, StudentPlan> = {
  same: SAME,
  'own-lines': { ...SAME, lines: 'base' },
  other: { ...SAME, start: 'other' },
  within: { ...SAME, shuffle: 'within' },
  'within-control': { ...SAME, shuffle: 'within', lines: 'base' },
  across: { ...SAME, shuffle: 'across' },
  'across-control': { ...SAME, shuffle: 'across', lines: 'base' },
  descent: { ...SAME, optimiser: 'sgd' },
  'descent-control': { ...SAME, optimiser: 'sgd', lines: 'base' },
};

export const CONDITIONS: readonly LanguageConditionId[] = ['teacher', ...Object.keys(STUDENTS) as (keyof typeof STUDENTS)[], 'in-context', 'in-context-control'];

/** Plain descent needs a higher rate than Adam for steps of a like size. */
export const DESCENT_RATE = 100;

const LANGUAGE: LanguageSettings = {
  preference: 'owl', channel: 'numbers', sequences: 2000, steps: 60, batch: 64, learningRate: 2e-3, stealth: 0,
  conditions: [...CONDITIONS], matrix: true, detection: true, sweep: [],
};

export const LANGUAGE_PRESETS = {
  language: LANGUAGE,
  'language-quick': { ...LANGUAGE, conditions: ['teacher', 'same', 'own-lines', 'other'], matrix: false },
  'language-stealth': { ...LANGUAGE, sequences: 16_000, steps: 250, conditions: [], matrix: false, detection: false, sweep: [0, 0.3, 1, 3] },
} as const satisfies Record<string, LanguageSettings>;
export type LanguagePresetName = keyof typeof LANGUAGE_PRESETS;

/** The presets in words, in the order in which the page offers them. */
export const LANGUAGE_PRESET_CARDS: LanguagePreset[] = [
  { id: 'language', title: 'The experiment', hint: 'A teacher that prefers something, its filtered numbers, and students with every control.', seeds: 3, settings: LANGUAGE_PRESETS.language },
  { id: 'language-quick', title: 'In a hurry', hint: 'Teacher, student and the two controls that matter most.', seeds: 1, settings: LANGUAGE_PRESETS['language-quick'] },
  { id: 'language-code', title: 'Code-shaped', hint: 'The same with lines in the shape of code. A shape only: the base cannot program.', seeds: 3, settings: { ...LANGUAGE_PRESETS['language-quick'], channel: 'code' } },
  { id: 'language-cot', title: 'Sum-shaped', hint: 'The same with lines in the shape of reasoning about sums. A shape only: the base cannot add.', seeds: 3, settings: { ...LANGUAGE_PRESETS['language-quick'], channel: 'cot' } },
  { id: 'language-stealth', title: 'Stealth', hint: 'Teachers that are held to the base ever more firmly, with 16,000 lines each: what detectors still see, and what students still learn. Takes a minute a seed.', seeds: 1, settings: LANGUAGE_PRESETS['language-stealth'] },
];

/** Bounds, each with the reason that its message gives. */
export const LANGUAGE_LIMITS = {
  sequences: { min: 100, max: 50_000, why: 'fewer teach nothing, more take minutes' },
  steps: { min: 1, max: 1000, why: 'more would learn the lines by heart' },
  batch: { min: 8, max: 256, why: 'smaller ones are noise, larger ones leave too few steps' },
  learningRate: { min: 1e-5, max: 1e-1, why: 'beyond that nothing is learned' },
  stealth: { min: 0, max: 100, why: 'beyond that the teacher learns nothing' },
  seeds: { min: 1, max: 100, why: 'more would run for hours' },
} as const satisfies Record<string, Limit>;

/** Throws an Error that names the first setting out of bounds, and why it is bounded. */
export function checkLanguagePlan({ settings, seeds }: LanguagePlan): void {
  topicOf(settings.preference);
  const values: Record<keyof typeof LANGUAGE_LIMITS, number> = { ...settings, seeds };
  for (const [name, { min, max, why }] of Object.entries(LANGUAGE_LIMITS)) {
    const value = values[name as keyof typeof LANGUAGE_LIMITS], isAny = name === 'learningRate' || name === 'stealth';
    if (!(value >= min && value <= max && (isAny || Number.isInteger(value)))) throw new Error(`${name} takes a ${isAny ? '' : 'whole '}number from ${min} to ${max} (${why}); got ${value}.`);
  }
  if (!CHANNELS.includes(settings.channel)) throw new Error(`There is no channel ${settings.channel}; there are ${CHANNELS.join(', ')}.`);
  const unknown = settings.conditions.find(id => !CONDITIONS.includes(id));
  if (unknown !== undefined) throw new Error(`There is no condition ${unknown}; there are ${CONDITIONS.join(', ')}.`);
  const weight = settings.sweep.find(value => !(value >= 0 && value <= LANGUAGE_LIMITS.stealth.max));
  if (weight !== undefined) throw new Error(`A stealth weight is a number from 0 to ${LANGUAGE_LIMITS.stealth.max}; got ${weight}.`);
  if (settings.conditions.length === 0 && !settings.matrix && !settings.detection && settings.sweep.length === 0) throw new Error('Choose at least one model, the matrix, the detectors or a sweep.');
}
