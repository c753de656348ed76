import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { memorySource } from '../../extension/core/bytes/memory-source';
import { compareSources } from '../../extension/core/compare/compare';
import { openScorer } from '../../extension/core/fingerprint/open-scorer';
import type { Scorer } from '../../extension/core/fingerprint/scorer';
import { comparisonHeadline, renderComparisonMarkdown, renderComparisonText } from '../../extension/core/report/comparison';

// Whole files through the real models: the bundled samples and what can be made of them.
let scorer: Scorer;
before(async () => { scorer = await openScorer('models'); });
after(() => scorer.close());

const linesOf = (name: string) => readFileSync(`extension/samples/${name}.jsonl`, 'utf8').trim().split('\n');
const compare = (candidate: string[], reference: string[], signal?: AbortSignal) => compareSources({
  candidate: memorySource(Buffer.from(candidate.join('\n')), 'candidate.jsonl'), reference: memorySource(Buffer.from(reference.join('\n')), 'reference.jsonl'),
  selectors: { candidate: {}, reference: {} }, scorer, signal,
});
const qwen = linesOf('numbers-qwen'), gpt = linesOf('numbers-gpt');

test('two teachers differ, and the report says by what', async () => {
  const found = await compare(qwen.slice(0, 100), gpt.slice(0, 100));
  assert.equal(found.kind, 'different');
  assert.ok(found.logEValue >= Math.log(100) && found.effect.low > 0.5);
  assert.ok(found.drivers.some(({ kind }) => kind === 'feature') && found.drivers.some(({ kind }) => kind === 'record'));
  assert.match(renderComparisonText(found), /candidate\.jsonl against reference\.jsonl\n {2}Different/);
  assert.match(renderComparisonMarkdown(found), /## What drives it/);
});

test('two halves of one file do not', async () => {
  const found = await compare(qwen.filter((_, i) => i % 2 === 0), qwen.filter((_, i) => i % 2 === 1));
  assert.equal(found.kind, 'same-so-far');
  assert.ok(found.effect.low <= 0.5 && found.effect.high >= 0.5);
  assert.deepEqual(found.drivers, []);
  assert.match(comparisonHeadline(found), /no proof of sameness/);
});

test('a reference that is the candidate is said to be', async () => {
  const found = await compare(qwen, qwen);
  assert.equal(found.kind, 'same-so-far');
  assert.match(found.reasons[0], /itself/);
});

test('three records, copies of one record, and nothing to score prove nothing', async () => {
  assert.equal((await compare(qwen.slice(0, 3), gpt)).kind, 'insufficient');
  const copies = await compare(Array.from({ length: 100 }, () => qwen[0]), gpt);
  assert.equal(copies.kind, 'insufficient');
  assert.match(copies.reasons.join(' '), /only 1 different text/);
  assert.equal((await compare(Array.from({ length: 50 }, () => '{"broken'), gpt)).kind, 'insufficient');
});

test('numbers and code have nothing in common; a lone channel beside a shared one is named', async () => {
  const code = Array.from({ length: 3 }, () => linesOf('code-sample')).flat().map((line, i) => JSON.stringify({ completion: `${(JSON.parse(line) as { completion: string }).completion}\n# ${i}` }));
  const apart = await compare(qwen, code);
  assert.equal(apart.kind, 'incomparable');
  assert.match(apart.reasons[0], /nothing in common.*numbers.*code/);
  const both = await compare([...qwen.slice(0, 100), ...code], qwen.slice(100));
  assert.equal(both.kind, 'same-so-far');
  assert.match(both.reasons.join(' '), /Code records were not compared/);
});

test('files far above what is compared are sampled by prompt, so that pairs stay pairs', async () => {
  const answers = (from: string[], count: number) => Array.from({ length: count }, (_, i) => JSON.stringify({ prompt: `Prompt ${i}`, completion: (JSON.parse(from[i % from.length]) as { completion: string }).completion }));
  const { channels, records, kind } = await compare(answers(qwen, 1500), answers(gpt, 6000));
  assert.deepEqual([kind, records.candidate, records.reference], ['different', 1500, 6000]);
  assert.equal(channels[0].matchedPairs, 1000);
});

test('a stop is heard', async () => {
  await assert.rejects(compare(qwen, gpt, AbortSignal.abort(new Error('stopped'))), /stopped/);
});
