/** From a text's bytes to the text model's bag: features that training saw often enough, each table row once. */
import { gunzipSync } from 'node:zlib';
import type { FeatureBag } from './bag-session';
import { IdSlab, ones } from './slab';
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

/** A text's bag, and the share of unknown 1-, 2- and 3-grams among its tokens. */
export interface TextBag extends FeatureBag { unseen: Float32Array }

/** A bag with the bytes that each of its places stands for: its first occurrence. */
export interface PlacedTextBag extends TextBag { starts: Int32Array; ends: Int32Array }

/** Makes bags; holds buffers, so one reader serves one thread. */
export class TextReader {
  private readonly featurizer = new TextFeaturizer();
  private readonly seen: Uint8Array;
  private readonly shift: number;
  private readonly mask: number;
  /** Row -> number (1..255, over and over) of the text that used it last. */
  private readonly usedBy: Uint8Array;
  private text = 0;
  private ids = new Int32Array(4096);
  /** Index of each id's feature among the text's. */
  private at = new Int32Array(4096);
  private readonly slab = new IdSlab();

  constructor(private readonly vocabulary: Omit<TextVocabulary, 'seen'>, seen: Uint8Array) {
    this.seen = seen;
    this.shift = 32 - vocabulary.seenBits;
    this.mask = (1 << vocabulary.rowBits) - 1;
    this.usedBy = new Uint8Array(1 << vocabulary.rowBits);
  }

  static from(vocabulary: TextVocabulary): TextReader {
    return new TextReader(vocabulary, gunzipSync(Buffer.from(vocabulary.seen, 'base64')));
  }

  /** The bag of a text. Any bytes are allowed; an empty text gives an empty bag. */
  read(bytes: Uint8Array): TextBag {
    const { featurizer } = this;
    featurizer.read(bytes);
    if (this.ids.length < featurizer.count) {
      this.ids = new Int32Array(featurizer.hashes.length);
      this.at = new Int32Array(featurizer.hashes.length);
    }
    const unseen = new Float32Array(3);
    const kept = this.select(unseen);
    return { ids: this.slab.copy(this.ids, kept), weights: ones(kept), dense: this.measures(), unseen };
  }

  /** The bag of a text, with its places. */
  readPlaces(bytes: Uint8Array): PlacedTextBag {
    const { ids, weights, dense, unseen } = this.read(bytes), { at, featurizer } = this;
    const starts = new Int32Array(ids.length), ends = new Int32Array(ids.length);
    for (let i = 0; i < ids.length; i++) {
      starts[i] = featurizer.startOf(at[i]);
      ends[i] = featurizer.endOf(at[i]);
    }
    return { ids, weights, dense, unseen, starts, ends };
  }

  /**
   * Fills `ids` and `at` with the known features and returns their number; `unseen` gets the share of unknown ones per length.
   * Both passes go without branches, so that the processor fetches many places of the large arrays at once.
   */
  private select(unseen: Float32Array): number {
    const { seen, shift, at } = this;
    const { hashes, count } = this.featurizer;
    let known = 0;
    for (let n = 0; n < 3; n++) unseen[n] = count / 3;
    for (let i = 0; i < count; i++) {
      const slot = hashes[i] >>> shift;
      at[known] = i;
      known += (seen[slot >>> 3] >>> (slot & 7)) & 1;
    }
    for (let i = 0; i < known; i++) unseen[at[i] % 3]--;
    for (let n = 0; n < 3; n++) unseen[n] /= Math.max(1, count / 3);
    return this.distinct(known);
  }

  /** Leaves the first occurrence of each row among the first `known` of `at`, and returns how many there are. */
  private distinct(known: number): number {
    const { mask, usedBy, ids, at } = this;
    const { hashes } = this.featurizer;
    const text = this.nextText();
    let kept = 0;
    for (let i = 0; i < known; i++) {
      const id = hashes[at[i]] & mask, difference = usedBy[id] ^ text;
      usedBy[id] = text;
      ids[kept] = id;
      at[kept] = at[i];
      kept += -difference >>> 31;
    }
    return kept;
  }

  private nextText(): number {
    this.text = this.text % 255 + 1;
    if (this.text === 1) this.usedBy.fill(0);
    return this.text;
  }

  private measures(): Float32Array {
    const { low, high } = this.vocabulary, dense = this.featurizer.measures.values.slice();
    for (let i = 0; i < dense.length; i++) dense[i] = Math.min(high[i], Math.max(low[i], dense[i]));
    return dense;
  }
}
