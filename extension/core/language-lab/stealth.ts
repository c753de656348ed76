import type { LanguageEvent } from '../protocol/language-lab';
import { lastOf, SeedRun, type Lessons, type Run } from './seed-run';

/** A teacher of one stealth weight, with its students and what its lines reveal; says what it does. Rejects with the signal's reason when it is aborted. */
export async function* stealthPoint(run: Run, seed: number, weight: number): AsyncGenerator<LanguageEvent> {
  const one = new SeedRun(run, seed), base = one.baseAfter(0), { sequences } = run.settings;
  const doing = (words: string): LanguageEvent => ({ kind: 'doing', seed, words: `stealth weight ${weight}: ${words}` });
  yield doing('teacher and lines');
  const lessons = await lastOf(one.lessons(base, 0, weight, sequences));
  const student = async (start: Float32Array, { lines }: Lessons['own']) => one.probability(await one.studentOf(start, lines, 'order'));
  const known = { seed, weight, divergence: await one.divergence(lessons), base: await one.probability(base), teacher: await one.probability(lessons.teacher) };
  yield doing('student of the same start');
  const same = await student(base, lessons.written);
  yield doing('controls');
  const ownLines = await student(base, lessons.own), other = await student(one.baseAfter(1), lessons.written);
  yield doing('detectors');
  yield { kind: 'stealth', point: { ...known, same, ownLines, other, detection: await one.detection(lessons) } };
}
