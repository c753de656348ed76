/** What a trained text model says of itself, measured on validation problems: calibration, thresholds, familiarity. */
import type { BagWeights } from '../../extension/core/fingerprint/bag-model';
import { unfamiliarity, type UnfamiliarModel } from '../../extension/core/fingerprint/number-model';
import type { ChannelLabels, SampleScore } from '../../extension/core/fingerprint/score';
import { TextReader, type TextVocabulary } from '../../extension/core/fingerprint/text-bag';
import { textScore, textStatisticNames, type NamedTextChannel, type TextChannelModel, type TextMetadata } from '../../extension/core/fingerprint/text-model';
import { stableHash } from './corpus';
import { familyDistance, fitFamiliarity, fitUnfamiliar, meanOf, PARTS, type WeightedVector } from './familiarity';
import { drawSets, fitNaming, NAME_LOG_ODDS, type Draw, type NamingGroup, type StatisticLayout } from './naming';
import { bagLogits } from './predict';
import { fitSets, type HeldOutRow, type IsFamiliar } from './sets';
import { calibrateText, nameThreshold } from './text-calibration';
import type { TextDocument, TextRow } from './text-corpus';

const FALSE_REFUSAL = 0.05;
const MODEL_THRESHOLD = 0.9;
const NAME_PRECISION = 0.95;
/** Sets of texts are named so that at most this share of the names is wrong: many siblings write alike, and a stricter rule names few. */
const SET_NAME_ERROR_RATE = 0.03;
/** Before it is fitted, nothing is unfamiliar. */
const FAMILIAR: UnfamiliarModel = { mean: [], sd: [], linear: [], square: [], bias: -30 };

/** A scored text. */
export interface ScoredText { document: TextDocument; score: SampleScore }

/** Scores texts as the product would; `forced` takes the document's own channel for granted (negatives: the channel that they resemble). */
export function* scoreTexts(weights: BagWeights, reader: TextReader, rows: Iterable<{ document: TextDocument; text: string }>,
  channels: Parameters<typeof textScore>[2], forced: boolean): Generator<ScoredText> {
  for (const { document, text } of rows) {
    const bag = reader.read(Buffer.from(text, 'utf8'));
    const own = document.channel === 'other' ? 'reasoning' : document.channel;
    yield { document, score: textScore(bag, bagLogits(weights, bag), channels, forced ? own : undefined) };
  }
}

/** The labels of one head, before thresholds are known. */
export function plainLabels(weights: BagWeights, channel: NamedTextChannel): ChannelLabels {
  const head = weights.heads[channel];
  const families = [...new Set(head.families)];
  return { families, models: head.labels, familyOfModel: head.families.map(family => families.indexOf(family)), nameThreshold: 1, nameErrorRate: 1, modelThreshold: MODEL_THRESHOLD };
}

/** Calibrates the weights in place on held-out texts and describes them. `strangers`: sets drawn by models that never saw some makers. */
export function describeText(weights: BagWeights, vocabulary: TextVocabulary, heldOut: TextRow[], strangers: ChannelDraws[], seed: number, log: (line: string) => void): TextMetadata {
  const { scored, labels } = scoreHeldOut(weights, TextReader.from(vocabulary), heldOut);
  log(`text: ${scored.length} held-out texts scored`);
  const describe = (channel: NamedTextChannel) => describeChannel(channel, labels[channel], scored, strangers.flatMap(each => each[channel]), seed);
  return { vocabulary, channels: { code: describe('code'), reasoning: describe('reasoning') } };
}

/** Drawn sets of each channel. */
export type ChannelDraws = Record<NamedTextChannel, Draw[]>;

/** Calibrates the weights in place on those held-out texts that have a name in them, and scores all held-out texts. */
export function scoreHeldOut(weights: BagWeights, reader: TextReader, heldOut: TextRow[]): { scored: ScoredText[]; labels: Record<NamedTextChannel, ChannelLabels> } {
  const names = new Set([...weights.heads.code.families, ...weights.heads.reasoning.families, 'none']);
  calibrateText(weights, heldOut.filter(({ document }) => names.has(document.family)).map(({ document, text }) => ({ document, bag: reader.read(Buffer.from(text, 'utf8')) })));
  const labels = { code: plainLabels(weights, 'code'), reasoning: plainLabels(weights, 'reasoning') };
  return { scored: [...scoreTexts(weights, reader, heldOut, { code: { labels: labels.code, unfamiliar: FAMILIAR }, reasoning: { labels: labels.reasoning, unfamiliar: FAMILIAR } }, true)], labels };
}

/** Held-out sets of one channel, of known models and of all others, negatives left out. */
export function drawChannel(channel: NamedTextChannel, scored: ScoredText[], labels: ChannelLabels, seed: number): Draw[] {
  const own = scored.filter(({ document, score }) => score.channel === channel && document.channel === channel && document.family !== 'none');
  return drawSets(groupsOf(own), labels, layoutOf(labels.families), seed);
}

function layoutOf(families: string[]): StatisticLayout {
  const names = textStatisticNames(families);
  return { entropy: names.indexOf('entropy'), firstFamily: names.length - families.length };
}

function describeChannel(channel: NamedTextChannel, plain: ChannelLabels, scored: ScoredText[], strangers: Draw[], seed: number): TextChannelModel {
  const own = scored.filter(({ score }) => score.channel === channel);
  const known = own.filter(({ document }) => document.channel === channel && plain.families.includes(document.family));
  const unfamiliar = fitUnfamiliar(weighted(known), weighted(own.filter(text => !known.includes(text))));
  for (const { score } of known) score.unfamiliar = unfamiliarity(unfamiliar, score.statistics);
  const labels = { ...plain, ...nameThreshold(known, plain, NAME_PRECISION) };
  const familiarity = fitFamiliarity(groupsOf(known), mean => leaderOf(mean, labels.families), FALSE_REFUSAL, seed);
  const isFamiliar: IsFamiliar = (rows, family) =>
    familyDistance(meanOf(rows.map(row => row.score.statistics)), family, rows.length, familiarity) <= familiarity.maxDistance;
  const { naming, errorRate } = fitNaming([...drawChannel(channel, scored, labels, seed), ...strangers], layoutOf(labels.families));
  const set = { ...fitSets(known.map(toHeldOut), labels, seed, isFamiliar, SET_NAME_ERROR_RATE), nameLogOdds: NAME_LOG_ODDS, nameErrorRate: errorRate, familiarity, naming };
  return { labels, set, statistics: textStatisticNames(labels.families), unfamiliar };
}

/** Kinds of task and of negative count alike. */
function weighted(texts: ScoredText[]): WeightedVector[] {
  const counts = new Map<string, number>();
  const key = ({ document }: ScoredText): string => `${document.kind}|${document.family}`;
  for (const text of texts) counts.set(key(text), (counts.get(key(text)) ?? 0) + 1);
  return texts.map(text => ({ vector: text.score.statistics, weight: 1 / Math.sqrt(counts.get(key(text)) ?? 1) }));
}

const toHeldOut = ({ document, score }: ScoredText): HeldOutRow => ({ score, family: document.family, model: document.model, group: `${document.kind}|${document.spelling}` });

/** The family whose floored log-probability, among the last statistics, is largest. */
function leaderOf(mean: number[], families: string[]): string {
  const own = mean.slice(-families.length);
  return families[own.indexOf(Math.max(...own))];
}

function groupsOf(texts: ScoredText[]): NamingGroup[] {
  const groups = new Map<string, NamingGroup>();
  for (const { document: { kind, family, spelling, problem }, score } of texts) {
    const key = `${kind}|${family}|${spelling}`;
    const group = groups.get(key) ?? { family, kind, spelling, vectors: [], parts: [], scores: [] };
    group.vectors.push(score.statistics);
    group.scores.push(score);
    group.parts.push(stableHash(problem) % PARTS);
    groups.set(key, group);
  }
  return [...groups.values()];
}
