import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { ChannelLabels, SampleScore } from '../../extension/core/fingerprint/score';
import { ChannelEvidence } from '../../extension/core/verdict/channel-evidence';
import { judgeChannel } from '../../extension/core/verdict/judge-channel';
import { compareSet, namingInputs, namingLogOdds } from '../../extension/core/verdict/set-comparison';
import { fitReferences, meanOf, PARTS } from '../../models/training/familiarity';
import { hideFamily, hideLabels } from '../../models/training/hidden-family';
import { fitLogistic } from '../../models/training/logistic';
import { fitNaming, NAME_LOG_ODDS, type NamingGroup } from '../../models/training/naming';

const FAMILIES = ['a', 'b', 'c'], LABELS = { families: FAMILIES, familyOfModel: [0, 1, 2] };
/** Statistics: entropy, top, energy, spread, then the families. */
const LAYOUT = { entropy: 0, firstFamily: 4 };

/** A record of which `shares` are the models' probabilities, give or take. */
function record(shares: number[], random: () => number): SampleScore {
  const odds = shares.map(share => share * Math.exp(random() - 0.5)), total = odds.reduce((sum, value) => sum + value, 0);
  const logs = odds.map(value => Math.log(value / total)), mean = logs.reduce((sum, value) => sum + value, 0) / 3;
  const statistics = [-logs.reduce((sum, value) => sum + Math.exp(value) * value, 0), Math.max(...logs), Math.max(...logs) - mean, Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3), ...logs];
  const logProb = Float32Array.from(logs);
  return { channel: 'code', modelLogProb: logProb, familyLogProb: logProb, contentLogProb: logProb, contentModelLogProb: logProb, unfamiliar: 0, statistics: Float32Array.from(statistics) };
}

function groupOf(family: string, shares: number[], random: () => number): NamingGroup {
  const scores = Array.from({ length: 300 }, () => record(shares, random));
  return { family, kind: 'task', spelling: family, scores, vectors: scores.map(score => score.statistics), parts: scores.map((_, i) => i % PARTS) };
}

test('sets of known models are named, sets of a model that resembles one half-heartedly are not', () => {
  const random = randomFrom(3);
  const groups = [groupOf('a', [0.8, 0.1, 0.1], random), groupOf('b', [0.1, 0.8, 0.1], random), groupOf('c', [0.1, 0.1, 0.8], random)];
  const { naming, errorRate } = fitNaming(groups, LABELS, LAYOUT, 1);
  const familiarity = { ...fitReferences(groups), maxDistance: 0, falseRefusalRate: 0 };
  const isNamed = (shares: number[]) => {
    const rows = Array.from({ length: 20 }, () => record(shares, random)), sums = [0, 1, 2].map(m => rows.reduce((sum, row) => sum + row.modelLogProb[m], 0));
    const leader = sums.indexOf(Math.max(...sums)), lead = sums[leader] - Math.max(...sums.filter((_, m) => m !== leader));
    const compared = compareSet({ means: meanOf(rows.map(row => row.statistics)), records: 20, leader, lead }, FAMILIES, familiarity, naming);
    assert.ok(compared);
    const kind = naming.kinds[compared.kind];
    return compared.distance <= kind.maxDistance && namingLogOdds(namingInputs(compared, kind.usualDistance), naming) >= kind.leastLogOdds;
  };
  const named = (shares: number[]) => Array.from({ length: 50 }, () => isNamed(shares)).filter(Boolean).length;
  assert.ok(named([0.8, 0.1, 0.1]) > 40 && named([0.1, 0.1, 0.8]) > 40);
  assert.ok(named([0.45, 0.35, 0.2]) < 3);
  assert.ok(errorRate < 0.1);
});

test('a hidden family leaves a score that sums to 1 over the others, in order', () => {
  const score = record([0.2, 0.5, 0.3], randomFrom(1)), hidden = hideFamily(score, LABELS, 1, LAYOUT);
  assert.deepEqual(hideLabels(LABELS, 1), { families: ['a', 'c'], familyOfModel: [0, 1] });
  const [a, c] = [...hidden.contentModelLogProb].map(Math.exp);
  assert.ok(Math.abs(a + c - 1) < 1e-6);
  assert.ok(Math.abs(Math.log(a / c) - (score.modelLogProb[0] - score.modelLogProb[2])) < 1e-5);
  assert.ok(Math.abs(hidden.statistics[4] - Math.log(a)) < 1e-6 && hidden.statistics.length === 6);
});

test('logistic regression finds the log-odds that made its examples', () => {
  const random = randomFrom(5);
  const examples = Array.from({ length: 20000 }, () => {
    const inputs = [random() * 4 - 2, random() * 10];
    return { inputs, isTrue: random() < 1 / (1 + Math.exp(-(1.5 * inputs[0] - 0.5 * (inputs[1] - 5)))), weight: 1 };
  });
  const model = fitLogistic(examples);
  assert.ok(Math.abs(namingLogOdds([1, 5], model) - 1.5) < 0.15);
  assert.ok(Math.abs(namingLogOdds([0, 7], model) + 1) < 0.15);
});

test('a channel with a naming model names by it: never below ten records, never in a kind that is beyond it, never too far away', () => {
  const random = randomFrom(9);
  const groups = [groupOf('a', [0.8, 0.1, 0.1], random), groupOf('b', [0.1, 0.8, 0.1], random), groupOf('c', [0.1, 0.1, 0.8], random)];
  const { naming, errorRate } = fitNaming(groups, LABELS, LAYOUT, 1);
  const labels: ChannelLabels = { ...LABELS, models: ['a-1', 'b-1', 'c-1'], nameThreshold: 0.9, nameErrorRate: 0.05, modelThreshold: 0.9 };
  const set = {
    scale: 1, exponent: 0.2, nameLogOdds: NAME_LOG_ODDS, nameErrorRate: errorRate, modelLogOdds: 5, mixedShare: 0.3, mixedErrorRate: 0.01, departureLogOdds: 5, departureErrorRate: 0.001,
    familiarity: { ...fitReferences(groups), maxDistance: 5, falseRefusalRate: 0.05 }, naming,
  };
  const judge = (records: number, shares: number[], kinds = naming.kinds) => {
    const evidence = new ChannelEvidence(3, 3, LAYOUT.firstFamily + 3);
    for (let i = 0; i < records; i++) evidence.add(record(shares, random));
    return judgeChannel('code', evidence, { labels, set: { ...set, naming: { ...naming, kinds } } });
  };
  const named = judge(40, [0.8, 0.1, 0.1]);
  assert.deepEqual([named.kind, named.family], ['teacher', 'a']);
  assert.ok(named.logOdds >= NAME_LOG_ODDS && named.errorRate <= 0.06);
  assert.equal(judge(9, [0.8, 0.1, 0.1]).kind, 'insufficient');
  assert.equal(judge(40, [0.8, 0.1, 0.1], { task: { ...naming.kinds.task, leastLogOdds: 1e9 } }).kind, 'insufficient');
  assert.equal(judge(40, [0.998, 0.001, 0.001]).kind, 'unfamiliar');
});
