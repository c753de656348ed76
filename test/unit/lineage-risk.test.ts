import test from 'node:test';
import assert from 'node:assert/strict';
import lineage from '../../extension/core/lineage/lineage.json';
import { baseOf, plainName } from '../../extension/core/lineage/bases';
import { riskFor } from '../../extension/core/lineage/risk';

const teacher = (family: string, model: string | null = null) => ({ kind: 'teacher' as const, family, model });
const level = (family: string, model: string | null, student: string, declared: string[] = []) => riskFor({ verdict: teacher(family, model), declared }, student).level;

test('a name tells its base, however it is tuned, dated or packed', () => {
  const same: [string, string][] = [
    ['unsloth/Qwen2.5-7B-Instruct-bnb-4bit', 'Qwen/Qwen2.5-7B'], ['meta-llama/Meta-Llama-3.1-8B-Instruct', 'llama-3.1-8b'], ['gpt-4.1-nano-2025-04-14', 'openai/gpt-4.1-nano'],
    ['gemma-3-4b-it', 'google/gemma-3-4b-pt'], ['Mistral-7B-Instruct-v0.3', 'mistral-7b'], ['qwen3-4b-instruct-2507', 'Qwen/Qwen3-4B'], ['deepseek-r1-0528', 'DeepSeek-V3'],
    ['deepseek-ai/DeepSeek-R1-Distill-Qwen-14B', 'qwen2.5-14b'], ['QwQ-32B-Preview', 'qwen2.5-32b'], ['Llama3.1-8B', 'llama-3.1-8b'], ['gpt-4-0613', 'gpt-4'], ['claude-3-opus-20240229', 'claude-3-opus'], ['qwen2.5-7b-instruct-latest', 'qwen2.5-7b'],
  ];
  for (const [a, b] of same) assert.equal(baseOf(a).id, baseOf(b).id, `${a} and ${b}`);
  const different: [string, string][] = [['gpt-4.1', 'gpt-4.1-mini'], ['qwen2.5-7b', 'qwen2.5-14b'], ['qwen2.5-7b', 'qwen3-8b'], ['gpt-4', 'gpt-4o'], ['llama-3-8b', 'llama-3.1-8b'], ['mistral-large-2402', 'mistral-large-2407'], ['o1', 'o1-preview'], ['phi-4', 'phi-3-mini']];
  for (const [a, b] of different) assert.notEqual(baseOf(a).id, baseOf(b).id, `${a} and ${b}`);
});

test('high only where the model itself is known and shares the base', () => {
  assert.equal(level('qwen', 'qwen2.5-7b-instruct', 'Qwen/Qwen2.5-7B'), 'high');
  assert.equal(level('qwen', null, 'Qwen/Qwen2.5-7B'), 'possible');
  assert.equal(level('qwen', null, 'Qwen/Qwen2.5-7B', ['Qwen/Qwen2.5-7B-Instruct']), 'high', 'declared');
  assert.equal(level('qwen', 'qwen2.5-14b-instruct', 'Qwen/Qwen2.5-7B'), 'low', 'another size is another base');
  assert.equal(level('deepseek', 'deepseek-r1-distill-qwen-7b', 'qwen2.5-math-7b'), 'high');
});

test('a shared initialisation is elevated, and says who measured it', () => {
  for (const [a, b] of [['gpt-4.1', 'gpt-4o'], ['gpt-4o', 'gpt-4.1']]) {
    const risk = riskFor({ verdict: teacher('gpt', a), declared: [] }, b);
    assert.equal(risk.level, 'elevated');
    assert.match(risk.source ?? '', /2507\.14805/);
  }
  assert.equal(level('gpt', 'gpt-4.1-nano', 'gpt-4o'), 'low', 'nothing else crosses');
});

test('a family alone is possible where it may share the base, and low where it cannot', () => {
  assert.equal(level('claude', null, 'Qwen/Qwen2.5-7B'), 'low');
  assert.equal(level('deepseek', null, 'qwen2.5-32b'), 'possible', 'a distilled model goes by the name of another maker');
  assert.equal(level('gpt', null, 'in-house-7b'), 'possible', 'an unknown base leaves it open');
  assert.equal(level('human', null, 'qwen2.5-7b'), 'low');
  const enrolled = (family: string) => riskFor({ verdict: { ...teacher(family, 'our-teacher'), enrolled: true }, declared: [] }, 'qwen2.5-7b').level;
  assert.deepEqual([enrolled('our-teacher'), enrolled('qwen'), enrolled('claude')], ['possible', 'possible', 'low'], 'nobody knows what an enrolled teacher started from');
});

test('without a named teacher the base is unknown, unless the data declare their model', () => {
  for (const kind of ['unfamiliar', 'insufficient', 'mixed'] as const) {
    const verdict = { kind, family: null, model: null };
    assert.equal(riskFor({ verdict, declared: [] }, 'qwen2.5-7b').level, 'possible');
    assert.equal(riskFor({ verdict, declared: ['qwen2.5-7b-instruct'] }, 'qwen2.5-7b').level, 'high');
  }
});

test('a declaration that names another model does not talk a finding down', () => {
  assert.equal(level('qwen', 'qwen2.5-7b-instruct', 'qwen2.5-7b', ['gpt-4o']), 'high');
  assert.equal(level('qwen', null, 'qwen2.5-7b', ['gpt-4o']), 'possible');
});

test('the data file: every entry has its source, plain names, and one base for a model', () => {
  const models = lineage.bases.flatMap(entry => entry.models);
  assert.equal(new Set(models).size, models.length);
  for (const { source } of [...lineage.bases, ...lineage.sharedInitialisations]) assert.match((lineage.sources as Record<string, string>)[source] ?? '', /https:\/\//, source);
  const used = new Set([...lineage.bases, ...lineage.sharedInitialisations].map(entry => entry.source));
  assert.deepEqual(Object.keys(lineage.sources).filter(key => !used.has(key)), []);
  for (const id of [...models, ...lineage.bases.map(entry => entry.base), ...lineage.sharedInitialisations.flatMap(entry => entry.bases)]) assert.equal(plainName(id), id);
});
