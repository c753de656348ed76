import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { writeCard } from './card';
import { table, type Metrics } from './markdown';

/** A table of the card that a command of its own measures, since it takes long. `title` identifies it: a later run replaces it. */
export interface ExtraTable { title: string; text: string; head: string[]; rows: string[][] }

const METRICS = 'models/metrics.json';

/** The extra tables of the metrics as they stand. */
export function savedExtras(): ExtraTable[] {
  return existsSync(METRICS) ? (JSON.parse(readFileSync(METRICS, 'utf8')) as Metrics).extras ?? [] : [];
}

/** Prints a table, puts it into the metrics in place of its former run, and writes the card. */
export function saveExtra(extra: ExtraTable): void {
  const metrics = JSON.parse(readFileSync(METRICS, 'utf8')) as Metrics;
  const others = (metrics.extras ?? []).filter(each => each.title !== extra.title);
  metrics.extras = [...others, extra].sort((a, b) => (a.title < b.title ? -1 : 1));
  saveMetrics(metrics);
  console.log(`### ${extra.title}\n\n${extra.text}\n\n${table(extra.head, extra.rows)}`);
}

/** Writes metrics and card. */
export function saveMetrics(metrics: Metrics): void {
  writeFileSync(METRICS, `${JSON.stringify(metrics, null, 1)}\n`);
  writeCard(metrics);
}
