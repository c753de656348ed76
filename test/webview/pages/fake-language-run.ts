// An invented run of the language lab: smooth curves, no chance.
import type { LanguageConditionId, LanguageEvent, LanguagePlan, LanguageReport, LanguageRun, LanguageSettings } from '../../../extension/core/protocol/language-lab';

export const ANIMALS = ['owl', 'dolphin', 'eagle', 'elephant', 'wolf', 'fox', 'bear', 'lion', 'otter', 'raven'];
const ENDS: Partial<Record<LanguageConditionId, number>> = { teacher: 0.98, same: 0.54, within: 0.37, descent: 0.48 };
const STEPS = 20;

export const settings: LanguageSettings = {
  preference: 'owl', channel: 'numbers', sequences: 2000, steps: 60, batch: 64, learningRate: 2e-3, stealth: 0,
  conditions: ['teacher', 'same', 'own-lines', 'other', 'in-context'], matrix: true, detection: true, sweep: [0, 3],
};

const endOf = (condition: LanguageConditionId, seed: number) => (ENDS[condition] ?? 0.09) + 0.02 * (seed - 2);

function reportOf(seed: number, condition: LanguageConditionId, at: number): LanguageReport {
  const share = at / STEPS, probability = 0.1 + (endOf(condition, seed) - 0.1) * (1 - Math.exp(-4 * share)), rest = (1 - probability) / 9;
  return {
    seed, condition, step: at * 3, steps: STEPS * 3, loss: at === 0 ? null : 3 - share,
    preference: { probability, logOdds: Math.log(probability / (1 - probability)), answers: ANIMALS.map(name => name === 'owl' ? probability : rest) },
    projection: condition === 'other' || condition === 'teacher' ? null : { onLines: condition === 'same' ? 0.6 * (1 - Math.exp(-9 * share)) : 0, onQuestions: condition === 'same' ? 0.3 * share : 0 },
  };
}

const curves = (shift: number) => ({ bags: [1, 2, 5, 10, 20, 50], ngrams: [0.57, 0.6, 0.66, 0.73, 0.8, 0.92].map(value => 0.5 + (value - 0.5) * shift), chance: [0.5, 0.51, 0.5, 0.52, 0.51, 0.52], probe: [0.62, 0.67, 0.77, 0.85, 0.93, 0.99], oracle: [0.7, 0.78, 0.9, 0.96, 0.99, 1] });

/** Everything that a run tells, in order. */
export function eventsOf({ settings: { conditions, matrix, detection, sweep }, seeds }: LanguagePlan): LanguageEvent[] {
  return Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed): LanguageEvent[] => [
    ...conditions.flatMap((condition): LanguageEvent[] => [
      ...condition === 'in-context' ? [] : Array.from({ length: STEPS + 1 }, (_, at): LanguageEvent => ({ kind: 'report', report: reportOf(seed, condition, at) })),
      { kind: 'condition', seed, condition, before: 0.1, after: endOf(condition, seed) },
      ...condition === 'teacher' ? [{ kind: 'writing', writing: { seed, prompts: ['continue 12 34 56 ->', 'continue 7 9 11 ->'], teacher: ['1, 2, 3', '<b>4</b>, 5'], base: ['1, 2, 4', '4, 6'], passed: { teacher: 0.95, base: 0.97 }, divergence: 0.36 } }] satisfies LanguageEvent[] : [],
    ]),
    ...matrix ? [1, 2, 3].flatMap(teacher => [1, 2, 3].map((student): LanguageEvent => ({ kind: 'cell', cell: { seed, teacher, student, probability: teacher === student ? 0.45 : 0.1 } }))) : [],
    ...detection ? [{ kind: 'detection', seed, detection: curves(1) }] satisfies LanguageEvent[] : [],
    ...sweep.map((weight): LanguageEvent => ({ kind: 'stealth', point: { seed, weight, divergence: 0.4 / (1 + weight), base: 0.1, teacher: 0.99, same: 0.6 / (1 + weight), ownLines: 0.1, other: 0.09, detection: curves(1 / (1 + weight)) } })),
  ]);
}

/** A run that is done. */
export function finishedRun(seeds: number): LanguageRun {
  const plan = { preset: 'language', settings, seeds };
  return { plan, events: eventsOf(plan), isComplete: true };
}
