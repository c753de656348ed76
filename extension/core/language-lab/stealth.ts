import type { LanguageEvent } from '../protocol/language-lab';
import { lastOf, SeedWork, type Lessons, type Run } from './seed-work';

/** A teacher of one stealth weight, with its students and what its lines reveal; says what it does. Rejects with the signal's reason when it is aborted. */
export async function* stealthPoint(run: Run, seed: number, weight: number): AsyncGenerator<LanguageEvent> {
  const one = new SeedWork(run, seed), base = one.baseAfter(0);
  const doing = (words: string): LanguageEvent => ({ kind: 'doing', seed, words: `stealth weight ${weight}: ${words}` });
  yield doing('teacher and lines');
  const lessons = await lastOf(one.lessons(base, 0, weight));
  const student = (start: Float32Array, { lines }: Lessons['own']) => one.learned(start, lines, 'order');
  const known = { seed, weight, divergence: await one.divergence(lessons), base: await one.probability(base), teacher: await one.probability(lessons.teacher) };
  yield doing('student of the same start');
  const same = await student(base, lessons.written);
  yield doing('controls');
  const ownLines = await student(base, lessons.own), other = await student(one.baseAfter(1), lessons.written);
  yield doing('detectors');
  yield { kind: 'stealth', point: { ...known, same, ownLines, other, detection: await one.detection(lessons) } };
}
