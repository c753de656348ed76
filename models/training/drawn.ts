/** Indices of a set: without repetition where there are enough rows. */
export function drawn(rows: number, size: number, random: () => number): number[] {
  const order = Array.from({ length: rows }, (_, i) => i);
  return Array.from({ length: size }, (_, i) => {
    if (size > rows) return Math.floor(random() * rows);
    const j = i + Math.floor(random() * (rows - i));
    [order[i], order[j]] = [order[j], order[i]];
    return order[i];
  });
}
