import type { ComparedSlot } from '../../../extension/core/compare/compare-channel';
import { traitsOf } from '../../../extension/core/compare/traits';
import { randomFrom } from '../../../extension/core/fingerprint/random';
import type { SampleScore } from '../../../extension/core/fingerprint/score';
import type { Scorer } from '../../../extension/core/fingerprint/scorer';
import type { Sample } from '../../../extension/core/records/sample';
import { readCorpus, stableHash, type CorpusChannel, type CorpusRow } from '../corpus';
import { KIND_OF_SOURCE, withoutSourceMarks } from '../text-corpus';
import { groupBy } from './forced-choice';

/** A test row, its text as bytes, and what the product says of it. */
export interface EvaluatedRow { row: CorpusRow; kind: string; bytes: Buffer; score: SampleScore }

const BATCH = 256;
/** Sizes of the sets that rows are dealt into, in turn. */
const SIZES = [20, 50, 100, 200];

/** The test rows of a channel that the product reads as that channel. */
export async function evaluatedRows(scorer: Scorer, channel: CorpusChannel, corpus: string): Promise<EvaluatedRow[]> {
  const rows = [...readCorpus(channel, corpus)].filter(row => row.split === 'test');
  const evaluated: EvaluatedRow[] = [];
  for (let first = 0; first < rows.length; first += BATCH) {
    const batch = rows.slice(first, first + BATCH).map(row => ({ row, kind: KIND_OF_SOURCE[row.source] ?? row.source, bytes: Buffer.from(channel === 'numbers' ? row.completion : withoutSourceMarks(row.completion)) }));
    const scores = await scorer.score(batch.map(({ row, bytes }) => ({ bytes, prompt: Buffer.from(row.prompt) })));
    evaluated.push(...batch.map((each, i) => ({ ...each, score: scores[i] })).filter(({ score }) => score.channel === channel));
  }
  return evaluated;
}

/** Output of one teacher in one state on one kind of task. */
export const teacherOf = ({ row }: EvaluatedRow): string => [row.source, row.model, row.trait, row.kind, row.finetuned].join('|');

/** A problem or prompt; rows without either stand for themselves. */
export const problemOf = ({ row, bytes }: EvaluatedRow): string => row.id || row.prompt || bytes.toString('latin1');

/** All rows dealt into sets of one teacher each: no row in two sets, no problem in two sets of one teacher. */
export function cleanSets(rows: EvaluatedRow[], seed: number): EvaluatedRow[][] {
  const random = randomFrom(seed), sets: EvaluatedRow[][] = [];
  for (const [, own] of groupBy(rows, teacherOf)) {
    const problems = shuffled([...groupBy(own, problemOf).values()], random);
    for (let next = 0, size = sets.length; next < problems.length; size++) {
      const set: EvaluatedRow[] = [];
      while (set.length < SIZES[size % SIZES.length] && next < problems.length) set.push(...problems[next++]);
      if (set.length >= SIZES[0]) sets.push(set);
    }
  }
  return shuffled(sets, random);
}

/** A copy in random order. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

/** Rows as the comparison takes them, in the order of their slots. With `isBlind` nothing of the models' likeness is used. */
export function comparedSlots(rows: EvaluatedRow[], isBlind = false): ComparedSlot[] {
  const seen = new Map<string, number>();
  return rows.map((each, i): ComparedSlot => {
    const problem = problemOf(each), nth = seen.get(problem) ?? 0;
    seen.set(problem, nth + 1);
    const traits = traitsOf({ bytes: each.bytes } as unknown as Sample, each.score);
    return {
      slot: stableHash(`${problem} ${nth}`), group: stableHash(problem), isKeyed: true, ref: { record: i + 1, byteOffset: 0, byteLength: 0 }, bytes: each.bytes,
      traits: isBlind ? { ...traits, likeness: new Float32Array(0), shifts: new Float32Array(0) } : traits,
    };
  }).sort((a, b) => a.slot - b.slot);
}
