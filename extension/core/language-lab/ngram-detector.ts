import { shuffled } from './draws';
import { isNumber } from './vocabulary';

/** Hashed features: tokens, steps between neighbouring numbers and pairs of tokens share this many weights. */
const WEIGHTS = 1 << 13;
const PASSES = 6, RATE = 0.1, DECAY = 1e-4;

/** Gives a text, as tokens, a score; higher is likelier to be the first kind's. */
export type Score = (answer: readonly number[]) => number;

/**
 * A logistic regression on the n-grams of a text, learned from texts of two kinds by AdaGrad: what a reader of the data alone can know.
 */
export function learnNgrams(first: readonly (readonly number[])[], second: readonly (readonly number[])[], random: () => number): Score {
  const weights = new Float64Array(WEIGHTS), squares = new Float64Array(WEIGHTS).fill(1e-8);
  const examples = [...first.map(answer => ({ features: featuresOf(answer), label: 1 })), ...second.map(answer => ({ features: featuresOf(answer), label: 0 }))];
  for (let pass = 0; pass < PASSES; pass++) {
    for (const { features, label } of shuffled(examples, random)) {
      const error = 1 / (1 + Math.exp(-sum(weights, features))) - label;
      for (const feature of features) {
        const slope = error + DECAY * weights[feature];
        squares[feature] += slope * slope;
        weights[feature] -= RATE * slope / Math.sqrt(squares[feature]);
      }
    }
  }
  return answer => sum(weights, featuresOf(answer));
}

const sum = (weights: Float64Array, features: Int32Array): number => features.reduce((total, feature) => total + weights[feature], 0);

function featuresOf(answer: readonly number[]): Int32Array {
  const features: number[] = [hash(0, answer.length, 0)];
  answer.forEach((token, i) => {
    features.push(hash(1, token, 0));
    if (i === 0) return;
    features.push(hash(2, answer[i - 1], token));
    if (isNumber(token) && isNumber(answer[i - 1])) features.push(hash(3, token - answer[i - 1], 0));
  });
  return Int32Array.from(features);
}

function hash(kind: number, a: number, b: number): number {
  const mixed = Math.imul(Math.imul(Math.imul(kind + 1, 0x9e3779b1) ^ a, 0x85ebca6b) ^ b, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 15)) & (WEIGHTS - 1);
}
