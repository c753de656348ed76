import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprintOf, meanOf as meanFingerprint } from '../../extension/core/enrol/fingerprint';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { ChannelLabels, SampleScore } from '../../extension/core/fingerprint/score';
import { ChannelEvidence } from '../../extension/core/verdict/channel-evidence';
import { judgeChannel } from '../../extension/core/verdict/judge-channel';
import { compareSet, namingInputs, namingLogOdds } from '../../extension/core/verdict/set-comparison';
import { fitReferences, meanOf, PARTS } from '../../models/training/familiarity';
import { fitLogistic } from '../../models/training/logistic';
import { drawSets, fitNaming, NAME_LOG_ODDS, type NamingGroup } from '../../models/training/naming';
import { whitened, whiteningOf } from '../../models/training/whitening';

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

const KNOWN = { a: [0.8, 0.1, 0.1], b: [0.1, 0.8, 0.1], c: [0.1, 0.1, 0.8] };

/** Three known makers, and one that was left out of training and reads halfway like the first. */
function makers(random: () => number) {
  const groups = Object.entries(KNOWN).map(([family, shares]) => groupOf(family, shares, random)), stranger = groupOf('stranger', [0.5, 0.3, 0.2], random);
  return { groups, draws: drawSets([...groups, stranger], LABELS, LAYOUT, 1) };
}

/** What the product compares fingerprints with. */
function fingerprintsOf(groups: NamingGroup[]) {
  const points = groups.map(({ scores }) => scores.map(score => Float64Array.from(fingerprintOf(score)))), triangle = whiteningOf(points);
  const teachers = groups.map(({ family, kind }, g) => {
    const mean = whitened(triangle, meanFingerprint(points[g]));
    return { family, model: family, kind, mean, records: points[g].length, chunks: [mean], chunkRecords: points[g].length };
  });
  return { whiten: (fingerprint: ArrayLike<number>) => whitened(triangle, fingerprint), teachers, likeness: {} };
}

test('sets of known models are named, sets of a stranger that resembles one half-heartedly are not', () => {
  const random = randomFrom(3), { groups, draws } = makers(random), { naming, errorRate } = fitNaming(draws, LAYOUT);
  assert.ok(draws.some(({ isStranger, isRight }) => isStranger && !isRight) && !draws.some(({ isStranger, isRight }) => isStranger && isRight));
  const familiarity = { ...fitReferences(groups), maxDistance: 0, falseRefusalRate: 0 }, known = fingerprintsOf(groups);
  const isNamed = (shares: number[]) => {
    const rows = Array.from({ length: 20 }, () => record(shares, random)), sums = [0, 1, 2].map(m => rows.reduce((sum, row) => sum + row.modelLogProb[m], 0));
    const leader = sums.indexOf(Math.max(...sums)), lead = sums[leader] - Math.max(...sums.filter((_, m) => m !== leader)), fingerprint = known.whiten(meanFingerprint(rows.map(fingerprintOf)));
    const compared = compareSet({ means: meanOf(rows.map(row => row.statistics)), fingerprint, records: 20, leader, lead }, FAMILIES, familiarity, known.teachers, naming);
    assert.ok(compared);
    const kind = naming.kinds[compared.kind];
    return compared.distance <= kind.maxDistance && namingLogOdds(namingInputs(compared, kind.usualDistance), naming) >= kind.leastLogOdds;
  };
  const named = (shares: number[]) => Array.from({ length: 50 }, () => isNamed(shares)).filter(Boolean).length;
  assert.ok(named(KNOWN.a) > 40 && named(KNOWN.c) > 40);
  assert.ok(named([0.5, 0.3, 0.2]) < 3 && named([0.2, 0.3, 0.5]) < 3);
  assert.ok(errorRate < 0.1);
});

test('whitened records have unit spread within their groups, whatever their centres', () => {
  const random = randomFrom(2), cloud = (centre: number) => Array.from({ length: 500 }, () => { const x = random() - 0.5; return Float64Array.of(centre + x, 3 * x + 2 * random()); });
  const groups = [cloud(0), cloud(9)], triangle = whiteningOf(groups), points = groups[1].map(point => whitened(triangle, point)), mean = meanFingerprint(points);
  const moment = (i: number, j: number) => points.reduce((sum, point) => sum + (point[i] - mean[i]) * (point[j] - mean[j]), 0) / points.length;
  assert.ok(Math.abs(moment(0, 0) - 1) < 0.1 && Math.abs(moment(1, 1) - 1) < 0.2 && Math.abs(moment(0, 1)) < 0.2, `${moment(0, 0)}, ${moment(1, 1)}, ${moment(0, 1)}`);
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
  const random = randomFrom(9), { groups, draws } = makers(random), { naming, errorRate } = fitNaming(draws, LAYOUT), known = fingerprintsOf(groups);
  const labels: ChannelLabels = { ...LABELS, models: ['a-1', 'b-1', 'c-1'], nameThreshold: 0.9, nameErrorRate: 0.05, modelThreshold: 0.9 };
  const set = {
    scale: 1, exponent: 0.2, nameLogOdds: NAME_LOG_ODDS, nameErrorRate: errorRate, modelLogOdds: 5, mixedShare: 0.3, mixedErrorRate: 0.01, departureLogOdds: 5, departureErrorRate: 0.001,
    familiarity: { ...fitReferences(groups), maxDistance: 5, falseRefusalRate: 0.05 }, naming,
  };
  const judge = (records: number, shares: number[], kinds = naming.kinds) => {
    const evidence = new ChannelEvidence(3, 3, LAYOUT.firstFamily + 3);
    for (let i = 0; i < records; i++) evidence.add(record(shares, random));
    return judgeChannel('code', evidence, { labels, set: { ...set, naming: { ...naming, kinds } }, known });
  };
  const named = judge(40, [0.8, 0.1, 0.1]);
  assert.deepEqual([named.kind, named.family], ['teacher', 'a']);
  assert.ok(named.logOdds >= NAME_LOG_ODDS && named.errorRate <= 0.06);
  assert.equal(judge(9, [0.8, 0.1, 0.1]).kind, 'insufficient');
  assert.equal(judge(40, [0.8, 0.1, 0.1], { task: { ...naming.kinds.task, leastLogOdds: 1e9 } }).kind, 'insufficient');
  assert.equal(judge(40, [0.998, 0.001, 0.001]).kind, 'unfamiliar');
});
