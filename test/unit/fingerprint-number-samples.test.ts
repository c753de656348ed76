import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readTeachers, sampleFiles } from '../../extension/samples/generate';
import { ChannelEvidence } from '../../extension/core/verdict/channel-evidence';
import { judgeChannel } from '../../extension/core/verdict/judge-channel';
import { readModelFile } from '../../extension/core/fingerprint/model-file';
import type { NumbersMetadata } from '../../extension/core/fingerprint/number-model';
import { NumberScorer, type NumberSample } from '../../extension/core/fingerprint/number-scorer';

const folder = path.join(import.meta.dirname ?? __dirname, '../../extension/samples');
const encoder = new TextEncoder();

test('regenerated number samples equal the committed ones', () => {
  for (const [name, text] of Object.entries(sampleFiles(readTeachers(folder)))) {
    assert.equal(readFileSync(path.join(folder, name), 'utf8'), text, name);
  }
});

test('every simulated record says so', () => {
  for (const text of Object.values(sampleFiles(readTeachers(folder)))) {
    for (const line of text.trimEnd().split('\n')) {
      const record = JSON.parse(line) as Record<string, unknown>;
      assert.equal(record.simulated, true);
      assert.match(String(record.note), /^Simulated/);
    }
  }
});

test('the samples read as the family that they imitate', async () => {
  const scorer = await NumberScorer.open(await readModelFile<NumbersMetadata>(path.join(folder, '../../models'), 'numbers'));
  const verdictOf = async (name: string) => {
    const records = readFileSync(path.join(folder, name), 'utf8').trimEnd().split('\n').map(line => JSON.parse(line) as { prompt: string; completion: string });
    const samples = records.map(({ prompt, completion }) => scorer.read({ prompt: encoder.encode(prompt), bytes: encoder.encode(completion) }, false));
    const scores = await scorer.score(samples.filter((sample): sample is NumberSample => sample !== undefined));
    assert.equal(scores.length, records.length);
    const { labels } = scorer.metadata;
    const evidence = new ChannelEvidence(labels.families.length, labels.models.length, scores[0].statistics.length);
    for (const score of scores) evidence.add(score);
    return judgeChannel('numbers', evidence, scorer.metadata);
  };
  assert.equal((await verdictOf('numbers-qwen.jsonl')).family, 'qwen');
  assert.equal((await verdictOf('numbers-gpt.jsonl')).family, 'gpt');
  assert.equal((await verdictOf('numbers-mixed.jsonl')).kind, 'mixed');
  await scorer.close();
});
