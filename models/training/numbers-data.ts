/** The number corpus as sparse features, dealt into train, validation and test by the prompt's numbers. */
import { numberFeatures, promptSeeds } from '../../extension/core/fingerprint/number-features';
import { NUMBER_MEASURES, numberMeasures } from '../../extension/core/fingerprint/number-measures';
import { isNumberSequence, readNumbers, withoutRestated } from '../../extension/core/fingerprint/number-reader';
import { readCorpus, seededRandom, stableHash, type CorpusRow, type Split } from './corpus';
import type { SparseDocuments } from './fit-linear';

/** Where one document comes from. */
export interface NumberOrigin {
  model: string;
  family: string;
  generation: string | null;
  source: string;
  kind: string;
  trait: string;
  part: Split;
  /** The separators are not the model's own: of no use where format is what is learned. */
  isRewritten?: boolean;
}

/** Features, measures ([count x measures]) and origins of documents, in the same order. */
export interface NumberData { documents: SparseDocuments; measures: Float32Array; origins: NumberOrigin[] }

/** A text and its prompt; what `collect` turns into one document. */
export interface NumberText { completion: string; prompt: string; origin: NumberOrigin }

const VALIDATION_SHARE = 10;
/** Without a prompt, rows that begin alike are one group: a source holds the same sequences whole and cut to eight numbers. */
const GROUPED_BY = 8;
/** Share of training texts that are given once more with other separators, so that no format becomes the mark of one source. */
const REWRITTEN = 0.25;
/** Share of training texts without their prompt, so that restated numbers are seen as they stand. */
const PROMPTLESS = 0.15;
const JOINS: [open: string, separator: string, close: string][] = [
  ['', ', ', ''], ['', ',', ''], ['', ' ', ''], ['', '\n', ''], ['', '; ', ''], ['', ';', ''], ['[', ', ', ']'], ['(', ', ', ')'],
];

const encoder = new TextEncoder();

/** Growing typed arrays. */
class Collector {
  private ids = new Int32Array(1 << 20);
  private weights = new Uint8Array(1 << 20);
  private used = 0;
  private readonly starts = [0];
  private readonly integersEnd: number[] = [];
  private readonly promptEnd: number[] = [];
  private readonly measures: number[] = [];
  private readonly origins: NumberOrigin[] = [];

  add({ completion, prompt, origin }: NumberText): void {
    const bytes = encoder.encode(completion);
    const read = readNumbers(bytes);
    if (!isNumberSequence(read)) return;
    const promptBytes = encoder.encode(prompt);
    const seeds = promptSeeds(promptBytes, readNumbers(promptBytes));
    const sequence = withoutRestated(read, seeds);
    const features = numberFeatures(bytes, sequence, seeds);
    this.reserve(features.ids.length);
    this.ids.set(features.ids, this.used);
    this.weights.set(features.weights, this.used);
    this.integersEnd.push(this.used + features.integersEnd);
    this.promptEnd.push(this.used + features.promptEnd);
    this.used += features.ids.length;
    this.starts.push(this.used);
    this.measures.push(...numberMeasures(sequence));
    this.origins.push(origin);
  }

  done(): NumberData {
    const { ids, weights, used } = this;
    const documents = {
      count: this.origins.length, ids: ids.subarray(0, used), weights: weights.subarray(0, used), starts: Float64Array.from(this.starts),
      integersEnd: Float64Array.from(this.integersEnd), promptEnd: Float64Array.from(this.promptEnd),
    };
    return { documents, measures: Float32Array.from(this.measures), origins: this.origins };
  }

  private reserve(more: number): void {
    if (this.used + more <= this.ids.length) return;
    const size = Math.max(this.ids.length * 2, this.used + more);
    const [ids, weights] = [new Int32Array(size), new Uint8Array(size)];
    ids.set(this.ids);
    weights.set(this.weights);
    [this.ids, this.weights] = [ids, weights];
  }
}

/** Documents of texts that are number sequences; others are left out. */
export function collect(texts: Iterable<NumberText>): NumberData {
  const collector = new Collector();
  for (const text of texts) collector.add(text);
  return collector.done();
}

/** Every `keep`-th share of the corpus's rows, with the part of the split that each belongs to. */
export function* numberTexts(corpus: string, parts: Split[], seed: number, thin: (row: CorpusRow) => number = () => 1): Generator<NumberText> {
  const random = seededRandom(seed);
  for (const row of readCorpus('numbers', corpus)) {
    const part = partOf(row);
    if (!parts.includes(part) || random() >= thin(row)) continue;
    const { model, family, generation, source, kind, trait } = row;
    const prompt = part === 'train' && random() < PROMPTLESS ? '' : row.prompt;
    const isRewritten = part === 'train' && random() < REWRITTEN;
    const origin = { model, family, generation, source, kind, trait, part };
    if (isRewritten) yield { completion: rewritten(row.completion, random), prompt, origin: { ...origin, isRewritten } };
    yield { completion: row.completion, prompt, origin: { ...origin, isRewritten: false } };
  }
}

/** A completion's integers in another format. */
export function rewritten(completion: string, random: () => number): string {
  const [open, separator, close] = JOINS[Math.floor(random() * JOINS.length)];
  return open + integersOf(completion).join(separator) + close;
}

/** Integers of a text, as written. */
export function integersOf(completion: string): string[] {
  const bytes = encoder.encode(completion);
  return readNumbers(bytes).tokens.map(token => Buffer.from(bytes.subarray(token.start, token.end)).toString('latin1'));
}

function partOf({ split, prompt, completion }: CorpusRow): Split {
  if (split !== 'train') return split;
  const bytes = encoder.encode(prompt);
  const group = prompt ? promptSeeds(bytes, readNumbers(bytes)).join() : integersOf(completion).slice(0, GROUPED_BY).join();
  return stableHash(group) % VALIDATION_SHARE === 0 ? 'validation' : 'train';
}

/** Measures of document `index`. */
export function measuresOf(data: NumberData, index: number): Float32Array {
  return data.measures.subarray(index * NUMBER_MEASURES.length, (index + 1) * NUMBER_MEASURES.length);
}
