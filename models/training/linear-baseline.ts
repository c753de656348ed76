/** The plain linear model that ours is held against: full-rank multinomial logistic regression on hashed token 1-3-grams, classes weighing alike. */
import { seededRandom } from './corpus';
import type { TextCorpus } from './text-corpus';

const ROW_BITS = 20;
const EPOCHS = 4;
const RATE = 0.3;
const BIAS_RATE = 0.03;
const DECAY = 1e-6;
const MOST_IMPORTANCE = 10;
const EPSILON = 1e-8;

/** Log-probabilities of the classes for document `d` of a corpus. */
export type Baseline = (corpus: TextCorpus, d: number) => Float32Array;

/** Fits the documents whose label is not -1, by Adagrad over single documents. Deterministic given the seed. */
export function fitBaseline(corpus: TextCorpus, labels: Int32Array, classes: number, seed: number): Baseline {
  const fit = new BaselineFit(classes), random = seededRandom(seed), own = [...labels.keys()].filter(d => labels[d] >= 0), weights = importance(labels, classes);
  for (let step = 0; step < EPOCHS * own.length; step++) {
    const i = step % own.length;
    if (i === 0) shuffle(own, random);
    fit.learn(corpus, own[i], labels[own[i]], weights[labels[own[i]]], RATE * (1 - step / EPOCHS / own.length));
  }
  return (other, d) => fit.logProb(other, d);
}

/** Weight of each class, so that they count alike as far as a limit allows; 1 on average over documents. */
function importance(labels: Int32Array, classes: number): number[] {
  const counts = Array.from({ length: classes }, (_, c) => labels.filter(label => label === c).length), present = counts.filter(Boolean).length, all = counts.reduce((a, b) => a + b, 0);
  return counts.map(count => Math.min(MOST_IMPORTANCE, all / present / Math.max(1, count)));
}

function shuffle(items: number[], random: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
}

class BaselineFit {
  private readonly table: Float32Array;
  private readonly squares: Float32Array;
  private readonly bias: Float32Array;
  private readonly biasSquares: Float32Array;

  constructor(private readonly classes: number) {
    this.table = new Float32Array((1 << ROW_BITS) * classes);
    this.squares = new Float32Array(this.table.length).fill(EPSILON);
    this.bias = new Float32Array(classes);
    this.biasSquares = new Float32Array(classes).fill(EPSILON);
  }

  /** Log-softmax of the logits; features count by 1 / sqrt(their number). */
  logProb({ hashes, offsets }: TextCorpus, d: number): Float32Array {
    const { classes, table } = this, sums = new Float32Array(classes), scale = 1 / Math.sqrt(Math.max(1, offsets[d + 1] - offsets[d]));
    for (let at = offsets[d]; at < offsets[d + 1]; at++) {
      const row = (hashes[at] & ((1 << ROW_BITS) - 1)) * classes;
      for (let c = 0; c < classes; c++) sums[c] += table[row + c];
    }
    const logits = sums.map((sum, c) => scale * sum + this.bias[c]), most = Math.max(...logits), total = most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
    return logits.map(logit => logit - total);
  }

  learn(corpus: TextCorpus, d: number, label: number, weight: number, rate: number): void {
    const { classes, table, squares } = this, { hashes, offsets } = corpus, scale = 1 / Math.sqrt(Math.max(1, offsets[d + 1] - offsets[d]));
    const slope = this.logProb(corpus, d).map((log, c) => weight * (Math.exp(log) - Number(c === label)));
    for (let at = offsets[d]; at < offsets[d + 1]; at++) {
      const row = (hashes[at] & ((1 << ROW_BITS) - 1)) * classes;
      for (let c = 0; c < classes; c++) {
        const g = slope[c] * scale + DECAY * table[row + c];
        squares[row + c] += g * g;
        table[row + c] -= rate * g / Math.sqrt(squares[row + c]);
      }
    }
    for (let c = 0; c < classes; c++) {
      this.biasSquares[c] += slope[c] * slope[c];
      this.bias[c] -= BIAS_RATE / RATE * rate * slope[c] / Math.sqrt(this.biasSquares[c]);
    }
  }
}
