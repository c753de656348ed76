import { meanAndSd } from '../lab/summary';
import type { DetectionCurves, LanguageConditionId, LanguageReport, MatrixCell, StealthPoint, Writing } from '../protocol/language-lab';
import { CONDITIONS } from './settings';
import type { CoreEvent } from './seed-run';

/** Values over the seeds; sd is the sample's and 0 for a single seed. */
export interface Spread { mean: number; sd: number; min: number; max: number; values: number[] }

/** One condition over the seeds: probability of what is preferred after it, and of the same model before. */
export interface LanguageCondition { id: LanguageConditionId; probability: Spread; before: Spread }

/** What a run has shown so far. The matrix has teachers as rows and students as columns, means over the seeds. */
export interface LanguageSummary {
  conditions: LanguageCondition[]; matrix: number[][]; detection: DetectionCurves | null; stealth: Omit<StealthPoint, 'seed'>[];
  writing: { passed: { teacher: Spread; base: Spread }; divergence: Spread } | null;
  dynamics: Dynamics | null;
}

/** At which step of the student `same` each reading first has half of its last value, mean over the seeds. */
export interface Dynamics { logOdds: Spread; onLines: Spread; onQuestions: Spread }

/** Collects a run's events; what an interrupted run has finished stays. */
export class LanguageSummaryBuilder {
  private readonly ends = new Map<LanguageConditionId, { before: number; after: number }[]>();
  private readonly reports: LanguageReport[] = [];
  private readonly cells: MatrixCell[] = [];
  private readonly curves: DetectionCurves[] = [];
  private readonly points: StealthPoint[] = [];
  private readonly writings: Writing[] = [];

  add(event: CoreEvent): void {
    if (event.kind === 'condition') this.ends.set(event.condition, [...this.ends.get(event.condition) ?? [], event]);
    if (event.kind === 'report' && event.report.condition === 'same') this.reports.push(event.report);
    if (event.kind === 'cell') this.cells.push(event.cell);
    if (event.kind === 'detection') this.curves.push(event.detection);
    if (event.kind === 'stealth') this.points.push(event.point);
    if (event.kind === 'writing') this.writings.push(event.writing);
  }

  summary(): LanguageSummary {
    const conditions = CONDITIONS.flatMap(id => {
      const ends = this.ends.get(id);
      return ends ? [{ id, probability: spread(ends.map(({ after }) => after)), before: spread(ends.map(({ before }) => before)) }] : [];
    });
    return { conditions, matrix: this.matrix(), detection: this.curves.length ? meanCurves(this.curves) : null, stealth: this.stealth(), writing: this.writing(), dynamics: this.dynamics() };
  }

  private matrix(): number[][] {
    const size = Math.max(0, ...this.cells.map(({ teacher }) => teacher));
    const cell = (teacher: number, student: number) => this.cells.filter(one => one.teacher === teacher && one.student === student).map(({ probability }) => probability);
    return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_unused, column) => mean(cell(row + 1, column + 1))));
  }

  private stealth(): Omit<StealthPoint, 'seed'>[] {
    return [...new Set(this.points.map(({ weight }) => weight))].map(weight => {
      const points = this.points.filter(point => point.weight === weight), of = (key: 'divergence' | 'base' | 'teacher' | 'same' | 'ownLines' | 'other') => mean(points.map(point => point[key]));
      return { weight, divergence: of('divergence'), base: of('base'), teacher: of('teacher'), same: of('same'), ownLines: of('ownLines'), other: of('other'), detection: meanCurves(points.map(({ detection }) => detection)) };
    });
  }

  private writing(): LanguageSummary['writing'] {
    if (this.writings.length === 0) return null;
    const of = (value: (writing: Writing) => number) => spread(this.writings.map(value));
    return { passed: { teacher: of(({ passed }) => passed.teacher), base: of(({ passed }) => passed.base) }, divergence: of(writing => writing.divergence) };
  }

  private dynamics(): Dynamics | null {
    const seeds = [...new Set(this.reports.map(({ seed }) => seed))].map(seed => this.reports.filter(report => report.seed === seed));
    const finished = seeds.filter(reports => reports.some(({ step, steps }) => step === steps));
    if (finished.length === 0) return null;
    const half = (read: (report: LanguageReport) => number) => spread(finished.map(reports => halfStep(reports, read)));
    return { logOdds: half(({ preference }) => preference.logOdds), onLines: half(({ projection }) => projection?.onLines ?? 0), onQuestions: half(({ projection }) => projection?.onQuestions ?? 0) };
  }
}

/** The step at which a reading has gone half the way from its first value to its last. */
function halfStep(reports: readonly LanguageReport[], read: (report: LanguageReport) => number): number {
  const [first] = reports, last = reports[reports.length - 1], way = read(last) - read(first);
  return reports.find(report => (read(report) - read(first)) / way >= 0.5)?.step ?? last.step;
}

/** Mean, spread and range of values. */
export function spread(values: number[]): Spread {
  return { ...meanAndSd(values), min: Math.min(...values), max: Math.max(...values), values };
}

const mean = (values: number[]): number => meanAndSd(values).mean;

function meanCurves(curves: readonly DetectionCurves[]): DetectionCurves {
  const { bags } = curves[0], of = (key: 'ngrams' | 'chance' | 'probe' | 'oracle') => bags.map((_, i) => mean(curves.map(curve => curve[key][i])));
  return { bags, ngrams: of('ngrams'), chance: of('chance'), probe: of('probe'), oracle: of('oracle') };
}
