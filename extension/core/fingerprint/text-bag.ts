/** From a text's bytes to the text model's bag: features that training saw often enough, each table row once. */
import { gunzipSync } from 'node:zlib';
import type { FeatureBag } from './bag-session';
import { TextFeaturizer } from './text-features';

/** Which feature hashes the model knows, and how wide its measures may range. */
export interface TextVocabulary {
  /** log2 of the table's rows; a feature's row is the lowest bits of its hash. */
  rowBits: number;
  /** One bit per slot, a slot being the highest `seenBits` bits of a hash: gzip, then base64. Features whose bit is 0 are left out. */
  seen: string;
  seenBits: number;
  /** Measures are clamped to what training saw. */
  low: number[];
  high: number[];
}

/** A text's bag, the bytes that each place stands for (its first occurrence), and the share of unknown 1-, 2- and 3-grams. */
export interface TextBag extends FeatureBag {
  starts: Int32Array;
  ends: Int32Array;
  unseen: Float32Array;
}

/** Makes bags; holds buffers, so one reader serves one thread. */
export class TextReader {
  private readonly featurizer = new TextFeaturizer();
  private readonly seen: Uint8Array;
  private readonly shift: number;
  private readonly mask: number;
  /** Row -> number of the text that used it last. */
  private readonly usedBy: Int32Array;
  private text = 0;
  private ids = new Int32Array(4096);
  private at = new Int32Array(4096);

  constructor(private readonly vocabulary: Omit<TextVocabulary, 'seen'>, seen: Uint8Array) {
    this.seen = seen;
    this.shift = 32 - vocabulary.seenBits;
    this.mask = (1 << vocabulary.rowBits) - 1;
    this.usedBy = new Int32Array(1 << vocabulary.rowBits);
  }

  static from(vocabulary: TextVocabulary): TextReader {
    return new TextReader(vocabulary, gunzipSync(Buffer.from(vocabulary.seen, 'base64')));
  }

  /** The bag of a text. Any bytes are allowed; an empty text gives an empty bag. */
  read(bytes: Uint8Array): TextBag {
    const { featurizer } = this;
    featurizer.read(bytes);
    if (this.ids.length < featurizer.count) this.ids = new Int32Array(featurizer.count * 2);
    if (this.at.length < featurizer.count) this.at = new Int32Array(featurizer.count * 2);
    const unseen = new Float32Array(3);
    const kept = this.select(unseen);
    const tokens = Math.max(1, featurizer.count / 3);
    const starts = new Int32Array(kept);
    const ends = new Int32Array(kept);
    for (let i = 0; i < kept; i++) {
      starts[i] = featurizer.starts[this.at[i]];
      ends[i] = featurizer.ends[this.at[i]];
    }
    return { ids: this.ids.slice(0, kept), weights: new Uint8Array(kept).fill(1), dense: this.measures(), starts, ends, unseen: unseen.map(count => count / tokens) };
  }

  /** Fills `ids` and `at` with the known features and returns their number; counts the unknown ones per length. */
  private select(unseen: Float32Array): number {
    const { seen, shift, mask, usedBy, ids, at } = this;
    const { hashes, count } = this.featurizer;
    const text = ++this.text;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const slot = hashes[i] >>> shift;
      if ((seen[slot >>> 3] & (1 << (slot & 7))) === 0) {
        unseen[i % 3]++;
        continue;
      }
      const id = hashes[i] & mask;
      if (usedBy[id] === text) continue;
      usedBy[id] = text;
      ids[kept] = id;
      at[kept++] = i;
    }
    return kept;
  }

  private measures(): Float32Array {
    const { low, high } = this.vocabulary;
    return this.featurizer.measures.values.map((value, i) => Math.min(high[i], Math.max(low[i], value)));
  }
}
