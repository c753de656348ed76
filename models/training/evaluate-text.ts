/** Leave-one-out for texts: sources and makers that a model never saw, judged by the verdict of the product. */
import type { ChannelLabels } from '../../extension/core/fingerprint/score';
import { TextReader } from '../../extension/core/fingerprint/text-bag';
import type { NamedTextChannel, TextMetadata } from '../../extension/core/fingerprint/text-model';
import { ChannelEvidence } from '../../extension/core/verdict/channel-evidence';
import { judgeChannel } from '../../extension/core/verdict/judge-channel';
import { seededRandom } from './corpus';
import { trainText } from './text';
import { KIND_OF_SOURCE, textRows, type KeepRow } from './text-corpus';
import { scoreTexts, type ScoredText } from './text-describe';

/** Kinds of task and makers that one round leaves out of training, one of each channel at least. */
export interface LeftOut { kinds: string[]; families: string[] }

/** Every kind of task of both channels once, and most makers. */
export const LEFT_OUT_ROUNDS: LeftOut[] = [
  { kinds: ['LiveCodeBench', 'ZeroEval'], families: [] }, { kinds: ['HumanEval', 'MMLU-Pro'], families: ['claude', 'grok', 'yi'] },
  { kinds: ['four languages', 'MisguidedAttention'], families: ['gemini', 'phi'] }, { kinds: ['EvoCodeBench', 'farel'], families: ['kimi', 'exaone', 'gemma', 'reka'] },
  { kinds: ['Java', 'thinking traces'], families: ['openai-o', 'cohere'] }, { kinds: ['Flask'], families: ['mistral', 'qwen'] },
];

/** Verdicts on sets of one model's texts: shares named rightly, named wrongly, and not named. */
export interface LeftOutResult { channel: NamedTextChannel; left: 'kind' | 'maker' | 'nothing'; name: string; sets: number; right: number; wrong: number; withheld: number }

const SET_SIZE = 50;
const SETS_PER_GROUP = 4;
const LEAST_RECORDS = 15;

/** Trains without the round's kinds and makers, then judges sets of `SET_SIZE` test texts. Takes as long as a training. */
export async function evaluateLeftOut(corpus: string, round: LeftOut, seed: number, log: (line: string) => void): Promise<LeftOutResult[]> {
  const keep: KeepRow = ({ source, family }) => !round.kinds.includes(KIND_OF_SOURCE[source] ?? source) && !round.families.includes(family);
  const { weights, metadata } = await trainText(corpus, seed, log, keep);
  const rows = textRows(corpus, ['test'], seed, () => true);
  const scored = [...scoreTexts(weights, TextReader.from(metadata.vocabulary), rows, metadata.channels, true)].filter(({ document }) => document.family !== 'none');
  const random = seededRandom(seed);
  const results = [...groups(scored)].filter(group => group.length >= LEAST_RECORDS).map(group => judgeGroup(group, metadata, round, random));
  return summarise(results);
}

function groups(scored: ScoredText[]): Iterable<ScoredText[]> {
  const byModel = new Map<string, ScoredText[]>();
  for (const text of scored) {
    const key = `${text.document.kind}|${text.document.spelling}`;
    byModel.set(key, [...(byModel.get(key) ?? []), text]);
  }
  return byModel.values();
}

function judgeGroup(group: ScoredText[], metadata: TextMetadata, round: LeftOut, random: () => number): LeftOutResult {
  const { document: { channel, kind, family } } = group[0];
  const named = channel === 'other' ? 'reasoning' : channel;
  const isKindOut = round.kinds.includes(kind);
  const isMakerOut = round.families.includes(family) || family === 'other';
  const result: LeftOutResult = {
    channel: named, left: isKindOut ? 'kind' : isMakerOut ? 'maker' : 'nothing', name: isMakerOut && !isKindOut ? family : kind, sets: SETS_PER_GROUP, right: 0, wrong: 0, withheld: 0,
  };
  for (let i = 0; i < SETS_PER_GROUP; i++) {
    const verdict = familyOf(Array.from({ length: SET_SIZE }, () => group[Math.floor(random() * group.length)]), metadata, named);
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

/** One line per channel and what was left out. */
function summarise(results: LeftOutResult[]): LeftOutResult[] {
  const lines = new Map<string, LeftOutResult>();
  for (const result of results) {
    const key = `${result.channel}|${result.left}|${result.name}`;
    const line = lines.get(key);
    if (!line) lines.set(key, { ...result });
    else for (const count of ['sets', 'right', 'wrong', 'withheld'] as const) line[count] += result[count];
  }
  return [...lines.values()];
}

/** The results as a Markdown table. */
export function leftOutMarkdown(results: LeftOutResult[]): string {
  const share = (count: number, sets: number): string => (count / sets).toFixed(2);
  const lines = results.map(({ channel, left, name, sets, right, wrong, withheld }) =>
    `| ${channel} | ${left} | ${name} | ${sets} | ${share(right, sets)} | ${share(wrong, sets)} | ${share(withheld, sets)} |`);
  return ['| channel | left out | | sets | right | wrong | withheld |', '|---|---|---|---|---|---|---|', ...lines].join('\n');
}
