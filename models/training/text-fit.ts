/** What the text model learns from which features: the channel, and within code and reasoning the model that wrote a text. */
import { gzipSync } from 'node:zlib';
import type { BagWeights } from '../../extension/core/fingerprint/bag-model';
import type { TextVocabulary } from '../../extension/core/fingerprint/text-bag';
import { TEXT_MEASURES } from '../../extension/core/fingerprint/text-measures';
import { TEXT_CHANNELS, type NamedTextChannel } from '../../extension/core/fingerprint/text-model';
import { fitBag, type BagDocuments, type FitOptions, type HeadLabels } from './fit';
import type { Split } from './corpus';
import { isNamed, TextCollector, textRows, type KeepRow, type TextCorpus, type TextDocument } from './text-corpus';
import { frequencyByProblem } from './text-vocabulary';

const ROW_BITS = 18;
const SEEN_BITS = 22;
/** A feature is known when it occurs in at least this many problems. */
const LEAST_PROBLEMS = 12;
/** Share of training texts beyond the clamp of each measure, on each side. */
const CLAMPED_SHARE = 0.002;
/** Sources and families count by this power of their inverse size. */
const BALANCE = 0.8;
const MOST_IMPORTANCE = 10;
const NAMED: NamedTextChannel[] = ['code', 'reasoning'];

const OPTIONS: Omit<FitOptions, 'seed'> = {
  rows: 1 << ROW_BITS, dims: 32, pooling: 0.5, epochs: 5, learningRate: 0.4, headRate: 0.05, dropout: 0.3, cropShare: 0.3, minimumPlaces: 40,
  maximumPlaces: 1200, denseDropout: 0.1, familyLoss: 0.3, labelSmoothing: 0.02, decay: 0,
};

/** Bags of all texts of some splits. */
export function collectTexts(corpus: string, splits: Split[], seed: number, keep: KeepRow): TextCorpus {
  const collector = new TextCollector();
  for (const { document, text } of textRows(corpus, splits, seed, keep)) collector.add(document, text);
  return collector.result();
}

/** The uncalibrated weights and the vocabulary. */
export function fitText(data: TextCorpus, seed: number, log: (line: string) => void, epochs = OPTIONS.epochs): { weights: BagWeights; vocabulary: TextVocabulary } {
  const seen = knownSlots(data), { dense, ...ranges } = clamped(data);
  const vocabulary = { rowBits: ROW_BITS, seen: gzipSync(seen, { level: 9 }).toString('base64'), seenBits: SEEN_BITS, ...ranges };
  const { heads, labels, importance } = headsOf(data.documents);
  const documents = { ...toBags(data, seen), dense, labels, importance };
  log(`text: ${data.documents.length} texts, ${documents.ids.length} features`);
  return { weights: fitBag(documents, denseOf(data.documents.length, dense), heads, { ...OPTIONS, epochs, seed }, line => log(`text: ${line}`)), vocabulary };
}

function knownSlots(data: TextCorpus): Uint8Array {
  const frequency = frequencyByProblem(data, SEEN_BITS);
  const seen = new Uint8Array(frequency.length / 8);
  frequency.forEach((problems, slot) => { if (problems >= LEAST_PROBLEMS) seen[slot >>> 3] |= 1 << (slot & 7); });
  return seen;
}

/** Known features' rows, each once per document, as the product's reader gives them. */
function toBags(data: TextCorpus, seen: Uint8Array): Pick<BagDocuments, 'count' | 'offsets' | 'ids' | 'weights'> {
  const count = data.documents.length;
  const ids = new Int32Array(data.hashes.length);
  const offsets = new Float64Array(count + 1);
  const usedBy = new Int32Array(1 << ROW_BITS).fill(-1);
  let used = 0;
  for (let d = 0; d < count; d++) {
    for (let at = data.offsets[d]; at < data.offsets[d + 1]; at++) {
      const slot = data.hashes[at] >>> (32 - SEEN_BITS);
      const id = data.hashes[at] & ((1 << ROW_BITS) - 1);
      if ((seen[slot >>> 3] & (1 << (slot & 7))) === 0 || usedBy[id] === d) continue;
      usedBy[id] = d;
      ids[used++] = id;
    }
    offsets[d + 1] = used;
  }
  return { count, offsets, ids: ids.subarray(0, used), weights: new Uint8Array(used).fill(1) };
}

/** Quantiles of each measure, and the texts' measures clamped to them. */
function clamped({ documents, dense }: TextCorpus): Pick<TextVocabulary, 'low' | 'high'> & { dense: Float32Array } {
  const measures = TEXT_MEASURES.length;
  const columns = TEXT_MEASURES.map((_, f) => Float32Array.from(documents, (_document, d) => dense[d * measures + f]).sort());
  const low = columns.map(column => column[Math.floor(CLAMPED_SHARE * (column.length - 1))]);
  const high = columns.map(column => column[Math.ceil((1 - CLAMPED_SHARE) * (column.length - 1))]);
  return { low, high, dense: dense.map((value, i) => Math.min(high[i % measures], Math.max(low[i % measures], value))) };
}

function denseOf(count: number, dense: Float32Array): BagWeights['dense'] {
  const names = [...TEXT_MEASURES];
  const column = (f: number, value: (raw: number) => number): number => {
    let sum = 0;
    for (let d = 0; d < count; d++) sum += value(dense[d * names.length + f]);
    return sum / count;
  };
  const mean = names.map((_, f) => column(f, raw => raw));
  const sd = names.map((_, f) => Math.sqrt(column(f, raw => (raw - mean[f]) ** 2)) + 1e-3);
  return { names, mean: Float32Array.from(mean), sd: Float32Array.from(sd) };
}

function headsOf(documents: TextDocument[]): { heads: HeadLabels; labels: BagDocuments['labels']; importance: BagDocuments['importance'] } {
  const channels = [...TEXT_CHANNELS];
  const heads: HeadLabels = { channel: { labels: channels, families: channels, generations: channels.map(() => null) } };
  const labels: BagDocuments['labels'] = { channel: Int32Array.from(documents, document => channels.indexOf(document.channel)) };
  const importance: BagDocuments['importance'] = { channel: balanced(documents, document => `${document.channel}|${document.kind}`, () => true) };
  for (const channel of NAMED) {
    const applies = (document: TextDocument): boolean => document.channel === channel && isNamed(document);
    const names = [...new Set(documents.filter(applies).map(({ family, model }) => `${family}|${model}`))].sort();
    heads[channel] = { labels: names.map(name => name.split('|')[1]), families: names.map(name => name.split('|')[0]), generations: names.map(() => null) };
    labels[channel] = Int32Array.from(documents, document => (applies(document) ? names.indexOf(`${document.family}|${document.model}`) : -1));
    importance[channel] = balanced(documents, ({ kind, family }) => `${kind}|${family}`, applies);
  }
  return { heads, labels, importance };
}

/** Weights of mean 1 that make groups count nearly alike; 0 where the head does not apply. */
function balanced(documents: TextDocument[], groupOf: (document: TextDocument) => string, applies: (document: TextDocument) => boolean): Float32Array {
  const counts = new Map<string, number>();
  const own = documents.map(document => (applies(document) ? groupOf(document) : undefined));
  for (const group of own) if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
  const raw = own.map(group => (group === undefined ? 0 : (counts.get(group) ?? 1) ** -BALANCE));
  const scale = own.filter(group => group !== undefined).length / raw.reduce((sum, value) => sum + value, 0);
  return Float32Array.from(raw, value => Math.min(MOST_IMPORTANCE, value * scale));
}
