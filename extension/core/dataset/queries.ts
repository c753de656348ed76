import type { ByteSource } from '../bytes/source';
import { parseFilter } from '../filter/parse';
import { asksFor, pathField, type FilterNode } from '../filter/syntax';
import { contentHash } from '../records/content-hash';
import type { FindQuery, FindResult, GroupResult, Profile, RecordMarks, RowOrder, Selection, SelectionResult } from '../protocol/dataset-view';
import { BitSet } from './bit-set';
import { filterMatcher, type FactsAt } from './filter-lines';
import { lineMatcher, withinTime, type LineMatcher } from './find';
import { FirstRows } from './first-rows';
import { GroupCount } from './group-count';
import { LineRecord } from './line-record';
import { writeKey } from './order-key';
import { passOver, type PassControl, type PassResult } from './passes';
import { ProfileCount } from './profile';
import { ScoreColumns } from './score-columns';
import { byRank, inFileOrder, MAX_SELECTED, rankBy, type Keeps } from './select';

/** Answers that are kept, so that a page that comes back, or another order, costs no new pass. */
const MAX_KEPT = 4;
const NO_PASS: PassResult = { cancelled: false, scannedBytes: 0, elapsedMs: 0 };

/** How a query is stopped, and where it tells how far it is. */
export interface QueryControl { signal: AbortSignal; onProgress?: (total: number, scannedBytes: number) => void }

/** What people said of records, by content hash. */
export interface Marks { reviewed: ReadonlySet<string>; tags: ReadonlyMap<string, readonly string[]> }

/** Questions about all lines of a file: each goes over it once, in constant memory but for a bit a line and what is listed. */
export class DatasetQueries {
  scores = new ScoreColumns();
  private marks: Marks = { reviewed: new Set(), tags: new Map() };
  private readonly kept = new Map<string, { found: BitSet; total: number }>();

  /** `lines` tells how many lines are known; a pass that is under way ends with an error once `closing` fires. */
  constructor(private readonly source: ByteSource, private readonly lines: () => number, private readonly closing: AbortSignal) {}

  /** Takes marks and tags; answers that asked for them are forgotten. */
  setMarks(marks: Marks): void {
    this.marks = marks;
    this.kept.clear();
  }

  /** What people said of a record; undefined where nothing was said. */
  marksOf(line: Uint8Array): RecordMarks | undefined {
    const { reviewed, tags } = this.marks;
    if (reviewed.size === 0 && tags.size === 0) return undefined;
    const hash = contentHash(line);
    return reviewed.has(hash) || tags.has(hash) ? { reviewed: reviewed.has(hash), tags: [...tags.get(hash) ?? []] } : undefined;
  }

  /** Forgets what was found: scores have come, or the file has. */
  forget(): void { this.kept.clear(); }

  /** Searches every line, in order; a stopped search gives what it found. */
  async find(query: FindQuery, control: QueryControl): Promise<FindResult> {
    const { found, total, pass } = await this.matching(`find ${JSON.stringify(query)}`, () => lineMatcher(query), query.regex, control);
    return { ...inFileOrderCapped(this.lines(), position => found.has(position), total), ...pass };
  }

  /** The lines that a selection keeps, in its order. @throws FilterProblem. */
  async select(selection: Selection, control: QueryControl): Promise<SelectionResult> {
    const { keeps, passes } = await this.selected(selection, control);
    const [rows, pass] = await this.inOrder(keeps, selection.order, control, passes.some(each => each.cancelled));
    const all = [...passes, pass];
    return {
      ...rows, capped: rows.total > rows.positions.length, cancelled: all.some(each => each.cancelled),
      scannedBytes: Math.max(...all.map(each => each.scannedBytes)), elapsedMs: all.reduce((sum, each) => sum + each.elapsedMs, 0),
    };
  }

  /** A test of single lines for a selection; its order plays no part. @throws FilterProblem. */
  async keeps(selection: Selection, control: QueryControl): Promise<Keeps> {
    return (await this.selected(selection, control)).keeps;
  }

  /** Counts fields and lengths over the whole file. */
  async profile({ signal, onProgress }: QueryControl): Promise<Profile> {
    const count = new ProfileCount();
    const { cancelled, elapsedMs } = await this.pass({ signal, onProgress: scannedBytes => onProgress?.(0, scannedBytes) }, batch => { count.add(batch); });
    return count.result(cancelled, elapsedMs);
  }

  /** Counts the values of a field among the lines that a filter keeps. @throws FilterProblem. */
  async group(fieldName: string, where: string, control: QueryControl): Promise<GroupResult> {
    const filter = parseFilter(where);
    const matcher = filter && filterMatcher(filter, this.factsFor(filter));
    const [record, field, count] = [new LineRecord(), pathField(fieldName), new GroupCount(fieldName)];
    const { cancelled, elapsedMs } = await this.pass({ ...control, onProgress: scannedBytes => control.onProgress?.(0, scannedBytes) }, batch => {
      const take = (line: number) => { count.add(record.set(batch.bytes, batch.starts[line], batch.ends[line], batch.firstRecord + line).values(field)[0]); };
      if (matcher) matcher(batch, take); else for (let line = 0; line < batch.count; line++) take(line);
    });
    return count.result(cancelled, elapsedMs);
  }

  private pass(control: PassControl, use: Parameters<typeof passOver>[2]): Promise<PassResult> {
    return passOver(this.source, { ...control, closing: this.closing }, use);
  }

  /** Which lines a matcher hits; whole answers are kept. `isGuarded` stops a single batch that takes too long. */
  private async matching(key: string, matcher: () => LineMatcher, isGuarded: boolean, { signal, onProgress }: QueryControl): Promise<{ found: BitSet; total: number; pass: PassResult }> {
    const known = this.kept.get(key);
    if (known) return { ...known, pass: NO_PASS };
    const [matches, found] = [matcher(), new BitSet()];
    let total = 0;
    const pass = await this.pass({ signal, onProgress: scannedBytes => onProgress?.(total, scannedBytes) }, batch => {
      const match = () => { matches(batch, line => { total++; found.add(batch.firstRecord - 1 + line); }); };
      if (isGuarded) withinTime(match); else match();
    });
    if (!pass.cancelled) this.keep(key, { found, total });
    return { found, total, pass };
  }

  private async selected({ where, find }: Selection, control: QueryControl): Promise<{ keeps: Keeps; passes: PassResult[] }> {
    const filter = parseFilter(where);
    const filtered = filter && await this.matching(`where ${where}`, () => filterMatcher(filter, this.factsFor(filter)), true, control);
    const found = find && !filtered?.pass.cancelled ? await this.matching(`find ${JSON.stringify(find)}`, () => lineMatcher(find), find.regex, control) : undefined;
    const answers = [filtered, found].flatMap(each => each ? [each] : []);
    return { keeps: position => answers.every(answer => answer.found.has(position)), passes: answers.map(each => each.pass) };
  }

  private keep(key: string, answer: { found: BitSet; total: number }): void {
    this.kept.set(key, answer);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MAX_KEPT) this.kept.delete(oldest);
  }

  private async inOrder(keeps: Keeps, order: RowOrder | null, control: QueryControl, isStopped: boolean): Promise<[{ positions: Uint32Array; total: number }, PassResult]> {
    const lines = this.lines();
    if (!order || isStopped || order.column === '#line' || order.column === '#byte') return [inFileOrder(lines, keeps, order?.isDescending), NO_PASS];
    const rankOf = rankBy(order.column, this.scores);
    return rankOf ? [byRank(lines, keeps, rankOf, order), NO_PASS] : this.byField(keeps, order, control);
  }

  private async byField(keeps: Keeps, { column, isDescending }: RowOrder, { signal, onProgress }: QueryControl): Promise<[{ positions: Uint32Array; total: number }, PassResult]> {
    const [record, field, first] = [new LineRecord(), pathField(column.slice(1)), new FirstRows(MAX_SELECTED)];
    let total = 0;
    const pass = await passOver(this.source, { signal, closing: this.closing, onProgress: scannedBytes => onProgress?.(total, scannedBytes), settle: () => first.isCrowded ? first.settle(signal) : undefined }, batch => {
      const lines = batch.count + (batch.oversized ? 1 : 0);
      for (let i = 0; i < lines; i++) {
        const position = batch.firstRecord - 1 + i;
        if (!keeps(position)) continue;
        total++;
        const value = batch.oversized ? undefined : record.set(batch.bytes, batch.starts[i], batch.ends[i], position + 1).values(field)[0];
        first.add(position, key => { writeKey(value, isDescending, key, 0); });
      }
    });
    await first.settle(signal);
    return [{ positions: first.rows, total }, pass];
  }

  private factsFor(filter: FilterNode): FactsAt {
    const asksMarks = asksFor(filter, 'reviewed', 'tag');
    if (!asksMarks) return position => this.scores.factsAt(position);
    return (position, line) => {
      const { reviewed = false, tags } = this.marksOf(line) ?? {};
      return { ...this.scores.factsAt(position), reviewed, tags };
    };
  }
}

function inFileOrderCapped(lines: number, keeps: Keeps, total: number): { positions: Uint32Array; total: number; capped: boolean } {
  const { positions } = inFileOrder(lines, keeps);
  return { positions, total, capped: total > positions.length };
}
