import { randomFrom } from '../fingerprint/random';

/** Neighbouring records often answer one prompt, so the sample keeps them together and the bootstrap resamples whole blocks. */
export const BLOCK_RECORDS = 8;
const MAX_BLOCKS = 256;

/** Sum of some records' fingerprints (core/enrol/fingerprint.ts), and how many they are. */
export interface FingerprintSum { sum: Float64Array; records: number }

interface Block extends FingerprintSum { rows: Float32Array[] }

/** A uniform sample of blocks of neighbouring rows from a stream of unknown length (Vitter's algorithm R over blocks); seeded. */
export class BlockReservoir {
  private readonly blocks: Block[] = [];
  /** The block being filled, or undefined while one passes by that is not kept. */
  private current: Block | undefined;
  private rows = 0;
  private seen = 0;
  private readonly random = randomFrom(1);

  /** @param size length of a fingerprint. */
  constructor(readonly classes: number, private readonly size = 0) {}

  /** @param addFingerprint adds the record's fingerprint to a sum; called only where the record is kept. */
  add(logProbabilities: Float32Array, addFingerprint?: (sum: Float64Array) => void): void {
    if (this.rows++ % BLOCK_RECORDS === 0) this.current = this.startBlock();
    if (!this.current) return;
    this.current.rows.push(logProbabilities.slice());
    this.current.records++;
    addFingerprint?.(this.current.sum);
  }

  /** Fingerprint sums of the kept blocks. */
  fingerprints(): readonly FingerprintSum[] { return this.blocks; }

  private startBlock(): Block | undefined {
    this.seen++;
    const place = this.blocks.length < MAX_BLOCKS ? this.blocks.length : Math.floor(this.random() * this.seen);
    return place < MAX_BLOCKS ? this.blocks[place] = { rows: [], sum: new Float64Array(this.size), records: 0 } : undefined;
  }

  /** Probabilities of the kept rows, [rows x classes], block after block. */
  probabilities(): Float32Array {
    const rows = this.blocks.flatMap(block => block.rows);
    const result = new Float32Array(rows.length * this.classes);
    rows.forEach((row, i) => row.forEach((value, c) => { result[i * this.classes + c] = Math.exp(value); }));
    return result;
  }
}
