import { addFingerprint } from '../enrol/fingerprint';
import type { SampleScore } from '../fingerprint/score';
import { BlockReservoir } from './block-reservoir';

/** One record's log-probability counts at least this much: a single odd record cannot veto a set. */
export const LOG_FLOOR = Math.log(1e-3);

const LEAST_UNFAMILIAR = 1e-6;

/** Running sums over the records of one channel; constant memory, so a file of any size can be judged. */
export class ChannelEvidence {
  records = 0;
  readonly familyLogSum: Float64Array;
  readonly modelLogSum: Float64Array;
  /** Of the records' fingerprints: their statistics, then what enrolled teachers are known by. */
  readonly fingerprintSum: Float64Array;
  /** Rows of family log-probabilities, then that of being unfamiliar. */
  readonly sample: BlockReservoir;
  private readonly row: Float32Array;

  constructor(families: number, models: number, private readonly statistics: number) {
    this.familyLogSum = new Float64Array(families);
    this.modelLogSum = new Float64Array(models);
    this.fingerprintSum = new Float64Array(statistics + models);
    this.sample = new BlockReservoir(families + 1, statistics + models);
    this.row = new Float32Array(families + 1);
  }

  add(score: SampleScore): void {
    this.records++;
    addFloored(this.familyLogSum, score.familyLogProb);
    addFloored(this.modelLogSum, score.contentModelLogProb);
    addFingerprint(this.fingerprintSum, score);
    this.row.set(score.contentLogProb);
    this.row[score.contentLogProb.length] = Math.log(Math.max(score.unfamiliar, LEAST_UNFAMILIAR));
    this.sample.add(this.row, sum => { addFingerprint(sum, score); });
  }

  statisticMeans(): number[] {
    return Array.from(this.fingerprintSum.subarray(0, this.statistics), sum => sum / Math.max(1, this.records));
  }
}

function addFloored(sums: Float64Array, values: Float32Array): void {
  for (let i = 0; i < sums.length; i++) sums[i] += Math.max(values[i], LOG_FLOOR);
}
