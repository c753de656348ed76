import type { NumberSequence, NumberToken } from './number-reader';

/**
 * Sparse features of one number sequence, in parallel arrays; spans are bytes of the sample. First come those of the
 * integers alone, up to `integersEnd`; then how they go on from the prompt's numbers, up to `promptEnd`; then the format's.
 */
export interface NumberFeatures {
  ids: Int32Array;
  weights: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  integersEnd: number;
  promptEnd: number;
}

/** Longest distance, in numbers, over which two numbers are compared. */
const LAGS = 10;
/** Differences up to this are told apart exactly, larger ones by powers of two. */
const EXACT = 40;
const BUCKETS = 2 * EXACT + 1 + 2 * 6;

/** Rows of the table, kind by kind. Row 0 stays empty; format marks share their rows by hash. */
const SIZES = {
  value: 1024, tens: 101, ending: 100, difference: 2003, lag: LAGS * BUCKETS, differencePair: BUCKETS * BUCKETS,
  junction: 10000, firstDigits: 1000, lastDigits: 1000, rise: 243, repeat: 16 * 19, place: 16 * 21, opening: 1001, closing: 1001,
  count: 64, width: 1000, parity: 64, summary: 256, continuation: 2 * LAGS * BUCKETS, against: 512,
  format: 4096,
};
type Kind = keyof typeof SIZES;
const OFFSETS = offsets();
/** Rows of the feature table. */
export const NUMBER_ROWS = 1 + Object.values(SIZES).reduce((sum, size) => sum + size, 0);
/** Rows from here on are the format's. */
export const FORMAT_FROM = OFFSETS.format;

function offsets(): Record<Kind, number> {
  const at = { ...SIZES };
  let next = 1;
  for (const kind of Object.keys(SIZES) as Kind[]) { at[kind] = next; next += SIZES[kind]; }
  return at;
}

const bounded = (n: number, most: number): number => Math.min(Math.max(n, 0), most);
const bucket = (difference: number): number => {
  const size = Math.abs(difference);
  if (size <= EXACT) return EXACT + difference;
  const large = Math.min(5, Math.floor(Math.log2(size / EXACT)));
  return 2 * EXACT + 1 + (difference < 0 ? 6 : 0) + large;
};

/** Collects the features of one sequence after another in arrays that grow as needed. */
class Emitter {
  length = 0;
  private weight = 0;
  private ids = new Int32Array(512);
  private weights = new Uint8Array(512);
  private starts = new Int32Array(512);
  private ends = new Int32Array(512);

  /** Begins a sequence whose features weigh `weight` unless said otherwise. */
  begin(weight: number): void {
    this.length = 0;
    this.weight = weight;
  }

  add(kind: Kind, index: number, from: NumberToken, to: NumberToken = from, weight = this.weight): void {
    this.push(OFFSETS[kind] + index, from.start, to.end, weight);
  }

  push(id: number, start: number, end: number, weight: number): void {
    if (this.length === this.ids.length) this.grow();
    this.ids[this.length] = id;
    this.weights[this.length] = weight;
    this.starts[this.length] = start;
    this.ends[this.length++] = end;
  }

  done(integersEnd: number, promptEnd: number): NumberFeatures {
    const { ids, weights, starts, ends, length } = this;
    return { integersEnd, promptEnd, ids: ids.slice(0, length), weights: weights.slice(0, length), starts: starts.slice(0, length), ends: ends.slice(0, length) };
  }

  private grow(): void {
    const larger = <T extends Int32Array | Uint8Array>(made: T, old: T): T => { made.set(old); return made; };
    this.ids = larger(new Int32Array(2 * this.length), this.ids);
    this.weights = larger(new Uint8Array(2 * this.length), this.weights);
    this.starts = larger(new Int32Array(2 * this.length), this.starts);
    this.ends = larger(new Int32Array(2 * this.length), this.ends);
  }
}

const emitter = new Emitter();

const valueRow = ({ value }: NumberToken): number => value < 1000 ? value : 1000 + Math.min(15, Math.floor(Math.log10(value)));
const firstDigit = (value: number): number => { while (value >= 10) value = Math.floor(value / 10); return value; };
const firstTwo = (value: number): number => { while (value >= 100) value = Math.floor(value / 10); return value; };

function addSingles(out: Emitter, tokens: NumberToken[]): void {
  tokens.forEach((token, i) => {
    out.add('value', valueRow(token), token);
    out.add('tens', Math.min(100, Math.floor(token.value / 10)), token);
    out.add('ending', token.value % 100, token);
    out.add('place', Math.min(15, i) * 21 + Math.min(20, Math.floor(token.value / 50)), token);
  });
  out.add('opening', Math.min(1000, tokens[0].value), tokens[0]);
  out.add('closing', Math.min(1000, tokens[tokens.length - 1].value), tokens[tokens.length - 1]);
}

function addPairs(out: Emitter, tokens: NumberToken[]): void {
  for (let i = 1; i < tokens.length; i++) {
    const [a, b] = [tokens[i - 1], tokens[i]];
    const d = b.value - a.value;
    out.add('difference', bounded(d + 1001, 2002), a, b);
    out.add('junction', (a.value % 100) * 100 + firstTwo(b.value), a, b);
    if (i < 2) continue;
    const c = tokens[i - 2];
    out.add('differencePair', bucket(a.value - c.value) * BUCKETS + bucket(d), c, b);
    out.add('firstDigits', firstDigit(c.value) * 100 + firstDigit(a.value) * 10 + firstDigit(b.value), c, b);
    out.add('lastDigits', (c.value % 10) * 100 + (a.value % 10) * 10 + b.value % 10, c, b);
    out.add('width', Math.min(9, c.digits) * 100 + Math.min(9, a.digits) * 10 + Math.min(9, b.digits), c, b);
  }
}

function addLags(out: Emitter, tokens: NumberToken[]): void {
  for (let i = 2; i < tokens.length; i++) {
    for (let lag = 2; lag <= Math.min(LAGS, i); lag++) {
      out.add('lag', (lag - 1) * BUCKETS + bucket(tokens[i].value - tokens[i - lag].value), tokens[i - lag], tokens[i]);
    }
  }
}

function addRepeats(out: Emitter, tokens: NumberToken[]): void {
  for (let i = 1; i < tokens.length; i++) {
    for (let j = i - 1; j >= Math.max(0, i - 15); j--) {
      const d = tokens[i].value - tokens[j].value;
      if (Math.abs(d) > 9) continue;
      out.add('repeat', (i - j) * 19 + d + 9, tokens[j], tokens[i]);
      break;
    }
  }
}

function addShape(out: Emitter, tokens: NumberToken[]): void {
  const sign = (i: number): number => Math.sign(tokens[i].value - tokens[i - 1].value) + 1;
  for (let i = 4; i < tokens.length; i++) {
    out.add('rise', sign(i) + 3 * sign(i - 1) + 9 * sign(i - 2) + 27 * sign(i - 3), tokens[i - 4], tokens[i]);
  }
  for (let i = 3; i < tokens.length; i++) {
    const bits = (k: number): number => tokens[i - k].value % 2;
    out.add('parity', bits(0) + 2 * bits(1) + 4 * bits(2) + 8 * bits(3), tokens[i - 3], tokens[i]);
  }
}

/** What the sequence is as a whole: how many numbers, how many distinct, how ordered, how spread. */
function addSummary(out: Emitter, tokens: NumberToken[], weight: number): void {
  const [first, last] = [tokens[0], tokens[tokens.length - 1]];
  const values = tokens.map(token => token.value);
  const add = (kind: Kind, index: number): void => out.add(kind, index, first, last, weight);
  add('count', Math.min(63, values.length));
  const differences: number[] = [];
  for (let i = 1; i < values.length; i++) differences.push(values[i] - values[i - 1]);
  add('summary', Math.min(15, values.length - distinct(values)));
  add('summary', 16 + Math.round(15 * count(differences, d => d > 0) / Math.max(1, differences.length)));
  add('summary', 32 + Math.min(15, distinct(differences)));
  add('summary', 48 + Math.min(31, Math.floor(values.reduce((a, b) => Math.max(a, b)) / 33)));
  add('summary', 80 + Math.min(31, Math.floor(values.reduce((a, b) => Math.min(a, b)) / 33)));
  add('summary', 112 + Math.min(15, distinct(values.map(v => v % 10))));
  add('summary', 128 + Math.min(15, distinct(values.map(v => Math.floor(v / 100)))));
  add('summary', 144 + Math.min(15, count(values, v => v % 10 === 0)));
  add('summary', 160 + Math.min(15, count(values, v => v >= 100 && v % 111 === 0)));
  add('summary', 176 + Math.min(31, Math.floor(mean(values) / 33)));
  add('summary', 208 + Math.min(31, Math.floor(mean(differences.map(Math.abs)) / 20)));
}
const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);

function count(values: number[], test: (value: number) => boolean): number {
  let found = 0;
  for (const value of values) if (test(value)) found++;
  return found;
}

/** Number of different values; a short list is compared faster than hashed. */
function distinct(values: number[]): number {
  if (values.length > 32) return new Set(values).size;
  let found = 0;
  for (let i = 0; i < values.length; i++) if (values.indexOf(values[i]) === i) found++;
  return found;
}

/** How the sequence goes on from the prompt's own numbers. */
function addContinuation(out: Emitter, tokens: NumberToken[], seeds: number[]): void {
  const seedSet = new Map(seeds.map((seed, i) => [seed, i]));
  tokens.forEach((token, i) => {
    for (let lag = i + 1; lag <= Math.min(LAGS, i + seeds.length); lag++) {
      const d = token.value - seeds[seeds.length + i - lag];
      out.add('continuation', (lag - 1) * BUCKETS + bucket(d), token);
    }
    const at = seedSet.get(token.value);
    out.add('against', at === undefined ? 0 : 1 + Math.min(15, seeds.length - at), token);
    let nearest = 10;
    for (const seed of seeds) if (Math.abs(token.value - seed) < Math.abs(nearest)) nearest = token.value - seed;
    out.add('against', 32 + nearest + 10, token);
    if (i < seeds.length) out.add('continuation', (LAGS + Math.min(i, LAGS - 1)) * BUCKETS + bucket(token.value - seeds[i]), token);
  });
  out.add('against', 64 + Math.min(15, seeds.length) * 16 + Math.min(15, tokens.length), tokens[0], tokens[tokens.length - 1]);
}

const hashBytes = (bytes: Uint8Array, start: number, end: number, seed: number): number => {
  let h = seed;
  for (let i = start; i < end; i++) h = Math.imul(h ^ bytes[i], 0x01000193);
  return h >>> 0;
};

/** Separators, brackets, signs and words around the numbers. */
function addFormat(out: Emitter, bytes: Uint8Array, tokens: NumberToken[], weight: number): void {
  const mark = (seed: number, start: number, end: number): void =>
    out.push(OFFSETS.format + hashBytes(bytes, start, Math.min(end, start + 12), seed) % SIZES.format, start, end, weight);
  mark(11, 0, tokens[0].start);
  mark(12, tokens[tokens.length - 1].end, bytes.length);
  for (let i = 1; i < tokens.length; i++) mark(13, tokens[i - 1].end, tokens[i].start);
  const last = tokens.length - 1;
  if (last > 0) mark(100 + Math.min(last, 20), tokens[0].end, tokens[1].start);
  mark(130 + Math.min(last, 20), tokens[last].end, bytes.length);
  if (last > 0) mark(160 + Math.min(9, tokens[last].digits), tokens[last - 1].end, tokens[last].start);
  tokens.forEach(token => { if (token.negative || token.decimal || token.digits > 1 && bytes[token.start] === 0x30) mark(15, token.start, token.end); });
}

/** Weight of a number's features: longer sequences weigh each number less, so that evidence grows with the square root of their length. */
const FULL_WEIGHT = 32;
const lengthWeight = (count: number): number => Math.max(1, Math.round(FULL_WEIGHT * Math.sqrt(10 / Math.max(count, 10))));

/** Numbers beyond this many add their values alone: memory stays bounded, and nothing is left uncounted. */
const DETAILED = 4096;

/** Features of a number sequence. `seeds` are the numbers that the prompt gave, empty when there is none. */
export function numberFeatures(bytes: Uint8Array, { tokens: all }: NumberSequence, seeds: number[]): NumberFeatures {
  const weight = lengthWeight(all.length);
  const out = emitter;
  out.begin(weight);
  if (!all.length) return out.done(0, 0);
  const tokens = all.slice(0, DETAILED);
  addSingles(out, tokens);
  for (let i = DETAILED; i < all.length; i++) out.add('value', valueRow(all[i]), all[i]);
  addPairs(out, tokens);
  addLags(out, tokens);
  addRepeats(out, tokens);
  addShape(out, tokens);
  addSummary(out, tokens, FULL_WEIGHT);
  const integersEnd = out.length;
  if (seeds.length) addContinuation(out, tokens, seeds);
  const promptEnd = out.length;
  addFormat(out, bytes, tokens, weight);
  return out.done(integersEnd, promptEnd);
}

/** The prompt's own numbers: its longest run of numbers with nothing but separators between them. */
export function promptSeeds(bytes: Uint8Array, { tokens }: NumberSequence): number[] {
  let best = 0, most = 0;
  for (let i = 0, first = 0; i < tokens.length; i++) {
    if (i > 0 && !isJoined(bytes, tokens[i - 1].end, tokens[i].start)) first = i;
    if (i - first < most) continue;
    best = first;
    most = i - first + 1;
  }
  return most > 1 ? tokens.slice(best, best + most).map(token => token.value) : [];
}

/** At most three bytes between two numbers, none of them a letter. */
function isJoined(bytes: Uint8Array, end: number, start: number): boolean {
  for (let at = end; at < start; at++) if ((bytes[at] | 32) >= 97 && (bytes[at] | 32) <= 122) return false;
  return start - end <= 3;
}
