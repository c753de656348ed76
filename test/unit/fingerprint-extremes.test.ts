import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { openScorer } from '../../extension/core/fingerprint/open-scorer';
import type { SampleScore } from '../../extension/core/fingerprint/score';

const MODELS = path.join(import.meta.dirname ?? __dirname, '../../models');
const NOTHING = new Uint8Array(0);
const LONG_BYTES = 10_000_000;

const repeated = (text: string) => Buffer.alloc(LONG_BYTES, text);
const longTexts: Record<string, Buffer> = {
  numbers: repeated('412, 518, 907, 233, '), prose: repeated('Therefore the sum is 12, and so on.\n\n'), code: repeated('for x in rows:\n    print(x)\n'),
  'one word': repeated('a'), digits: repeated('7'), 'NUL bytes': repeated('\0'), 'stray bytes': Buffer.alloc(LONG_BYTES, 0xff), 'line ends': repeated('x\n'),
};

function isSound({ channel, modelLogProb, familyLogProb, contentLogProb, statistics, unfamiliar }: SampleScore): boolean {
  const lists = [modelLogProb, familyLogProb, contentLogProb, statistics];
  return unfamiliar >= 0 && unfamiliar <= 1 && lists.every(list => list.every(Number.isFinite)) && (channel === 'other' || Math.abs(familyLogProb.reduce((sum, log) => sum + Math.exp(log), 0) - 1) < 1e-3);
}

test('any bytes have a sound score, as whatever channel they are taken, and evidence within them', async () => {
  const scorer = await openScorer(MODELS);
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('', '\0', '7', ' ', '```', '-', '\n'.repeat(50)).map(text => Buffer.from(text)));
  await fc.assert(fc.asyncProperty(bytes, fc.constantFrom(undefined, 'numbers' as const, 'code' as const, 'reasoning' as const), async (sample, channel) => {
    const scorable = { bytes: sample, prompt: NOTHING, channel };
    const [score] = await scorer.score([scorable]);
    assert.ok(isSound(score));
    if (score.channel === 'other') return;
    const { base, evidence } = await scorer.explain(scorable, scorer.channels[score.channel].labels.families[0]);
    assert.ok(Number.isFinite(base) && evidence.every(({ start, end, logOdds }) => start >= 0 && end <= sample.length && Number.isFinite(logOdds)));
  }), { numRuns: 200 });
  await scorer.close();
});

test('a sample scores the same alone as among others', async () => {
  const scorer = await openScorer(MODELS);
  const texts = ['', 'x', 'So the answer must be 4. '.repeat(400), 'def f(x):\n    return x\n', '1, 2, 3, 5', 'if (a) { b(); }\n'.repeat(900)];
  const samples = texts.map(text => ({ bytes: Buffer.from(text), prompt: NOTHING }));
  const together = await scorer.score(samples);
  for (const [i, sample] of samples.entries()) {
    const [alone] = await scorer.score([sample]);
    assert.equal(alone.channel, together[i].channel);
    alone.modelLogProb.forEach((log, m) => assert.ok(Math.abs(log - together[i].modelLogProb[m]) < 1e-3));
  }
  await scorer.close();
});

for (const [name, bytes] of Object.entries(longTexts)) {
  test(`ten megabytes of ${name} have a sound score in reasonable time`, { timeout: 60_000 }, async () => {
    const scorer = await openScorer(MODELS);
    const [score] = await scorer.score([{ bytes, prompt: NOTHING }]);
    assert.ok(isSound(score));
    await scorer.close();
  });
}
