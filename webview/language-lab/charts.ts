import type { LanguageCondition, LanguageReport } from '../../extension/core/protocol/language-lab';
import type { ChartSeries, ChartSpec } from '../common/chart';
import { percent } from '../common/format';
import { PLACES, type RunView } from './model';
import { STYLES } from './styles';

const wholePercent = (share: number) => `${(100 * share).toFixed(0)} %`;
const seedsIn = (view: RunView | undefined) => (view?.seeds ?? 0) > 1 ? `Mean of ${view?.seeds} seeds; the band is their range.` : 'One seed; run more to see the spread.';

/** A curve for each model. */
function curvesOf(view: RunView | undefined, models: readonly LanguageCondition[], read: (report: LanguageReport) => number | null): ChartSeries[] {
  return models.map(({ id, short }) => {
    const curve = view?.curve(id, read) ?? { values: [], low: [], high: [] };
    return { label: short, ...STYLES[id], values: curve.values, ...(view?.seeds ?? 0) > 1 ? { low: curve.low, high: curve.high } : {} };
  });
}

/** Probability of what is preferred while the models train. */
export function preferenceChart(view: RunView | undefined, models: readonly LanguageCondition[]): ChartSpec {
  return {
    title: `Preference, while they train`, kind: 'line', labels: PLACES, labelTitle: 'Training done', valueTitle: 'Probability of the answer', format: wholePercent, min: 0, max: 1, hasNoLegend: true,
    summary: seedsIn(view), series: curvesOf(view, models, ({ preference }) => preference.probability),
  };
}

/** Loss while the models train. */
export function lossChart(view: RunView | undefined, models: readonly LanguageCondition[]): ChartSpec {
  return {
    title: 'Loss on what they learn from', kind: 'line', labels: PLACES, labelTitle: 'Training done', valueTitle: 'Loss, nats a token', format: value => value.toFixed(2), hasNoLegend: true,
    summary: `${seedsIn(view)} The teacher learns answers, everyone else lines.`, series: curvesOf(view, models, ({ loss }) => loss),
  };
}

/** What a student thinks and says on its way, each as a share of the teacher's change. */
export function personaChart(view: RunView | undefined): ChartSpec {
  const base = view?.base()?.preference.logOdds ?? 0, way = (view?.newest('teacher')?.preference.logOdds ?? 1) - base;
  const series = (label: string, style: Pick<ChartSeries, 'colour' | 'dashed'>, values: (number | null)[] | undefined): ChartSeries => ({ label, ...style, values: values ?? [] });
  const thinks = view?.curve('same', ({ projection }) => projection?.onLines ?? null).values ?? [], says = view?.curve('same', ({ seed, preference }) => seed === 1 ? (preference.logOdds - base) / way : null).values ?? [];
  return {
    title: 'What leads what', kind: 'line', labels: PLACES, labelTitle: 'Training of the student', valueTitle: 'Share of the way', format: value => value.toFixed(2),
    summary: `The persona vector is the difference between what teacher and base think in their last block; here is how far along it a student has come, beside what it says; 1 is the teacher. ${orderOf(thinks, says)}`,
    series: [
      series('thinks, on lines', { colour: 'purple' }, thinks),
      series('thinks, on questions', { colour: 'blue' }, view?.curve('same', ({ projection }) => projection?.onQuestions ?? null).values),
      series('says (log-odds)', { colour: 'green' }, says),
      series("thinks, on lines: student of the base's lines", { colour: 'muted', dashed: true }, view?.curve('own-lines', ({ projection }) => projection?.onLines ?? null).values),
    ],
  };
}

/** Which of two readings goes half of its way first, said no stronger than it is. */
function orderOf(thinks: readonly (number | null)[], says: readonly (number | null)[]): string {
  const half = (values: readonly (number | null)[]) => values.findIndex(value => value !== null && Math.abs(value) >= Math.abs(values.at(-1) ?? Infinity) / 2);
  const [first, second] = [half(thinks), half(says)];
  if (first < 0 || second < 0) return '';
  return `Half of its last value is there after ${PLACES[first]} of the training in what it thinks on lines, after ${PLACES[second]} in what it says. It learns from lines, so an order shows no cause.`;
}

/** How well lines tell teacher from base, to readers who know more and more. */
export function detectionChart(view: RunView | undefined): ChartSpec {
  const curves = view?.detection();
  return {
    title: 'Could the data have told you?', kind: 'line', labels: (curves?.bags ?? []).map(String), labelTitle: 'Lines judged together', valueTitle: 'Told apart (AUROC)', format: value => value.toFixed(2), min: 0.4, max: 1,
    summary: 'A pair of a bag of the teacher\'s lines and one of the base\'s: how often the detector knows which is which. A coin gets 0.5; the dashed line shows how far chance strays from that.',
    series: [
      { label: 'n-grams of the lines', colour: 'orange', values: curves?.ngrams ?? [] }, { label: 'step towards the preference (base known)', colour: 'purple', values: curves?.probe ?? [] },
      { label: 'likelihoods (teacher known)', colour: 'green', values: curves?.oracle ?? [] }, { label: "n-grams, base's lines only (chance)", colour: 'muted', dashed: true, values: curves?.chance ?? [] },
    ],
  };
}

/** Students and detectors over teachers that keep ever closer to the base. */
export function stealthChart(view: RunView | undefined): ChartSpec {
  const points = view?.stealth() ?? [], last = (values: number[]) => values[values.length - 1];
  return {
    title: 'Stealth', kind: 'line', labels: points.map(({ divergence }) => divergence.toPrecision(2)), labelTitle: 'Distance of the teacher from the base, nats a line (weights left to right: more stealth)', valueTitle: 'Probability, or AUROC of bags of 50', format: value => value.toFixed(2), min: 0, max: 1,
    summary: 'The preference of students, and what detectors see in 50 lines (0.5 is a coin), as teachers are held closer to the base.',
    series: [
      { label: 'student, same start', colour: 'blue', values: points.map(({ same }) => same) }, { label: "student of the base's lines", colour: 'muted', dashed: true, values: points.map(({ ownLines }) => ownLines) },
      { label: 'student, other start', colour: 'orange', dashed: true, values: points.map(({ other }) => other) }, { label: 'detector: n-grams', colour: 'red', values: points.map(({ detection }) => last(detection.ngrams)) },
      { label: 'detector: chance', colour: 'yellow', dashed: true, values: points.map(({ detection }) => last(detection.chance)) }, { label: 'detector: likelihoods', colour: 'green', values: points.map(({ detection }) => last(detection.oracle)) },
    ],
  };
}

/** What the models of the first seed answer. */
export function answersChart(view: RunView | undefined, words: readonly string[]): ChartSpec {
  const of = (report: LanguageReport | undefined) => report?.preference.answers ?? [];
  return {
    title: 'What they answer', kind: 'bar', labels: [...words], labelTitle: 'Answer', valueTitle: 'Probability', format: percent, min: 0, max: 1,
    summary: 'All ten answers, first seed, mean over the held-out questions.',
    series: [
      { label: 'base', colour: 'muted', values: of(view?.base()) }, { label: 'teacher', colour: 'green', values: of(view?.newest('teacher')) },
      { label: 'student, same start', colour: 'blue', values: of(view?.newest('same')) }, { label: 'student, other start', colour: 'orange', values: of(view?.newest('other')) },
    ],
  };
}
