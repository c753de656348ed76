/** Most columns of a grid; a file with more fields shows the rest in the reader only. */
export const MAX_COLUMNS = 200;
const MAX_LABEL_UNITS = 200;

/** The fields met so far, in order of first appearance. A name is only ever a map key, so `__proto__` is a column like any other. */
export class ColumnSet {
  readonly labels: string[] = [];
  private readonly indices = new Map<string, number>();

  /** The column of a field, made if there is room; undefined when there is none. */
  indexOf(name: string): number | undefined {
    const known = this.indices.get(name);
    if (known !== undefined || this.labels.length >= MAX_COLUMNS) return known;
    this.indices.set(name, this.labels.length);
    this.labels.push(name.length > MAX_LABEL_UNITS ? `${name.slice(0, MAX_LABEL_UNITS)}…` : name);
    return this.labels.length - 1;
  }
}
