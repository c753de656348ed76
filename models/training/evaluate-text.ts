/** Leave-one-out for texts: kinds of task and makers that a model never saw, judged by the verdict of the product. */
import { TextReader } from '../../extension/core/fingerprint/text-bag';
import type { NamedTextChannel, TextMetadata } from '../../extension/core/fingerprint/text-model';
import { fingerprintOf, meanOf } from '../../extension/core/enrol/fingerprint';
import type { KnownFingerprints } from '../../extension/core/fingerprint/scorer';
import { ChannelEvidence } from '../../extension/core/verdict/channel-evidence';
import { judgeChannel } from '../../extension/core/verdict/judge-channel';
import { seededRandom } from './corpus';
import { groupBy } from './evaluation/forced-choice';
import { drawn } from './drawn';
import { ROUND_EPOCHS, strangerRounds, type StrangerRound } from './strangers';
import { subsetOf, textRows, type TextCorpus, type TextRow } from './text-corpus';
import { describeText, scoreTexts, type ChannelDraws, type ScoredText } from './text-describe';
import { collectTexts, fitText } from './text-fit';
import { whitened, whiteningOf } from './whitening';

/** Kinds of task that one round leaves out of training, one of each channel where there are. */
const KIND_ROUNDS = [['LiveCodeBench', 'ZeroEval'], ['HumanEval', 'MMLU-Pro'], ['four languages', 'MisguidedAttention'], ['EvoCodeBench', 'farel'], ['Java', 'thinking traces'], ['Flask']];

/** Verdicts on sets of `size` texts by one model: numbers of sets named rightly, named wrongly, and not named. */
export interface LeftOutResult { channel: NamedTextChannel; left: 'kind' | 'maker'; name: string; size: number; sets: number; right: number; wrong: number; withheld: number }

const SET_SIZES = [20, 50, 100];
const SETS_PER_GROUP = 4;
const LEAST_REFERENCE = 8;

/** A model without something, what it says of itself, and what was left out. */
interface Judge { reader: TextReader; metadata: TextMetadata; weights: StrangerRound['weights']; isLeftOut: (document: TextRow['document']) => { left: LeftOutResult['left']; name: string } | undefined }

/** Judges sets of test texts by makers, then of kinds of task, that training never saw. What strangers look like was learned from other makers, and on other kinds. Takes as long as a dozen short trainings. */
export function evaluateLeftOut(corpus: string, seed: number, log: (line: string) => void): LeftOutResult[] {
  const data = collectTexts(corpus, ['train'], seed, () => true), heldOut = [...textRows(corpus, ['validation'], seed, () => true)];
  const test = [...textRows(corpus, ['test'], seed, () => true)].filter(({ document }) => document.family !== 'none');
  const rounds = strangerRounds(data, heldOut, seed, log);
  const makers = rounds.flatMap(round => judge(withoutMakers(round, rounds, heldOut, seed, log), heldOut, test, seed));
  return summarise([...makers, ...KIND_ROUNDS.flatMap(kinds => judge(withoutKinds(kinds, data, rounds, heldOut, seed, log), heldOut, test, seed))]);
}

function withoutMakers({ families, weights, vocabulary }: StrangerRound, rounds: StrangerRound[], heldOut: TextRow[], seed: number, log: (line: string) => void): Judge {
  const others = rounds.filter(round => round.families !== families).map(({ draws }) => draws), own = heldOut.filter(({ document }) => !families.includes(document.family));
  return {
    weights, reader: TextReader.from(vocabulary), metadata: describeText(weights, vocabulary, own, others, seed, log),
    isLeftOut: ({ family }) => (families.includes(family) || family === 'other' ? { left: 'maker', name: family } : undefined),
  };
}

function withoutKinds(kinds: string[], data: TextCorpus, rounds: StrangerRound[], heldOut: TextRow[], seed: number, log: (line: string) => void): Judge {
  log(`text: without ${kinds.join(', ')}`);
  const { weights, vocabulary } = fitText(subsetOf(data, ({ kind }) => !kinds.includes(kind)), seed, log, ROUND_EPOCHS);
  const others = (draws: ChannelDraws): ChannelDraws => ({ code: draws.code.filter(({ comparison }) => !kinds.includes(comparison.kind)), reasoning: draws.reasoning.filter(({ comparison }) => !kinds.includes(comparison.kind)) });
  return {
    weights, reader: TextReader.from(vocabulary), metadata: describeText(weights, vocabulary, heldOut.filter(({ document }) => !kinds.includes(document.kind)), rounds.map(({ draws }) => others(draws)), seed, log),
    isLeftOut: ({ kind }) => (kinds.includes(kind) ? { left: 'kind', name: kind } : undefined),
  };
}

function judge(model: Judge, heldOut: TextRow[], test: TextRow[], seed: number): LeftOutResult[] {
  const score = (rows: TextRow[]) => [...scoreTexts(model.weights, model.reader, rows, model.metadata.channels, true)], random = seededRandom(seed);
  const leftOut = score(test.filter(({ document }) => model.isLeftOut(document))), known = knownTeachers(score(heldOut.filter(({ document }) => !model.isLeftOut(document))), model.metadata);
  return [...groupBy(leftOut, ({ document }) => `${document.kind}|${document.spelling}`).values()].flatMap(group =>
    SET_SIZES.filter(size => size <= group.length).map(size => judgeGroup(group, size, model, known, random)));
}

/** What the product compares fingerprints with. */
function knownTeachers(heldOut: ScoredText[], { channels }: TextMetadata): Record<NamedTextChannel, KnownFingerprints> {
  const of = (channel: NamedTextChannel): KnownFingerprints => {
    const own = heldOut.filter(({ document, score }) => document.channel === channel && score.channel === channel && channels[channel].labels.families.includes(document.family));
    const groups = [...groupBy(own, ({ document }) => `${document.spelling}|${document.kind}`).values()].filter(group => group.length >= LEAST_REFERENCE)
      .map(group => ({ document: group[0].document, points: group.map(({ score }) => Float64Array.from(fingerprintOf(score))) }));
    const triangle = whiteningOf(groups.map(({ points }) => points));
    return {
      whiten: fingerprint => whitened(triangle, fingerprint), likeness: {},
      teachers: groups.map(({ document: { family, spelling, kind }, points }) => {
        const mean = whitened(triangle, meanOf(points));
        return { family, model: spelling, kind, mean, records: points.length, chunks: [mean], chunkRecords: points.length };
      }),
    };
  };
  return { code: of('code'), reasoning: of('reasoning') };
}

function judgeGroup(group: ScoredText[], size: number, { metadata, isLeftOut }: Judge, known: Record<NamedTextChannel, KnownFingerprints>, random: () => number): LeftOutResult {
  const { document } = group[0], channel = document.channel === 'code' ? 'code' : 'reasoning', setup = { ...metadata.channels[channel], known: known[channel] };
  const result: LeftOutResult = { channel, left: 'maker', name: '', ...isLeftOut(document), size, sets: SETS_PER_GROUP, right: 0, wrong: 0, withheld: 0 };
  for (let i = 0; i < SETS_PER_GROUP; i++) {
    const evidence = new ChannelEvidence(setup.labels.families.length, setup.labels.models.length, setup.statistics.length);
    for (const index of drawn(group.length, size, random)) evidence.add(group[index].score);
    const { family } = judgeChannel(channel, evidence, setup);
    result[family === null ? 'withheld' : family === document.family ? 'right' : 'wrong']++;
  }
  return result;
}

/** One result per channel, what was left out, and size. */
function summarise(results: LeftOutResult[]): LeftOutResult[] {
  return [...groupBy(results, ({ channel, left, name, size }) => `${channel}|${left}|${name}|${size}`).values()].map(own => {
    const sum = (count: 'sets' | 'right' | 'wrong' | 'withheld') => own.reduce((total, result) => total + result[count], 0);
    return { ...own[0], sets: sum('sets'), right: sum('right'), wrong: sum('wrong'), withheld: sum('withheld') };
  });
}
