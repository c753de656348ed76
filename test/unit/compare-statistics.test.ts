import assert from 'node:assert/strict';
import test from 'node:test';
import { logWealth } from '../../extension/core/compare/betting';
import { compareChannel, recordsOf, vectorsOf, watchedLogWealth, type ComparedSlot } from '../../extension/core/compare/compare-channel';
import { crossScores, effectOf } from '../../extension/core/compare/effect';
import { randomisationP } from '../../extension/core/compare/randomisation';
import { planUnits } from '../../extension/core/compare/units';
import { gram } from '../../extension/core/compare/vectors';
import { randomFrom } from '../../extension/core/fingerprint/random';

// Simulated records whose truth is known: the stated error rate must hold, and a real difference must be found.
const DIMENSIONS = 12;

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A record at (group, slot) with normal traits around `mean`, and a few of twenty words. */
function record(random: () => number, at: { slot: number; group: number }, mean = 0, prompt = 0): ComparedSlot {
  const likeness = Float32Array.from({ length: DIMENSIONS }, (_, k) => normal(random) + prompt + (k === 0 ? mean : 0));
  const ids = Int32Array.from(new Set(Array.from({ length: 6 }, () => Math.floor(random() * 20))));
  return {
    ...at, isKeyed: true, ref: { record: at.slot + 1, byteOffset: 0, byteLength: 1 }, bytes: Buffer.from(String(random())),
    traits: { likeness, measures: new Float32Array(35), shifts: new Float32Array(0), terms: { ids, starts: ids.map(() => 0), ends: ids.map(() => 1) } },
  };
}

const unmatched = (random: () => number, n: number, mean: number, first: number) => Array.from({ length: n }, (_, i) => record(random, { slot: first + i, group: first + i }, mean));
const simulate = (count: number, one: (random: () => number) => boolean) => Array.from({ length: count }, (_, seed) => one(randomFrom(seed + 1))).filter(Boolean).length;

test('looking after every pair: one teacher is called two at most at the stated rate', () => {
  const wrong = simulate(400, random => {
    const plan = planUnits(unmatched(random, 60, 0, 0), unmatched(random, 60, 0, 1000));
    return Math.max(...watchedLogWealth(plan, vectorsOf(recordsOf(plan)))) >= Math.log(100);
  });
  assert.ok(wrong <= 9, `${wrong} of 400`); // 1 % is 4; more than 9 has a probability of 0.8 %
});

test('the whole comparison keeps its error rate, and finds a difference', () => {
  const compared = (mean: number) => (random: () => number) => compareChannel('code', unmatched(random, 60, mean, 0), unmatched(random, 60, 0, 1000)).comparison.logEValue >= Math.log(100);
  const wrong = simulate(200, compared(0)), right = simulate(30, compared(1.5));
  assert.ok(wrong <= 6, `${wrong} of 200 wrong`);
  assert.equal(right, 30);
});

test('the p-value is uniform where sides do not matter, matched and not', () => {
  for (const exchange of [{ matched: true }, { matched: false, candidates: 12 }] as const) {
    const low = simulate(300, random => randomisationP([{ rows: Array.from({ length: 30 }, () => Float64Array.from({ length: 3 }, () => normal(random))) }], exchange) <= 0.1);
    assert.ok(low > 12 && low < 50, `${low} of 300 at 10 %`);
  }
});

test('several looks pay for the choice among them', () => {
  const low = simulate(300, random => {
    const rows = Array.from({ length: 30 }, () => Float64Array.from({ length: 6 }, () => normal(random)));
    return randomisationP([{ rows }, { rows: rows.map(row => row.slice(0, 2)) }, { direction: rows.map(row => row[0]) }], { matched: false, candidates: 15 }) <= 0.1;
  });
  assert.ok(low < 50, `${low} of 300 at 10 %`);
});

test('answers to the same prompts are compared in pairs, which finds what prompts would hide', () => {
  const found = (isMatched: boolean) => simulate(10, random => {
    const prompts = Array.from({ length: 60 }, () => 3 * normal(random));
    const side = (mean: number, shift: number) => prompts.map((prompt, i) => record(random, { slot: i + shift, group: i + shift }, mean, prompt));
    const { comparison } = compareChannel('code', side(1.2, 0), side(0, isMatched ? 0 : 1000));
    assert.equal(comparison.matchedPairs, isMatched ? 60 : 0);
    return comparison.logEValue >= Math.log(100);
  });
  assert.ok(found(true) >= 9 && found(true) >= found(false));
});

test('several answers to one prompt are one unit', () => {
  const random = randomFrom(1), answers = (first: number) => Array.from({ length: 60 }, (_, i) => record(random, { slot: first + i, group: first + Math.floor(i / 4) }));
  const plan = planUnits(answers(0), answers(1000));
  assert.deepEqual([plan.matched, plan.units.length], [false, 30]);
  assert.ok(plan.units.every(unit => unit.candidate.length + unit.reference.length === 4));
  const same = planUnits(answers(0), answers(0));
  assert.deepEqual([same.matched, same.units.length], [true, 15]);
});

test('the effect of equal sides includes one half, and rises with the difference', () => {
  const effect = (mean: number) => {
    const random = randomFrom(3), sides = Array.from({ length: 200 }, (_, i) => i < 100);
    return effectOf(crossScores(sides.map(isCandidate => Float64Array.from({ length: 5 }, (_, k) => normal(random) + (isCandidate && k === 0 ? mean : 0))), sides, sides.map((_, i) => i)));
  };
  const none = effect(0), large = effect(2);
  assert.ok(none.low <= 0.5 && none.high >= 0.5, JSON.stringify(none));
  assert.ok(large.auroc > 0.85 && large.low > 0.8 && large.low <= large.auroc && large.auroc <= large.high, JSON.stringify(large));
});

test('bets on noise lose a little, bets on a difference win without end', () => {
  const random = randomFrom(5), wealth = (mean: number) => logWealth(gram(Array.from({ length: 100 }, () => Float64Array.from({ length: 4 }, () => normal(random) + mean)))).at(-1) ?? 0;
  assert.ok(wealth(0) < 3);
  assert.ok(wealth(2) > 20);
});

test('a few prompts with many answers each are few units', () => {
  const random = randomFrom(2), answers = (first: number, prompts: number) => Array.from({ length: 60 }, (_, i) => record(random, { slot: first + i, group: first + i % prompts }));
  assert.equal(compareChannel('code', answers(0, 3), answers(1000, 30)).comparison.pValue, null);
  const neighbours = (first: number, n: number) => answers(first, 1).slice(0, n).map((each, i) => ({ ...each, group: first + Math.floor(i / 4), isKeyed: false }));
  const short = planUnits(neighbours(0, 30), neighbours(1000, 60)), long = planUnits(neighbours(0, 60), neighbours(1000, 60));
  assert.deepEqual([short.units.length, long.units.length], [90, 30]);
});
