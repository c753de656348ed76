/** A shuffled copy (Fisher-Yates). */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

/** Items in shuffled order, shuffled anew after each pass, without end. */
export function* passes<T>(items: readonly T[], random: () => number): Generator<T, never> {
  for (;;) yield* shuffled(items, random);
}
