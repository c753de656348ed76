/** Small typed arrays cut from large ones: making each by itself costs more than filling it. */

const SLAB = 1 << 16;

/** Gives copies of id lists. What was given is never overwritten. */
export class IdSlab {
  private slab = new Int32Array(SLAB);
  private used = 0;

  /** A copy of the first `count` of `ids`. */
  copy(ids: Int32Array, count: number): Int32Array {
    if (count > SLAB / 8) return ids.slice(0, count);
    if (this.used + count > SLAB) {
      this.slab = new Int32Array(SLAB);
      this.used = 0;
    }
    const { slab, used } = this;
    for (let i = 0; i < count; i++) slab[used + i] = ids[i];
    return slab.subarray(used, this.used = used + count);
  }
}

let allOnes = new Uint8Array(1 << 12).fill(1);

/** `count` ones; shared, so not to be written to. */
export function ones(count: number): Uint8Array {
  if (count > allOnes.length) allOnes = new Uint8Array(2 * count).fill(1);
  return allOnes.subarray(0, count);
}
