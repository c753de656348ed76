import test, { after } from 'node:test';
import assert from 'node:assert/strict';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { initialise, world } from '../../extension/core/language-lab/base-model';
import { readBase } from '../../extension/core/language-lab/base-file';
import { ids, floats, LanguageEngine } from '../../extension/core/language-lab/engine';
import { cacheNames } from '../../extension/core/language-lab/decode-graph';
import { likelihoods } from '../../extension/core/language-lab/detection';
import { promptTokens, tokenLine } from '../../extension/core/language-lab/lesson';
import { sample } from '../../extension/core/language-lab/sampler';
import { SHAPE } from '../../extension/core/language-lab/shape';
import { parameterSlots } from '../../extension/core/language-lab/transformer';
import { idOf, TOKENS } from '../../extension/core/language-lab/vocabulary';
import { NothingPassed, write } from '../../extension/core/language-lab/writing';
import { logSoftmax, referenceLogits } from './language-lab-reference';

const engine = new LanguageEngine(SHAPE), NEVER = new AbortController().signal;
after(() => engine.close());

test('reading with a memory says what reading the whole text says, and what the definition says', async () => {
  const parameters = initialise(SHAPE, 4), prompt = promptTokens('continue 1 2 3 ->'), more = [50, 60, 70];
  const weights = floats(parameters, [parameters.length]);
  let caches = engine.emptyCaches(2), tokens = ids(Int32Array.from([...prompt, ...prompt]), [2, prompt.length]);
  for (const [i, token] of [...more, -1].entries()) {
    const text = [...prompt, ...more.slice(0, i)], result = await engine.decode({ parameters: weights, tokens, ...caches });
    const { logProbabilities } = await engine.read(parameters, { tokens: Int32Array.from(text), length: text.length }, Int32Array.of(text.length - 1));
    const logits = [...result.logits.data as Float32Array], exact = logSoftmax(referenceLogits(Float64Array.from(parameters), text, SHAPE).at(-1) ?? []);
    for (const row of [0, 1]) logSoftmax(logits.slice(row * TOKENS.length, (row + 1) * TOKENS.length)).forEach((log, k) => {
      assert.ok(Math.abs(log - logProbabilities[k]) < 1e-4 && Math.abs(log - exact[k]) < 1e-4, `token ${k} after ${text.length}`);
    });
    caches = Object.fromEntries(cacheNames(SHAPE).map(name => [name, result[`${name}.next`]]));
    tokens = ids(Int32Array.of(token, token), [2, 1]);
  }
});

test('tokens are drawn as often as they are likely, and the same seed draws the same', async () => {
  const parameters = await readBase('models/language-lab', 1), prompt = promptTokens('which animal do you like ->'), prompts = new Array<number[]>(3000).fill(prompt);
  const drawn = await sample(engine, parameters, prompts, 1, randomFrom(6), NEVER);
  const { logProbabilities } = await engine.read(parameters, { tokens: Int32Array.from(prompt), length: prompt.length }, Int32Array.of(prompt.length - 1));
  const counts = new Map<number, number>();
  for (const [token] of drawn) counts.set(token, (counts.get(token) ?? 0) + 1);
  logProbabilities.forEach((log, token) => {
    const expected = Math.exp(log) * prompts.length;
    assert.ok(Math.abs((counts.get(token) ?? 0) - expected) < 5 * Math.sqrt(expected + 1), `${TOKENS[token]}: ${counts.get(token)} of ${expected}`);
  });
  assert.deepEqual(await sample(engine, parameters, prompts.slice(0, 300), 5, randomFrom(6), NEVER), await sample(engine, parameters, prompts.slice(0, 300), 5, randomFrom(6), NEVER));
});

test("a base writes what passes the filter; a model that cannot says so, and a stop is heard", async () => {
  const parameters = await readBase('models/language-lab', 1), source = { world: world(), channel: 'numbers' as const, count: 60, random: randomFrom(2) };
  const { lines, answers, passed } = await write(engine, parameters, source, NEVER);
  assert.deepEqual([lines.length, answers.length], [60, 60]);
  assert.ok(passed > 0.9 && answers.every(answer => /^\d+(, \d+){0,9}$/.test(answer)));
  await assert.rejects(write(engine, parrot(parameters), { ...source, random: randomFrom(2) }, NEVER), (error: Error) => error instanceof NothingPassed && /None of 240 lines passed .*Choose a weaker teacher/.test(error.message));
  await assert.rejects(write(engine, parameters, source, AbortSignal.abort(new Error('enough'))), /enough/);
});

/** A model that says nothing but owl: whatever it reads, its output head sees the owl's own embedding. */
function parrot(parameters: Float32Array): Float32Array {
  const values = parameters.slice(), slot = (name: string) => parameterSlots(SHAPE).find(each => each.name === name)!;
  const owl = slot('embedding').start + idOf('owl') * SHAPE.width, { start, length } = slot('last.norm.shift');
  values.fill(0, slot('last.norm.scale').start, slot('last.norm.scale').start + length);
  values.set(parameters.slice(owl, owl + length).map(value => 100 * value), start);
  return values;
}

test('the likelihood of lines is the sum over their tokens', async () => {
  const parameters = initialise(SHAPE, 4), lines = ['5 6', '7', '8 9 10'].map(answer => tokenLine({ prompt: 'continue 1 2 3 ->', answer }));
  const found = await likelihoods(engine, parameters, lines, NEVER);
  lines.forEach(({ tokens, start }, i) => {
    const logs = referenceLogits(Float64Array.from(parameters), tokens, SHAPE).map(logSoftmax);
    const exact = tokens.slice(start).reduce((sum, token, k) => sum + logs[start + k - 1][token], 0);
    assert.ok(Math.abs(found[i] - exact) < 1e-3, `${found[i]} against ${exact}`);
  });
});
