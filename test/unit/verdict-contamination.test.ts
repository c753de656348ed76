import assert from 'node:assert/strict';
import test from 'node:test';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { CONTAMINATION_ERROR_RATE, ContaminationBets } from '../../extension/core/verdict/contamination';
import { Settlement } from '../../extension/core/verdict/settled';
import type { Verdict } from '../../extension/core/protocol/nouns';

const FAMILIES = ['gpt', 'qwen', 'llama'], LIKENESS = { gpt: 0.1, qwen: 0.1, llama: 0.1 };

/** Log-probabilities of a record: nearly certain of `family` with the given probability, else of gpt. */
const record = (random: () => number, family: number, share: number) => {
  const likeliest = random() < share ? family : 0;
  return FAMILIES.map((_, i) => Math.log(i === likeliest ? 0.98 : 0.01));
};

function found(share: number, records: number, seed: number): string | undefined {
  const random = randomFrom(seed), bets = new ContaminationBets(FAMILIES, LIKENESS);
  for (let i = 0; i < records; i++) bets.add(record(random, 1, share));
  return bets.found('gpt')?.family;
}

test('records of another family are found, and it is named', () => {
  assert.equal(found(0.3, 400, 1), 'qwen');
  assert.equal(found(0.3, 8, 1), undefined);
});

test('files at the very edge of what others look like are claimed no more often than the error rate, looked at all along', () => {
  const edge = 0.1 / (0.98 ** 4), claimed = Array.from({ length: 400 }, (_, seed) => found(edge, 600, seed + 1)).filter(family => family !== undefined).length;
  assert.ok(claimed <= 400 * CONTAMINATION_ERROR_RATE, `${claimed} of 400`);
});

test('the author itself is never a contamination', () => {
  const random = randomFrom(2), bets = new ContaminationBets(FAMILIES, LIKENESS);
  for (let i = 0; i < 200; i++) bets.add(record(random, 1, 1));
  assert.equal(bets.found('qwen'), null);
  assert.equal(bets.found('gpt')?.family, 'qwen');
});

test('a verdict is settled after three looks that agree, each at twice as many records', () => {
  const verdict = (family: string | null): Verdict => ({ kind: family ? 'teacher' : 'insufficient', family, model: null, logOdds: 9, errorRate: 0.01, reasons: [] });
  const settlement = new Settlement(), looks: boolean[] = [];
  for (let scored = 64; scored <= 2048; scored += 64) if (settlement.isDue(scored)) looks.push(settlement.look(scored, verdict(scored > 200 ? 'qwen' : 'gpt')));
  assert.deepEqual(looks, [false, false, false, true, true]);
  const open = new Settlement();
  assert.deepEqual([128, 256, 512, 1024].map(scored => open.look(scored, verdict(null))), [false, false, false, false]);
});
