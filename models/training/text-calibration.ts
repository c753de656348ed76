/** Temperatures of the text heads, and the probability from which one text is named. */
import type { BagWeights } from '../../extension/core/fingerprint/bag-model';
import type { FeatureBag } from '../../extension/core/fingerprint/bag-session';
import type { ChannelLabels } from '../../extension/core/fingerprint/score';
import { groupBy } from './evaluation/forced-choice';
import { bagLogits } from './predict';
import type { TextDocument } from './text-corpus';
import type { ScoredText } from './text-describe';

const TEMPERATURES = Array.from({ length: 60 }, (_, i) => 0.5 * 1.03 ** i);
const BINS = 15;
/** Kinds of task with at least this many held-out texts are to be calibrated by themselves, too. */
const LARGE_KIND = 1500;

/** A held-out text under one head: its logits, and the label that is right. */
interface KnownText { logits: Float32Array; family: string; kind: string }

/** Sets each head's temperature on the given texts: the least calibration error where it is largest, over the whole and over each large kind of task. */
export function calibrateText(weights: BagWeights, texts: { document: TextDocument; bag: FeatureBag }[]): void {
  const logits = texts.map(text => bagLogits(weights, text.bag));
  for (const [name, head] of Object.entries(weights.heads)) {
    const known = texts.flatMap(({ document: { channel, family, kind } }, i): KnownText[] => {
      const truth = name === 'channel' ? channel : channel === name ? family : '';
      return head.families.includes(truth) ? [{ logits: logits[i][name], family: truth, kind }] : [];
    });
    const sets = [known, ...[...groupBy(known, ({ kind }) => kind).values()].filter(own => own.length >= LARGE_KIND)];
    const errors = TEMPERATURES.map(temperature => Math.max(...sets.map(own => calibrationError(own, head.families, temperature))));
    head.temperature = known.length === 0 ? 1 : TEMPERATURES[errors.indexOf(Math.min(...errors))];
  }
}

/** Expected calibration error of the likeliest family's probability. */
function calibrationError(texts: KnownText[], familyOfLabel: string[], temperature: number): number {
  const families = [...new Set(familyOfLabel)], familyOf = familyOfLabel.map(family => families.indexOf(family)), excess = new Float64Array(BINS);
  for (const { logits, family } of texts) {
    const most = Math.max(...logits), odds = new Float64Array(families.length);
    logits.forEach((logit, label) => { odds[familyOf[label]] += Math.exp((logit - most) / temperature); });
    const top = odds.indexOf(Math.max(...odds)), probability = odds[top] / odds.reduce((sum, value) => sum + value, 0);
    excess[Math.min(BINS - 1, Math.floor(probability * BINS))] += probability - Number(families[top] === family);
  }
  return excess.reduce((sum, value) => sum + Math.abs(value), 0) / texts.length;
}

/** Fewer named records of a kind than this do not show its precision. */
const LEAST_NAMED = 20;

/** The least probability, familiarity taken in, from which naming one text's family has the wanted precision in every kind of task, and the error rate there. */
export function nameThreshold(texts: ScoredText[], { families }: ChannelLabels, precision: number): Pick<ChannelLabels, 'nameThreshold' | 'nameErrorRate'> {
  const named = texts.map(({ document, score }) => {
    const top = score.familyLogProb.indexOf(Math.max(...score.familyLogProb));
    return { kind: document.kind, probability: Math.exp(score.familyLogProb[top]) * (1 - score.unfamiliar), isRight: families[top] === document.family };
  }).sort((a, b) => b.probability - a.probability);
  const threshold = Math.max(...[...groupBy(named, ({ kind }) => kind).values()].map(own => leastProbability(own, precision)));
  const above = named.filter(({ probability }) => probability >= threshold);
  return { nameThreshold: threshold, nameErrorRate: above.filter(({ isRight }) => !isRight).length / Math.max(1, above.length) };
}

/** The last probability, from the highest down, at which the precision holds or too few are named to tell. */
function leastProbability(sorted: { probability: number; isRight: boolean }[], precision: number): number {
  let wrong = 0, least = 1;
  sorted.forEach(({ probability, isRight }, i) => {
    if (!isRight) wrong++;
    if (i < LEAST_NAMED || wrong <= (1 - precision) * (i + 1)) least = probability;
  });
  return least;
}
