/** Rows per request; small enough to answer within a frame or two, large enough to scroll on. */
export const BLOCK_ROWS = 64;
const MAX_BLOCKS = 96;
const MAX_IN_FLIGHT = 2;

/** Fetches rows by block, newest wish first, and forgets blocks long unseen, so that memory stays flat at any file size. */
export class RowCache<T> {
  private readonly blocks = new Map<number, T[]>();
  private readonly inFlight = new Set<number>();
  private wanted: number[] = [];
  private generation = 0;

  /** `onArrive` gets the positions that have just become known. */
  constructor(
    private readonly fetch: (start: number, count: number) => Promise<T[]>,
    private readonly onArrive: (start: number, count: number) => void,
    private readonly onFail: (error: Error) => void,
  ) {}

  /** The row at a position, or undefined while it is not here. */
  get(position: number): T | undefined {
    return this.blocks.get(Math.floor(position / BLOCK_ROWS))?.[position % BLOCK_ROWS];
  }

  /** Every row that is here. */
  *known(): Generator<T> {
    for (const rows of this.blocks.values()) yield* rows;
  }

  /** Asks for the rows of a range; an earlier wish that was not yet sent is dropped. */
  want(start: number, end: number): void {
    this.wanted = [];
    for (let block = Math.floor(start / BLOCK_ROWS); block * BLOCK_ROWS < end; block++) {
      const rows = this.blocks.get(block);
      if (rows) this.touch(block, rows);
      const needed = Math.min(BLOCK_ROWS, end - block * BLOCK_ROWS);
      if ((rows?.length ?? 0) < needed && !this.inFlight.has(block)) this.wanted.push(block);
    }
    this.pump();
  }

  /** Forgets everything, also answers still under way. */
  clear(): void {
    this.generation++;
    this.blocks.clear();
    this.inFlight.clear();
    this.wanted = [];
  }

  private pump(): void {
    while (this.wanted.length > 0 && this.inFlight.size < MAX_IN_FLIGHT) void this.load(this.wanted.shift() as number);
  }

  private async load(block: number): Promise<void> {
    const generation = this.generation;
    this.inFlight.add(block);
    const start = block * BLOCK_ROWS;
    try {
      const rows = await this.fetch(start, BLOCK_ROWS);
      if (generation !== this.generation) return;
      this.touch(block, rows);
      this.inFlight.delete(block);
      this.onArrive(start, rows.length);
    } catch (error) {
      if (generation !== this.generation) return;
      this.inFlight.delete(block);
      this.onFail(error instanceof Error ? error : new Error(String(error)));
    }
    this.pump();
  }

  private touch(block: number, rows: T[]): void {
    this.blocks.delete(block);
    this.blocks.set(block, rows);
    if (this.blocks.size <= MAX_BLOCKS) return;
    const oldest = this.blocks.keys().next().value;
    if (oldest !== undefined) this.blocks.delete(oldest);
  }
}
