import type { ShiftModel } from '../fingerprint/number-model';

/** A set that differs from its base model's neutral output. */
export interface TraitShift { model: string; records: number; /** Standard deviations from neutral sets' mean. */ z: number; falseRate: number; singleSource: boolean }

/** Sums, per base with a neutral reference, of the records' log-odds of `shifted` against `neutral` (integers alone: no format). */
export class ShiftEvidence {
  records = 0;
  private readonly sums: Float64Array;

  constructor(private readonly shifts: ShiftModel[]) {
    this.sums = new Float64Array(shifts.length);
  }

  /** @param logOdds one per base, in the order of the model file. */
  add(logOdds: Float32Array): void {
    this.records++;
    logOdds.forEach((value, i) => { this.sums[i] += value; });
  }

  /**
   * The shift of a set that reads like `model`, or null: no neutral reference, too few records, or none found at the threshold.
   * Says that some system prompt, persona or tune was active; which one is at chance and is never claimed.
   */
  of(model: string | null): TraitShift | null {
    const index = this.shifts.findIndex(shift => shift.model === model);
    if (index < 0) return null;
    const { mean, variance, between, thresholds } = this.shifts[index].integers;
    const threshold = thresholds.filter(({ records }) => records <= this.records).at(-1);
    const z = (this.sums[index] / this.records - mean) / Math.sqrt(variance / this.records + between);
    if (!threshold || !(z > threshold.z)) return null;
    return { model: this.shifts[index].model, records: this.records, z, falseRate: threshold.falseRate, singleSource: this.shifts[index].singleSource };
  }
}
