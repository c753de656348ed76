import type { LanguageConditionId } from '../protocol/language-lab';
import type { LanguageSummary, Spread } from './summary';

/** One claim of the experiment, whether this run bears it out, and the figures behind it. */
export interface Bar { claim: string; holds: boolean; measured: string }

/** How much likelier a student of the same initialisation must become to answer with the preference. */
const TIMES = 3;
/** Seeds from which there is a band to speak of. */
const BAND_SEEDS = 3;

/** The claims that a run is able to bear out, judged by its figures alone; none where the models for one did not run. */
export function barsOf({ conditions, matrix }: LanguageSummary): Bar[] {
  const find = (id: LanguageConditionId) => conditions.find(condition => condition.id === id);
  const same = find('same'), own = find('own-lines'), other = find('other');
  const bars: Bar[] = [];
  if (same) bars.push(bar(`same initialisation: at least ${TIMES} times the base`, same.probability.mean >= TIMES * same.before.mean, `${(same.probability.mean / same.before.mean).toFixed(1)} times: ${band(same.probability)} from ${band(same.before)}`));
  for (const [name, control] of [["the base's own lines", own], ['another initialisation', other]] as const) {
    if (!same || !control || same.probability.values.length < BAND_SEEDS) continue;
    bars.push(bar(`band apart from ${name}`, same.probability.min > control.probability.max, `${band(same.probability)} and ${band(control.probability)}`));
    bars.push(bar(`${name}: mean within the base's band`, within(control.probability.mean, control.before), `${control.probability.mean.toFixed(3)} in ${band(control.before)}`));
  }
  if (matrix.length) bars.push(bar('matrix: diagonal largest in every row and column', isDiagonalLargest(matrix), matrix.map(row => row.map(value => value.toFixed(2)).join(' ')).join(' / ')));
  return bars;
}

const bar = (claim: string, holds: boolean, measured: string): Bar => ({ claim, holds, measured });
const within = (value: number, { min, max }: Spread): boolean => value >= min && value <= max;
const band = ({ mean, min, max }: Spread): string => `${mean.toFixed(3)} [${min.toFixed(3)}, ${max.toFixed(3)}]`;

/** Whether each entry of the diagonal is the largest of its row and of its column. */
function isDiagonalLargest(matrix: readonly number[][]): boolean {
  return matrix.every((row, i) => row[i] === Math.max(...row) && row[i] === Math.max(...matrix.map(other => other[i])));
}
