import type { LabSummary } from '../core/lab/summary';
import { meanAndSd } from '../core/lab/summary';
import { conditionInfo, PUBLISHED_SOURCE } from '../core/lab/words';

/** The table of a run; accuracies in percent of the test digits. `withPublished` where the settings are the authors'. */
export function labTable({ conditions, steps }: LabSummary, withPublished: boolean): string {
  const rows = conditions.map(({ id, accuracy }) => [
    conditionInfo(id).name, percent(accuracy.mean), percent(accuracy.sd), (withPublished && conditionInfo(id).published?.toFixed(1)) || '-', accuracy.values.map(percent).join(' '),
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

/** Columns side by side, as wide as their widest cell. */
export function table(rows: string[][]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  return rows.map(row => `${row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()}\n`).join('');
}

const percent = (share: number) => (100 * share).toFixed(1);
