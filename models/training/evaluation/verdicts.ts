import { randomFrom } from '../../../extension/core/fingerprint/random';
import { toScore, type SampleScore } from '../../../extension/core/fingerprint/score';
import type { Channels, Scorer } from '../../../extension/core/fingerprint/scorer';
import { FileEvidence } from '../../../extension/core/verdict/file-evidence';
import { drawn } from '../drawn';
import { groupBy } from './forced-choice';
import type { ScoredTestRow } from './score-corpus';

/** What whole-file verdicts and single names do on sets of one model's test rows. */
export interface Verdicts { kind: string; size: number; sets: number; right: number; wrong: number; withheld: number }
export interface Naming { kind: string; rows: number; coverage: number; precision: number }

const SETS_PER_GROUP = 6;

/** The verdict's family, or null where it names none. */
export function verdictFamily(scorer: Scorer, scores: SampleScore[]): string | null {
  const evidence = new FileEvidence(scorer.channels, scorer.shifts, 1);
  scores.forEach((score, i) => evidence.add({ record: i + 1, byteOffset: 0, byteLength: 0 }, score, undefined, () => ''));
  return evidence.judge().verdict.family;
}

/** Sets of `size` different rows by one model of one source, per kind of task: named right, wrong, or not at all. */
export function verdicts(scorer: Scorer, rows: ScoredTestRow[], size: number): Verdicts[] {
  const random = randomFrom(size);
  return [...groupBy(rows, row => row.kind)].map(([kind, own]) => {
    const result: Verdicts = { kind, size, sets: 0, right: 0, wrong: 0, withheld: 0 };
    for (const [, group] of groupBy(own, row => `${row.row.source} ${row.row.model}`)) {
      if (group.length < size) continue;
      for (let i = 0; i < SETS_PER_GROUP; i++) {
        const family = verdictFamily(scorer, drawn(group.length, size, random).map(index => group[index].score));
        result.sets++;
        if (family === null) result.withheld++; else if (family === group[0].row.family) result.right++; else result.wrong++;
      }
    }
    return result;
  }).filter(({ sets }) => sets > 0);
}

/** How often single records are named, and how often rightly; every family weighs by its rows. */
export function naming(channels: Channels, rows: ScoredTestRow[]): Naming[] {
  return [...groupBy(rows, row => row.kind)].map(([kind, own]) => {
    const named = own.map(({ score, row }) => ({ name: score.channel === 'other' ? null : toScore(score, channels[score.channel].labels).named, family: row.family })).filter(({ name }) => name !== null);
    return { kind, rows: own.length, coverage: named.length / own.length, precision: named.filter(({ name, family }) => name === family).length / Math.max(1, named.length) };
  });
}
