import type { DetectionCurves, LanguageCondition, LanguageConditionId, LanguageEvent, LanguageReport, LanguageRun, StealthPoint, Writing } from '../../extension/core/protocol/language-lab';

/** Reports on each model in training, the one before it not counted. */
const REPORTS = 20;

/** One value over the seeds: its mean and the least and greatest. */
export interface Band { mean: number; low: number; high: number; count: number }

/** A curve over PLACES with its range over the seeds; null where nothing is known yet. */
export interface Curve { values: (number | null)[]; low: (number | null)[]; high: (number | null)[] }

/** Mean and range of some numbers; undefined for none. */
export function bandOf(values: readonly number[]): Band | undefined {
  if (values.length === 0) return undefined;
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, low: Math.min(...values), high: Math.max(...values), count: values.length };
}

/** The places of a curve, as shares of a model's training in percent. */
export const PLACES = Array.from({ length: REPORTS + 1 }, (_, place) => `${Math.round(place / REPORTS * 100)} %`);

type Of<K extends LanguageEvent['kind']> = Extract<LanguageEvent, { kind: K }>;

/** A run as seen after its first `count` events: what the cards draw. */
export class RunView {
  private readonly events: readonly LanguageEvent[];
  private readonly reports: readonly LanguageReport[];

  constructor(readonly run: LanguageRun, count: number) {
    this.events = run.events.slice(0, count);
    this.reports = this.of('report').map(({ report }) => report);
  }

  /** Conditions that have been reported on, in the order of `all`. */
  seen(all: readonly LanguageCondition[]): LanguageCondition[] {
    return all.filter(({ id }) => this.reports.some(report => report.condition === id));
  }

  /** Probability of what is preferred after a condition, over the seeds that are done; where none is, as it stands. */
  after(condition: LanguageConditionId): Band | undefined {
    const ends = this.of('condition').filter(event => event.condition === condition);
    return bandOf(ends.length ? ends.map(({ after }) => after) : this.reports.filter(report => report.condition === condition).slice(-1).map(({ preference }) => preference.probability));
  }

  /** The same of the base that it started from. */
  before(condition: LanguageConditionId): Band | undefined {
    return bandOf(this.of('condition').filter(event => event.condition === condition).map(({ before }) => before));
  }

  /** True when at least one seed has finished a condition. */
  isDone(condition: LanguageConditionId): boolean {
    return this.of('condition').some(event => event.condition === condition);
  }

  /** The newest report on a model of the first seed. */
  newest(condition: LanguageConditionId): LanguageReport | undefined {
    return this.reports.filter(report => report.condition === condition && report.seed === 1).at(-1);
  }

  /** The first seed's base. */
  base(): LanguageReport | undefined { return this.reports.find(report => report.seed === 1); }

  /** A reading of a model over its training; what `read` gives null for is left out. */
  curve(condition: LanguageConditionId, read: (report: LanguageReport) => number | null): Curve {
    const at: number[][] = PLACES.map(() => []);
    for (const report of this.reports) {
      const value = report.condition === condition ? read(report) : null;
      if (value !== null) at[Math.round(report.step / report.steps * REPORTS)]?.push(value);
    }
    const bands = at.map(bandOf);
    return { values: bands.map(band => band?.mean ?? null), low: bands.map(band => band?.low ?? null), high: bands.map(band => band?.high ?? null) };
  }

  /** What teacher and base of the first seed wrote. */
  writing(): Writing | undefined { return this.of('writing')[0]?.writing; }

  /** Mean probability after lines of each teacher (rows) in students of each initialisation (columns); undefined where none is done. */
  matrix(): (number | undefined)[][] {
    const cells = this.of('cell').map(({ cell }) => cell), size = Math.max(0, ...cells.map(({ teacher, student }) => Math.max(teacher, student)));
    const at = (teacher: number, student: number) => bandOf(cells.filter(cell => cell.teacher === teacher && cell.student === student).map(({ probability }) => probability))?.mean;
    return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_unused, column) => at(row + 1, column + 1)));
  }

  /** What the lines reveal, mean over the seeds. */
  detection(): DetectionCurves | undefined {
    const curves = this.of('detection').map(({ detection }) => detection);
    return curves.length ? meanCurves(curves) : undefined;
  }

  /** Teachers of a sweep, closest to the base last, means over the seeds. */
  stealth(): Omit<StealthPoint, 'seed'>[] {
    const points = this.of('stealth').map(({ point }) => point);
    return [...new Set(points.map(({ weight }) => weight))].map(weight => {
      const of = points.filter(point => point.weight === weight), mean = (key: 'divergence' | 'base' | 'teacher' | 'same' | 'ownLines' | 'other') => bandOf(of.map(point => point[key]))?.mean ?? 0;
      return { weight, divergence: mean('divergence'), base: mean('base'), teacher: mean('teacher'), same: mean('same'), ownLines: mean('ownLines'), other: mean('other'), detection: meanCurves(of.map(({ detection }) => detection)) };
    });
  }

  /** Seeds that have been begun. */
  get seeds(): number { return new Set(this.reports.map(({ seed }) => seed)).size; }

  private of<K extends LanguageEvent['kind']>(kind: K): Of<K>[] {
    return this.events.filter((event): event is Of<K> => event.kind === kind);
  }
}

function meanCurves(curves: readonly DetectionCurves[]): DetectionCurves {
  const { bags } = curves[0], of = (key: 'ngrams' | 'chance' | 'probe' | 'oracle') => bags.map((_, i) => bandOf(curves.map(curve => curve[key][i]))?.mean ?? 0);
  return { bags, ngrams: of('ngrams'), chance: of('chance'), probe: of('probe'), oracle: of('oracle') };
}

/** The run's curves as comma-separated values, one line per report. */
export function csvOf({ events }: LanguageRun): string {
  const lines = events.flatMap(event => event.kind !== 'report' ? [] : [(({ seed, condition, step, steps, loss, preference, projection }) =>
    [seed, condition, step, steps, loss ?? '', preference.probability, preference.logOdds, projection?.onLines ?? '', projection?.onQuestions ?? ''].join(','))(event.report)]);
  return `${['seed,model,step,steps,loss_nats,probability,log_odds,projection_on_lines,projection_on_questions', ...lines].join('\n')}\n`;
}
