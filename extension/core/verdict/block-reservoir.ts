import { randomFrom } from '../fingerprint/random';

/** Neighbouring records often answer one prompt, so the sample keeps them together and the bootstrap resamples whole blocks. */
export const BLOCK_RECORDS = 8;
const MAX_BLOCKS = 256;

/** A uniform sample of blocks of neighbouring rows from a stream of unknown length (Vitter's algorithm R over blocks); seeded. */
export class BlockReservoir {
  private readonly blocks: Float32Array[][] = [];
  /** The block being filled, or undefined while one passes by that is not kept. */
  private current: Float32Array[] | undefined;
  private rows = 0;
  private seen = 0;
  private readonly random = randomFrom(1);

  constructor(readonly classes: number) {}

  add(logProbabilities: Float32Array): void {
    if (this.rows++ % BLOCK_RECORDS === 0) this.current = this.startBlock();
    this.current?.push(logProbabilities.slice());
  }

  private startBlock(): Float32Array[] | undefined {
    this.seen++;
    const place = this.blocks.length < MAX_BLOCKS ? this.blocks.length : Math.floor(this.random() * this.seen);
    return place < MAX_BLOCKS ? this.blocks[place] = [] : undefined;
  }

  /** Probabilities of the kept rows, [rows x classes], block after block. */
  probabilities(): Float32Array {
    const rows = this.blocks.flat();
    const result = new Float32Array(rows.length * this.classes);
    rows.forEach((row, i) => row.forEach((value, c) => { result[i * this.classes + c] = Math.exp(value); }));
    return result;
  }
}
