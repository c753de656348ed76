import type { LanguageSettings } from '../protocol/language-lab';
import { SeedRun, type CoreEvent } from './seed-run';
import type { Run } from './seed-work';
import type { LanguageEngine } from './engine';
import { world } from './base-model';
import { stealthPoint } from './stealth';

/**
 * The experiment, seed after seed: a teacher with a preference, its lines past the filter, students of them with their controls, then the
 * matrix, the detectors and the sweep where they are wanted. Models are reported on before training and about `reports` times in it.
 * Rejects with the signal's reason when it is aborted, and with NothingPassed where the filter leaves nothing.
 */
export async function* runLanguageSeeds(engine: LanguageEngine, bases: readonly Float32Array[], settings: LanguageSettings, seeds: readonly number[], signal: AbortSignal, reports = 20): AsyncGenerator<CoreEvent> {
  const run: Run = { engine, bases, settings, signal, reports, world: world() };
  const wantsTeacher = settings.conditions.length > 0 || settings.detection;
  for (const seed of seeds) {
    const one = new SeedRun(run, seed);
    if (wantsTeacher) yield* one.teacherAndStudents();
    if (settings.matrix) yield* one.matrix();
    for (const weight of settings.sweep) yield* stealthPoint(run, seed, weight);
  }
}
