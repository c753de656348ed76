/** A set of key hashes for one object at a time; emptying it costs nothing, so it serves every object of a file. */
export class KeySet {
  #owners = new Int32Array(64);
  #stamps = new Int32Array(64);
  #stamp = 0;

  /** Empties the set and makes room for this many keys. */
  clear(keys: number): void {
    this.#stamp++;
    if (keys * 2 <= this.#owners.length) return;
    const size = 1 << (33 - Math.clz32(keys));
    this.#owners = new Int32Array(size);
    this.#stamps = new Int32Array(size);
  }

  /** Adds an owner with its key's hash; gives the owner that has the same key by `isSame`, or -1 when it is new. */
  add(hash: number, owner: number, isSame: (other: number) => boolean): number {
    const mask = this.#owners.length - 1;
    let slot = hash & mask;
    for (; this.#stamps[slot] === this.#stamp; slot = slot + 1 & mask) {
      if (isSame(this.#owners[slot])) return this.#owners[slot];
    }
    this.#stamps[slot] = this.#stamp;
    this.#owners[slot] = owner;
    return -1;
  }
}
