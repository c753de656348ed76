/**
 * A family's log-likelihood of a set is that of its best model: one model wrote the set, and which one of a family it is changes
 * less from record to record than the family's summed probability would have it.
 * @param modelSums log-likelihood per model. @param familyOf family index per model.
 */
export function bestModels(modelSums: ArrayLike<number>, familyOf: number[], families: number): Float64Array {
  const best = new Float64Array(families).fill(-Infinity);
  for (let model = 0; model < modelSums.length; model++) best[familyOf[model]] = Math.max(best[familyOf[model]], modelSums[model]);
  return best;
}
