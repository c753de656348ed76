import type { ConditionId, ConditionInfo, LabReport, LabRun } from '../../extension/core/protocol/mnist-lab';

/** Reports on each network in training, the one before it not counted. */
const REPORTS = 20;

/** One value over the seeds: its mean and the least and greatest. */
export interface Band { mean: number; low: number; high: number; count: number }

/** Mean and range of some numbers; undefined for none. */
export function bandOf(values: readonly number[]): Band | undefined {
  if (values.length === 0) return undefined;
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, low: Math.min(...values), high: Math.max(...values), count: values.length };
}

/** Where in its training a report was, 0 to REPORTS. */
export const placeOf = ({ step, steps }: LabReport): number => Math.round(step / steps * REPORTS);

/** The places of a curve, as shares of a network's training in percent. */
export const PLACES = Array.from({ length: REPORTS + 1 }, (_, place) => `${Math.round(place / REPORTS * 100)} %`);

/** A run as seen after its first `count` reports: what the cards draw. */
export class RunView {
  private readonly reports: readonly LabReport[];
  private readonly lastOf = new Map<ConditionId, LabReport>();
  private readonly firstOf = new Map<ConditionId, LabReport>();

  constructor(readonly run: LabRun, count: number) {
    this.reports = run.reports.slice(0, count);
    for (const report of this.reports) if (report.look) {
      if (!this.firstOf.has(report.condition)) this.firstOf.set(report.condition, report);
      this.lastOf.set(report.condition, report);
    }
  }

  /** Conditions that have been reported on, in the order of `all`. */
  seen(all: readonly ConditionInfo[]): ConditionInfo[] {
    return all.filter(({ id }) => this.reports.some(report => report.condition === id));
  }

  /** The watched seed's newest report on a network, with what is to be seen of it. */
  newest(condition: ConditionId): LabReport | undefined { return this.lastOf.get(condition); }

  /** The same before training. */
  untrained(condition: ConditionId): LabReport | undefined { return this.firstOf.get(condition); }

  /** Accuracy of a network at the end of its training, over the seeds that are done; where none is, as it stands. */
  accuracy(condition: ConditionId): Band | undefined {
    const of = this.reports.filter(report => report.condition === condition), ended = of.filter(({ step, steps }) => step === steps);
    return bandOf((ended.length ? ended : of.slice(-1)).map(report => report.accuracy));
  }

  /** True when at least one seed has finished a network. */
  isTrained(condition: ConditionId): boolean {
    return this.reports.some(report => report.condition === condition && report.step === report.steps);
  }

  /** A curve over the places of PLACES: mean and range over the seeds, null where nothing is known yet; a loss that rounding took below zero is left out. */
  curve(condition: ConditionId, key: 'accuracy' | 'loss'): { values: (number | null)[]; low: (number | null)[]; high: (number | null)[] } {
    const at: number[][] = PLACES.map(() => []);
    for (const report of this.reports) {
      const value = report.condition === condition ? report[key] : null;
      if (value !== null && (key === 'accuracy' || value > 0)) at[placeOf(report)]?.push(value);
    }
    const bands = at.map(bandOf);
    return { values: bands.map(band => band?.mean ?? null), low: bands.map(band => band?.low ?? null), high: bands.map(band => band?.high ?? null) };
  }

  /** Seeds that have been begun. */
  get seeds(): number { return new Set([...this.reports, ...this.run.steps].map(({ seed }) => seed)).size; }
}

/** Bytes from base64. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0));
}

/** The run as comma-separated values, one line per report, then one per gradient step. */
export function csvOf({ reports, steps }: LabRun): string {
  const lines = reports.map(({ seed, condition, step, steps: of, loss, accuracy }) => ['report', seed, condition, step, of, loss ?? '', accuracy, '', '', ''].join(','));
  const single = steps.map(({ seed, initialisation, innerProduct, cosine, lossChange }) => ['gradient step', seed, `${initialisation} start`, '', '', '', '', innerProduct, cosine, lossChange].join(','));
  return `${['kind,seed,network,step,steps,loss_nats,accuracy,inner_product,cosine,loss_change_nats', ...lines, ...single].join('\n')}\n`;
}
