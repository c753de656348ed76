/** Leave-one-out for texts: sources and makers that a model never saw, judged by the verdict of the product. */
import type { ChannelLabels } from '../../extension/core/fingerprint/score';
import { TextReader } from '../../extension/core/fingerprint/text-bag';
import type { NamedTextChannel, TextMetadata } from '../../extension/core/fingerprint/text-model';
import { ChannelEvidence } from '../../extension/core/verdict/channel-evidence';
import { judgeChannel } from '../../extension/core/verdict/judge-channel';
import { seededRandom } from './corpus';
import { groupBy } from './evaluation/forced-choice';
import { drawn } from './naming';
import { trainText } from './text';
import { KIND_OF_SOURCE, textRows, type KeepRow } from './text-corpus';
import { scoreTexts, type ScoredText } from './text-describe';

/** Kinds of task and makers that one round leaves out of training, one of each channel at least. */
export interface LeftOut { kinds: string[]; families: string[] }

/** Every kind of task of both channels once, and every maker. */
export const LEFT_OUT_ROUNDS: LeftOut[] = [
  { kinds: ['LiveCodeBench', 'ZeroEval'], families: [] }, { kinds: ['HumanEval', 'MMLU-Pro'], families: ['claude', 'grok', 'yi', 'glm'] },
  { kinds: ['four languages', 'MisguidedAttention'], families: ['gemini', 'gemma', 'phi'] }, { kinds: ['EvoCodeBench', 'farel'], families: ['kimi', 'exaone', 'reka', 'llama'] },
  { kinds: ['Java', 'thinking traces'], families: ['gpt', 'openai-o', 'gpt-oss', 'cohere'] }, { kinds: ['Flask'], families: ['mistral', 'qwen'] },
  { kinds: [], families: ['deepseek', 'human'] },
];

/** Verdicts on sets of `size` texts by one model: numbers of sets named rightly, named wrongly, and not named. */
export interface LeftOutResult { channel: NamedTextChannel; left: 'kind' | 'maker' | 'nothing'; name: string; size: number; sets: number; right: number; wrong: number; withheld: number }

const SET_SIZES = [20, 50, 100];
const SETS_PER_GROUP = 4;
/** Rounds are trained for fewer epochs than the shipped model: there are many of them. */
const EPOCHS = 3;

/** Trains without the round's kinds and makers, then judges sets of test texts. Takes nearly as long as a training. */
export async function evaluateLeftOut(corpus: string, round: LeftOut, seed: number, log: (line: string) => void): Promise<LeftOutResult[]> {
  const keep: KeepRow = ({ source, family }) => !round.kinds.includes(KIND_OF_SOURCE[source] ?? source) && !round.families.includes(family);
  const { weights, metadata } = await trainText(corpus, seed, log, keep, EPOCHS);
  const rows = textRows(corpus, ['test'], seed, () => true);
  const scored = [...scoreTexts(weights, TextReader.from(metadata.vocabulary), rows, metadata.channels, true)].filter(({ document }) => document.family !== 'none');
  const random = seededRandom(seed);
  const groups = [...groupBy(scored, ({ document }) => `${document.kind}|${document.spelling}`).values()];
  return summarise(groups.flatMap(group => SET_SIZES.filter(size => size <= group.length).map(size => judgeGroup(group, size, metadata, round, random))));
}

function judgeGroup(group: ScoredText[], size: number, metadata: TextMetadata, round: LeftOut, random: () => number): LeftOutResult {
  const { document: { channel, kind, family } } = group[0];
  const named = channel === 'other' ? 'reasoning' : channel;
  const isMakerOut = round.families.includes(family) || family === 'other';
  const left = round.kinds.includes(kind) ? 'kind' : isMakerOut ? 'maker' : 'nothing';
  const result: LeftOutResult = { channel: named, left, name: left === 'maker' ? family : kind, size, sets: SETS_PER_GROUP, right: 0, wrong: 0, withheld: 0 };
  for (let i = 0; i < SETS_PER_GROUP; i++) {
    const verdict = familyOf(drawn(group.length, size, random).map(index => group[index]), metadata, named);
    result[verdict === null ? 'withheld' : verdict === family ? 'right' : 'wrong']++;
  }
  return result;
}

function familyOf(set: ScoredText[], metadata: TextMetadata, channel: NamedTextChannel): string | null {
  const setup: { labels: ChannelLabels; set: TextMetadata['channels']['code']['set'] } = metadata.channels[channel];
  const evidence = new ChannelEvidence(setup.labels.families.length, setup.labels.models.length, set[0].score.statistics.length);
  for (const { score } of set) evidence.add(score);
  return judgeChannel(channel, evidence, setup).family;
}

/** One result per channel, what was left out, and size. */
function summarise(results: LeftOutResult[]): LeftOutResult[] {
  return [...groupBy(results, ({ channel, left, name, size }) => `${channel}|${left}|${name}|${size}`).values()].map(own => {
    const sum = (count: 'sets' | 'right' | 'wrong' | 'withheld') => own.reduce((total, result) => total + result[count], 0);
    return { ...own[0], sets: sum('sets'), right: sum('right'), wrong: sum('wrong'), withheld: sum('withheld') };
  });
}
