import type { Scorer, Scorable, Channels } from '../../extension/core/fingerprint/scorer';
import type { SampleScore } from '../../extension/core/fingerprint/score';

/** A classifier with known answers: a sample that begins with a family's name was written by it, `odd` is unfamiliar, `prose` is `other`. */
const FAMILIES = ['qwen', 'gpt', 'llama'];
const channel = {
  labels: { families: FAMILIES, models: ['qwen-a', 'qwen-b', 'gpt-a', 'llama-a'], familyOfModel: [0, 0, 1, 2], nameThreshold: 0.7, nameErrorRate: 0.05, modelThreshold: 0.6 },
  set: {
    scale: 1, exponent: 0.2, nameLogOdds: 5, nameErrorRate: 0.01, modelLogOdds: 5, mixedShare: 0.1, mixedErrorRate: 0.01, departureLogOdds: 2, departureErrorRate: 0.001,
    familiarity: { references: FAMILIES.map(family => ({ family, model: `${family}-a`, mean: [0], singleSource: true })), within: [[1]], between: [[0.01]], maxDistance: 4, falseRefusalRate: 0.03 },
  },
};

const channels: Channels = { numbers: channel, code: channel, reasoning: channel };
const LIKELY = 0.8;

function scoreOf({ bytes }: Scorable): SampleScore {
  const text = Buffer.from(bytes).toString('utf8');
  const family = FAMILIES.findIndex(name => text.startsWith(name)), isOdd = text.startsWith('odd');
  if (text.startsWith('prose')) return { channel: 'other', modelLogProb: new Float32Array(0), familyLogProb: new Float32Array(0), contentLogProb: new Float32Array(0), contentModelLogProb: new Float32Array(0), unfamiliar: 0.9, statistics: new Float32Array(0) };
  const familyLogProb = Float32Array.from(FAMILIES, (_, i) => Math.log(family < 0 ? 1 / 3 : i === family ? LIKELY : (1 - LIKELY) / 2));
  const modelLogProb = Float32Array.from(channel.labels.familyOfModel, (root, i) => familyLogProb[root] + (root === 0 ? Math.log(i === 0 ? 0.9 : 0.1) : 0));
  return { channel: 'numbers', familyLogProb, contentLogProb: familyLogProb, modelLogProb, contentModelLogProb: modelLogProb, unfamiliar: isOdd ? 0.95 : 0.05, statistics: Float32Array.of(isOdd ? 20 : 0) };
}

/** The scorer of the tests that are not about the classifier. */
export function fakeScorer(): Scorer {
  return {
    version: 'fake', channels, shifts: [],
    score: samples => Promise.resolve(samples.map(scoreOf)),
    explain: sample => Promise.resolve({ base: 0, evidence: [{ start: 0, end: Math.min(4, sample.bytes.length), logOdds: 1.5 }] }),
    close: () => Promise.resolve(),
  };
}
