/** Temperatures of the text heads, and the probability from which one text is named. */
import type { BagWeights } from '../../extension/core/fingerprint/bag-model';
import type { FeatureBag } from '../../extension/core/fingerprint/bag-session';
import type { ChannelLabels } from '../../extension/core/fingerprint/score';
import { bagLogits } from './predict';
import type { TextDocument } from './text-corpus';
import type { ScoredText } from './text-describe';

const TEMPERATURES = Array.from({ length: 36 }, (_, i) => 0.5 * 1.05 ** i);

/** Sets each head's temperature to the one of least family log-loss on the given texts. */
export function calibrateText(weights: BagWeights, texts: { document: TextDocument; bag: FeatureBag }[]): void {
  const logits = texts.map(text => bagLogits(weights, text.bag));
  for (const [name, head] of Object.entries(weights.heads)) {
    const truth = texts.map(({ document }) => (name === 'channel' ? document.channel : document.channel === name ? document.family : ''));
    const known = truth.map((_, i) => i).filter(i => head.families.includes(truth[i]));
    const loss = (temperature: number): number => known.reduce((sum, i) => sum + familyLoss(logits[i][name], head.families, truth[i], temperature), 0);
    const losses = TEMPERATURES.map(loss);
    head.temperature = known.length === 0 ? 1 : TEMPERATURES[losses.indexOf(Math.min(...losses))];
  }
}

function familyLoss(logits: Float32Array, families: string[], family: string, temperature: number): number {
  const most = Math.max(...logits);
  let own = 0;
  let all = 0;
  for (let c = 0; c < logits.length; c++) {
    const odds = Math.exp((logits[c] - most) / temperature);
    all += odds;
    if (families[c] === family) own += odds;
  }
  return Math.log(all) - Math.log(Math.max(own, 1e-12));
}

/** The least probability, familiarity taken in, from which naming one text's family has the wanted precision, and the error rate there. */
export function nameThreshold(texts: ScoredText[], { families }: ChannelLabels, precision: number): Pick<ChannelLabels, 'nameThreshold' | 'nameErrorRate'> {
  const named = texts.map(({ document, score }) => {
    const top = score.familyLogProb.indexOf(Math.max(...score.familyLogProb));
    return { probability: Math.exp(score.familyLogProb[top]) * (1 - score.unfamiliar), isRight: families[top] === document.family };
  }).sort((a, b) => b.probability - a.probability);
  let best = { nameThreshold: 1, nameErrorRate: 1 - precision };
  let wrong = 0;
  named.forEach(({ probability, isRight }, i) => {
    if (!isRight) wrong++;
    if (wrong / (i + 1) <= 1 - precision) best = { nameThreshold: probability, nameErrorRate: wrong / (i + 1) };
  });
  return best;
}
