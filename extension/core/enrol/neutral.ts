import { drawSets, foldsOf, quantile } from './held-out';
import type { NeutralReference } from './teacher';

const SET_SIZE = 50;
const SETS = 300;
const FALSE_RATE = 0.01;
/** The normal 1 % point: no threshold is below it. */
const NORMAL_LIMIT = 2.33;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOf = (values: readonly number[], centre: number) => mean(values.map(value => (value - centre) ** 2));

/** Neutral output of a base by its shift log-odds, with the z that held-out neutral sets reach in one case of a hundred. */
export function learnNeutral(base: string, records: readonly { logOdds: number; group: string }[]): NeutralReference {
  const values = records.map(record => record.logOdds), centre = mean(values);
  const scores = foldsOf(records).flatMap(({ own, rest }, seed) => {
    const others = rest.map(record => record.logOdds), middle = mean(others), variance = varianceOf(others, middle);
    return drawSets(own, SET_SIZE, SETS, seed).map(set => (mean(set.map(record => record.logOdds)) - middle) / Math.sqrt(variance / SET_SIZE + variance / others.length));
  });
  const z = Math.max(NORMAL_LIMIT, quantile(scores, 1 - FALSE_RATE));
  return { base, mean: centre, variance: varianceOf(values, centre), z, falseRate: Math.max(FALSE_RATE, scores.filter(score => score > z).length / scores.length) };
}
