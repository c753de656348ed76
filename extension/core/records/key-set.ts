/** Most owners that one key is compared with: made-up collisions must not make a record slow to read. */
const MAX_PROBES = 32;

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

  /** Adds an owner with its key's hash; gives the owner that has the same key by `isSame`, or -1 when it is new (or lost among made-up collisions). */
  add(hash: number, owner: number, isSame: (other: number) => boolean): number {
    const mask = this.#owners.length - 1;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const slot = hash + probe & mask;
      if (this.#stamps[slot] !== this.#stamp) {
        this.#stamps[slot] = this.#stamp;
        this.#owners[slot] = owner;
        return -1;
      }
      if (isSame(this.#owners[slot])) return this.#owners[slot];
    }
    return -1;
  }
}
