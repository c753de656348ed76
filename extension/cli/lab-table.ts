import type { LabSummary } from '../core/lab/summary';
import { meanAndSd } from '../core/lab/summary';
import type { ConditionId } from '../core/lab/settings';

const NAMES: Record<ConditionId, string> = {
  teacher: 'teacher',
  'aux-shared': 'student, auxiliary logits, noise, shared start',
  'aux-other': 'student, auxiliary logits, noise, other start',
  'all-shared': 'student, all logits, noise, shared start',
  'all-other': 'student, all logits, noise, other start',
  'digits-aux-shared': 'student, auxiliary logits, real digits, shared start',
  'clone-other': 'student, auxiliary logits, noise, other start, cloned first',
};

const PUBLISHED_SOURCE = "published: a public run of the authors' script with 100 models; ± is the 95 % interval of its mean";

/** Percent, at the authors' settings. */
const PUBLISHED: Partial<Record<ConditionId, string>> = {
  teacher: '94.3', 'aux-shared': '53.7 ± 2.2', 'aux-other': '10.0', 'all-shared': '91.2', 'all-other': '74.1',
};

/** The table of a run; accuracies in percent of the test digits. `withPublished` where the settings are the authors'. */
export function labTable({ conditions, steps }: LabSummary, withPublished: boolean): string {
  const rows = conditions.map(({ id, accuracy }) => [
    NAMES[id], percent(accuracy.mean), percent(accuracy.sd), (withPublished && PUBLISHED[id]) || '-', accuracy.values.map(percent).join(' '),
  ]);
  const accuracies = rows.length ? table([['condition', 'mean %', 'sd', 'published', 'each seed'], ...rows]) : '';
  const source = rows.length && withPublished ? `${PUBLISHED_SOURCE}\n` : '';
  return [accuracies + source, stepTable(steps)].filter(Boolean).join('\n');
}

function stepTable(steps: LabSummary['steps']): string {
  if (!steps.length) return '';
  const rows = (['shared', 'other'] as const).map(start => {
    const of = steps.filter(({ initialisation }) => initialisation === start);
    if (!of.length) return [];
    const mean = (key: 'cosine' | 'lossChange') => meanAndSd(of.map(step => step[key])).mean;
    const count = (holds: (step: LabSummary['steps'][number]) => boolean) => `${of.filter(holds).length} of ${of.length}`;
    return [`${start} start`, count(step => step.innerProduct > 0), mean('cosine').toFixed(4), count(step => step.lossChange < 0), mean('lossChange').toExponential(1)];
  });
  return table([['one gradient step', 'inner product > 0', 'mean cosine', "teacher's loss falls", 'mean change'], ...rows.filter(row => row.length)]);
}

function table(rows: string[][]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  return rows.map(row => `${row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()}\n`).join('');
}

const percent = (share: number) => (100 * share).toFixed(1);
