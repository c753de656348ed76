import type { Calibration } from './calibration';
import { calibrationPlot } from './calibration-plot';
import type { Confusion } from './confusion';
import type { ExtraTable } from './extra';
import { SET_SIZES, type ForcedChoice } from './forced-choice';
import type { NegativeRate } from './negatives';
import type { Naming, Verdicts } from './verdicts';

/** Everything that `npm run evaluate` measures; written as JSON and as the tables of the model card. */
export interface Metrics {
  modelVersion: string;
  forced: { title: string; lines: ForcedChoice[] }[];
  confusion: Confusion[];
  verdicts: { channel: string; lines: Verdicts[] }[];
  naming: { channel: string; lines: Naming[] }[];
  calibration: Calibration[];
  negatives: NegativeRate[];
  /** Measured by commands of their own; `npm run evaluate` keeps them. */
  extras?: ExtraTable[];
}

export const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;
const two = (value: number | null): string => (Number.isFinite(value) ? Number(value).toFixed(2) : '');

/** A Markdown table. */
export function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

/** Verdicts summed over kinds of task: what a file of `size` records gets. */
export function verdictSummary({ verdicts }: Metrics): string {
  const rows = verdicts.flatMap(({ channel, lines }) => [...new Set(lines.map(line => line.size))].map(size => {
    const own = lines.filter(line => line.size === size);
    const share = (key: 'right' | 'wrong' | 'withheld') => percent(own.reduce((sum, line) => sum + line[key] / line.sets, 0) / own.length);
    return [channel, String(size), String(own.reduce((sum, line) => sum + line.sets, 0)), share('right'), share('wrong'), share('withheld')];
  }));
  return table(['channel', 'records in the file', 'files', 'named right', 'named wrong', 'withheld'], rows);
}

/** The tables of the card, in order. */
export function metricsMarkdown(metrics: Metrics): string {
  return [
    '### Verdicts on whole files', 'Sets of test records by one model of one source; kinds of task weigh alike.', verdictSummary(metrics),
    '### Verdicts per kind of task', table(['channel', 'kind', 'records', 'files', 'right', 'wrong', 'withheld'], metrics.verdicts.flatMap(({ channel, lines }) =>
      lines.map(({ kind, size, sets, right, wrong, withheld }) => [channel, kind, String(size), String(sets), String(right), String(wrong), String(withheld)]))),
    ...metrics.forced.flatMap(({ title, lines }) => [`### ${title}`, 'Balanced accuracy (mean recall of the names) of the likeliest name when nothing is withheld, for sets of k different records of one model (models with fewer are left out), added up as a verdict does; beside it the share of single rows, all counted alike.',
      table(['kind', 'names', 'rows', ...SET_SIZES.map(size => `k = ${size}`), 'k = 1, rows alike'], lines.map(({ kind, families, rows, plain, accuracy }) =>
        [kind, String(families), String(rows), ...SET_SIZES.map(size => two(accuracy[size])), two(plain)]))]),
    ...metrics.confusion.flatMap(({ channel, names, lines }) => [`### Confusion, ${channel}`, 'Of single records by each family, the share in percent that reads likeliest as each; kinds of task weigh alike, nobody is withheld.',
      table(['by', 'rows', ...names], lines.map(({ name, rows, shares }) => [name, String(rows), ...shares.map(share => (share < 0.005 ? '' : (100 * share).toFixed(0)))]))]),
    '### Naming single records', table(['channel', 'kind', 'rows', 'named', 'of these right'], metrics.naming.flatMap(({ channel, lines }) =>
      lines.map(({ kind, rows, coverage, precision }) => [channel, kind, String(rows), percent(coverage), coverage > 0 ? percent(precision) : 'none named']))),
    '### Calibration', 'Expected calibration error of the likeliest family\'s probability, 15 bins.',
    table(['set', 'rows', 'error'], metrics.calibration.map(({ name, rows, error }) => [name, String(rows), error.toFixed(3)])),
    ...metrics.calibration.filter(({ name }) => !name.includes(':')).map(calibrationPlot),
    '### Texts that no teacher wrote', 'Held-out packages under `node_modules`, held-out prompts, and generated logs and tables.',
    table(['kind', 'texts', 'read as `other`', 'named, one by one', 'named as a file'], metrics.negatives.map(({ kind, texts, named, other, fileNamed }) => [kind, String(texts), percent(other), percent(named), fileNamed ?? 'no'])),
    ...(metrics.extras ?? []).flatMap(({ title, text, head, rows }) => [`### ${title}`, text, table(head, rows)]),
  ].join('\n\n');
}
