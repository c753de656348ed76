import { KEY_WORDS } from './order-key';

const DIGITS = 1 << 16;

const turn = () => new Promise(resolve => { setImmediate(resolve); });

/**
 * The first `limit` rows of an order, from any number of rows: at most twice as many are held at a time, 24 bytes each.
 * Rows with equal keys stay in the order in which they came.
 */
export class FirstRows {
  private words = new Uint32Array(1024 * KEY_WORDS);
  private positions = new Uint32Array(1024);
  private count = 0;
  private isFull = false;
  private readonly key = new Uint32Array(KEY_WORDS);

  constructor(private readonly limit: number) {}

  /** True once `settle` is due before more rows are added. */
  get isCrowded(): boolean { return this.count >= this.limit * 2; }

  /** Offers a row; `write` puts its key into the array at 0. */
  add(position: number, write: (target: Uint32Array) => void): void {
    write(this.key);
    if (this.isFull && !this.isBelowLast()) return;
    if (this.count === this.positions.length) this.grow();
    this.words.set(this.key, this.count * KEY_WORDS);
    this.positions[this.count++] = position;
  }

  /** Orders what is held and lets go of what cannot be among the first; takes a turn between its steps. */
  async settle(signal: AbortSignal): Promise<void> {
    let order = Uint32Array.from({ length: this.count }, (_, i) => i), spare = new Uint32Array(this.count);
    for (let word = KEY_WORDS - 1; word >= 0; word--) {
      for (const shift of [0, 16]) {
        if (signal.aborted) return;
        if (this.sortBy(word, shift, order, spare)) [order, spare] = [spare, order];
        await turn();
      }
    }
    this.keep(order.subarray(0, this.limit));
  }

  /** The rows in order, after `settle`. */
  get rows(): Uint32Array { return this.positions.slice(0, Math.min(this.count, this.limit)); }

  /** One step of a radix sort, stable; false when all rows agree there. */
  private sortBy(word: number, shift: number, from: Uint32Array, to: Uint32Array): boolean {
    const next = new Uint32Array(DIGITS + 1);
    const digit = (row: number) => this.words[row * KEY_WORDS + word] >>> shift & 0xffff;
    for (const row of from) next[digit(row) + 1]++;
    if (from.length === 0 || next[digit(from[0]) + 1] === from.length) return false;
    for (let i = 0; i < DIGITS; i++) next[i + 1] += next[i];
    for (const row of from) to[next[digit(row)]++] = row;
    return true;
  }

  private keep(order: Uint32Array): void {
    const words = new Uint32Array(Math.max(1024, order.length) * KEY_WORDS), positions = new Uint32Array(Math.max(1024, order.length));
    order.forEach((row, i) => {
      words.set(this.words.subarray(row * KEY_WORDS, (row + 1) * KEY_WORDS), i * KEY_WORDS);
      positions[i] = this.positions[row];
    });
    [this.words, this.positions, this.count] = [words, positions, order.length];
    this.isFull = this.count === this.limit;
  }

  private isBelowLast(): boolean {
    const last = (this.limit - 1) * KEY_WORDS;
    for (let i = 0; i < KEY_WORDS; i++) if (this.key[i] !== this.words[last + i]) return this.key[i] < this.words[last + i];
    return false;
  }

  private grow(): void {
    const words = new Uint32Array(this.words.length * 2), positions = new Uint32Array(this.positions.length * 2);
    words.set(this.words);
    positions.set(this.positions);
    [this.words, this.positions] = [words, positions];
  }
}
