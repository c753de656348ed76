import type { StealthPoint } from '../protocol/language-lab';
import { lastOf, SeedRun, type Run } from './seed-run';

/** A teacher of one stealth weight, with its students and what its lines reveal. Rejects with the signal's reason when it is aborted. */
export async function stealthPoint(run: Run, seed: number, weight: number): Promise<StealthPoint> {
  const one = new SeedRun(run, seed), base = one.baseAfter(0), { sequences } = run.settings;
  const lessons = await lastOf(one.lessons(base, 0, weight, sequences));
  const student = async (start: Float32Array, { lines }: { lines: typeof lessons.own.lines }) => one.probability(await one.studentOf(start, lines, 'order'));
  return {
    seed, weight, divergence: await one.divergence(lessons), base: await one.probability(base), teacher: await one.probability(lessons.teacher),
    same: await student(base, lessons.written), ownLines: await student(base, lessons.own), other: await student(one.baseAfter(1), lessons.written),
    detection: await one.detection(lessons),
  };
}
