/** Sampled rows as the estimate of shares takes them: with a class for records of nobody known, and without. */
export interface Posteriors { withUnknown: Float32Array; families: Float32Array }

/**
 * Probabilities under equal weights of being familiar or not, and of every family where familiar, so that shares can be told apart by likelihood alone.
 * @param sampled [rows x (families + 1)]: probability of each family if familiar, then of being unfamiliar.
 */
export function posteriorsOf(sampled: Float32Array, families: number): Posteriors {
  const rows = sampled.length / (families + 1), withUnknown = new Float32Array(sampled.length), known = new Float32Array(rows * families);
  for (let row = 0; row < rows; row++) {
    const at = row * (families + 1), unfamiliar = sampled[at + families];
    for (let c = 0; c < families; c++) {
      known[row * families + c] = sampled[at + c];
      withUnknown[at + c] = sampled[at + c] * (1 - unfamiliar) * families;
    }
    withUnknown[at + families] = unfamiliar;
  }
  return { withUnknown, families: known };
}
