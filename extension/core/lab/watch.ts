import type { LabReport, Lesson, Look, WatchedDigits } from '../protocol/mnist-lab';
import type { Standing } from './experiment';
import { DIGITS, type Images, type Labelled, type Network } from './network';
import { softmaxRows } from './targets';

/** Test digits that are watched: two of each. */
const WATCHED_PER_DIGIT = 2;
/** First hidden units whose weights are shown, as pictures of the inputs they look at. */
const WEIGHT_UNITS = 12;
/** Weights are drawn up to this size; fresh ones have a standard deviation of 0.036. */
const LARGEST_WEIGHT = 0.16;
const LESSON_IMAGES = 10;
const LESSON_LOGITS = 10;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Rows of the test set to watch: the first two of each digit, in the digits' order. */
export function watchedRows({ labels, count }: Labelled): number[] {
  const rows = Array.from({ length: count }, (_, row) => row);
  return Array.from({ length: DIGITS }, (_, digit) => rows.filter(row => labels[row] === digit).slice(0, WATCHED_PER_DIGIT)).flat();
}

/** The watched digits as the page shows them. */
export function watchedDigits({ pixels, labels, inputs }: Labelled, rows: readonly number[]): WatchedDigits {
  return { images: base64(Buffer.concat(rows.map(row => pixels.subarray(row * inputs, (row + 1) * inputs)))), labels: rows.map(row => labels[row]).join('') };
}

/** What a network says of the watched digits, and its confusions over the whole test set. */
function lookOf(logits: Float32Array, { labels }: Labelled, outputs: number, rows: readonly number[]): Look {
  const confusion = new Array<number>(DIGITS * DIGITS).fill(0), guess = new Uint8Array(labels.length);
  labels.forEach((label, row) => {
    const scores = logits.subarray(row * outputs, row * outputs + DIGITS);
    guess[row] = scores.indexOf(Math.max(...scores));
    confusion[label * DIGITS + guess[row]]++;
  });
  const tenths = (row: number) => Math.min(9, Math.floor(10 * digitProbabilities(logits.slice(row * outputs, row * outputs + DIGITS))[guess[row]]));
  return { guesses: rows.map(row => guess[row]).join(''), certainty: rows.map(tenths).join(''), confusion };
}

/** Probabilities of the ten digits from their logits; works in place. */
export function digitProbabilities(scores: Float32Array): Float32Array {
  softmaxRows(scores, new Float32Array(DIGITS));
  return scores;
}

/** Weights of the first hidden units: bytes of unit after unit, 128 for zero. */
function weightPictures({ shape: { inputs, hidden }, parameters: [weights] }: Network): Uint8Array {
  const units = Math.min(WEIGHT_UNITS, hidden);
  return Uint8Array.from({ length: units * inputs }, (_, i) => {
    const value = weights[(i % inputs) * hidden + Math.floor(i / inputs)];
    return Math.round(128 + 127 * Math.min(1, Math.max(-1, value / LARGEST_WEIGHT)));
  });
}

/** A standing as it travels; with what is to be seen of the network where it is watched. */
export function reportOf({ seed, condition, step, steps, loss, accuracy, network, logits }: Standing, test: Labelled, rows: readonly number[], isWatched: boolean): LabReport {
  const numbers = { seed, condition, step, steps, loss, accuracy };
  return isWatched ? { ...numbers, look: lookOf(logits, test, network.shape.outputs, rows), weights: base64(weightPictures(network)) } : numbers;
}

/** The first images of a lesson and what the teacher says of each over its first auxiliary logits. */
export function lessonOf({ pixels, inputs }: Images, targets: Float32Array, outputs: number): Lesson {
  const said = (row: number) => [...targets.subarray(row * outputs + DIGITS, row * outputs + Math.min(outputs, DIGITS + LESSON_LOGITS))].map(value => Number(value.toFixed(4)));
  return { images: base64(pixels.subarray(0, LESSON_IMAGES * inputs)), targets: Array.from({ length: LESSON_IMAGES }, (_, row) => said(row)) };
}
