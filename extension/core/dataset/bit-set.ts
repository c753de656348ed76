/** A growing set of small non-negative integers, one bit each. */
export class BitSet {
  private words = new Uint32Array(1024);

  has(value: number): boolean {
    return (this.words[value >>> 5] & (1 << (value & 31))) !== 0;
  }

  add(value: number): void {
    const word = value >>> 5;
    if (word >= this.words.length) {
      const grown = new Uint32Array(Math.max(word + 1, this.words.length * 2));
      grown.set(this.words);
      this.words = grown;
    }
    this.words[word] |= 1 << (value & 31);
  }
}
