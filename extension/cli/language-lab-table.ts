import type { Bar } from '../core/language-lab/bars';
import type { LanguageSummary, Spread } from '../core/language-lab/summary';
import { CHANNEL_NAMES, LANGUAGE_CONDITIONS } from '../core/language-lab/words';
import type { DetectionCurves, LanguagePlan } from '../core/protocol/language-lab';
import { table } from './lab-table';

/** A run of the language lab as text: its tables, then its claims and whether the run bears them out. */
export function languageLabText({ preset, settings, seeds }: LanguagePlan, summary: LanguageSummary, bars: readonly Bar[], isComplete: boolean): string {
  const head = `Preset ${preset}, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}: a teacher that prefers ${settings.preference}, ${settings.sequences} of its lines (${CHANNEL_NAMES[settings.channel]}), ${settings.steps} steps\n`;
  const parts = [
    head + (isComplete ? '' : 'Interrupted: only what was finished is shown.\n'), conditionTable(summary), writingLine(summary), matrixTable(summary),
    summary.detection ? detectionTable(summary.detection) : '', stealthTable(summary), dynamicsLine(summary), barTable(bars),
  ];
  return parts.filter(Boolean).join('\n');
}

function conditionTable({ conditions }: LanguageSummary): string {
  if (conditions.length === 0) return '';
  const rows = conditions.map(({ id, probability, before }) => [LANGUAGE_CONDITIONS[id].name, share(before.mean), share(probability.mean), share(probability.sd), band(probability), probability.values.map(share).join(' ')]);
  return table([['probability of the preference, held-out questions', 'before', 'after', 'sd', 'band', 'each seed'], ...rows]);
}

function writingLine({ writing }: LanguageSummary): string {
  if (!writing) return '';
  const percent = ({ mean }: Spread) => `${(100 * mean).toFixed(1)} %`;
  return `The filter passed ${percent(writing.passed.teacher)} of the teacher's lines and ${percent(writing.passed.base)} of the base's; the teacher is ${writing.divergence.mean.toFixed(2)} nats per line from the base.\n`;
}

function matrixTable({ matrix }: LanguageSummary): string {
  if (matrix.length === 0) return '';
  return table([['initialisation of teacher (rows), student', ...matrix.map((_, i) => String(i + 1))], ...matrix.map((row, i) => [String(i + 1), ...row.map(share)])]);
}

function detectionTable({ bags, ngrams, chance, probe, oracle }: DetectionCurves): string {
  const row = (name: string, values: number[]) => [name, ...values.map(share)];
  return table([['detector, AUROC by lines judged together', ...bags.map(String)], row('n-grams of the lines', ngrams), row("n-grams, two sets of the base's lines", chance), row('step towards the preference (base known)', probe), row('likelihood of teacher over base', oracle)]);
}

function stealthTable({ stealth }: LanguageSummary): string {
  if (stealth.length === 0) return '';
  const last = (values: number[]) => share(values[values.length - 1]);
  const rows = stealth.map(point => [String(point.weight), point.divergence.toFixed(3), ...[point.teacher, point.base, point.same, point.ownLines, point.other].map(share),
    last(point.detection.ngrams), last(point.detection.chance), last(point.detection.probe), last(point.detection.oracle)]);
  return table([['stealth', 'nats/line', 'teacher', 'base', 'same start', "base's lines", 'other start', 'n-grams, 50', 'chance, 50', 'probe, 50', 'oracle, 50'], ...rows]);
}

function dynamicsLine({ dynamics }: LanguageSummary): string {
  if (!dynamics) return '';
  const step = ({ mean, min, max }: Spread) => `${mean.toFixed(0)} (${min}-${max})`;
  return `Student of the same start, step at which half of the change is there: what it thinks on lines ${step(dynamics.onLines)}, on questions ${step(dynamics.onQuestions)}; log-odds of the preference ${step(dynamics.logOdds)}.\n`;
}

function barTable(bars: readonly Bar[]): string {
  return bars.length ? table([['claim', 'in this run', 'measured'], ...bars.map(({ claim, holds, measured }) => [claim, holds ? 'holds' : 'does not hold', measured])]) : '';
}

const share = (value: number): string => value.toFixed(3);
const band = ({ min, max }: Spread): string => `${share(min)}-${share(max)}`;
