/** What a channel's scores and references would be if one family were unknown to it. */
import type { ChannelLabels, SampleScore } from '../../extension/core/fingerprint/score';
import type { Familiarity } from '../../extension/core/fingerprint/set-model';

/** Where a record's statistics stand: `entropy` and the three after it (top, energy, spread), and the families' from `firstFamily` on. */
export interface StatisticLayout { entropy: number; firstFamily: number }

type Views = Pick<SampleScore, 'contentModelLogProb' | 'statistics'>;
type Names = Pick<ChannelLabels, 'families' | 'familyOfModel'>;

const FLOOR = -5;
const without = <T>(values: T[], index: number): T[] => values.filter((_, i) => i !== index);

/** The labels without a family. */
export function hideLabels({ families, familyOfModel }: Names, hidden: number): Names {
  return { families: without(families, hidden), familyOfModel: familyOfModel.filter(family => family !== hidden).map(family => family - Number(family > hidden)) };
}

/** The references without those of a family, and without its statistic. */
export function hideReferences(familiarity: Familiarity, name: string, statistic: number): Familiarity {
  const square = (matrix: number[][]) => without(matrix, statistic).map(row => without(row, statistic));
  return {
    ...familiarity, within: square(familiarity.within), between: square(familiarity.between),
    references: familiarity.references.filter(({ family }) => family !== name).map(reference => ({ ...reference, mean: without(reference.mean, statistic) })),
  };
}

/** A record's log-probabilities and statistics, renormalised over the other families' models. */
export function hideFamily({ contentModelLogProb, statistics }: Views, names: Names, hidden: number, { entropy, firstFamily }: StatisticLayout): Views {
  const left = Array.from(contentModelLogProb).filter((_, model) => names.familyOfModel[model] !== hidden);
  const most = Math.max(...left), total = most + Math.log(left.reduce((sum, value) => sum + Math.exp(value - most), 0));
  const logs = left.map(value => value - total), { families, familyOfModel } = hideLabels(names, hidden);
  const mass = new Array<number>(families.length).fill(0);
  logs.forEach((value, model) => { mass[familyOfModel[model]] += Math.exp(value); });
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length, variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length;
  const ofFamilies = mass.map(value => Math.max(FLOOR, Math.log(Math.max(value, 1e-12))));
  const changed = [-logs.reduce((sum, value) => sum + Math.exp(value) * value, 0), Math.log(Math.max(...mass)), Math.max(...logs) - mean, Math.sqrt(variance)];
  const kept = Array.from(statistics).slice(0, firstFamily);
  kept.splice(entropy, changed.length, ...changed);
  return { contentModelLogProb: Float32Array.from(logs), statistics: Float32Array.from([...kept, ...ofFamilies]) };
}
