import path from 'node:path';
import { openSource } from '../core/bytes/open';
import { writeSubset } from '../core/curate/subset';
import { DatasetFile } from '../core/dataset/dataset-file';
import type { DatasetQueries, QueryControl } from '../core/dataset/queries';
import { ScoreColumns } from '../core/dataset/score-columns';
import type { DatasetEvents, DatasetInfo, DatasetReader, IndexProgress } from '../core/protocol/dataset-view';

/** How often progress is told, at most. */
const TELL_EVERY_MS = 150;
const SCORES_EVERY_MS = 1000;

type Notify = <K extends keyof DatasetEvents>(event: K, data: DatasetEvents[K]) => void;

/** Lets through one call per interval; `urgent` calls always. */
function paced<T>(tell: (value: T) => void, everyMs = TELL_EVERY_MS): (value: T, urgent: boolean) => void {
  let toldAt = -Infinity;
  return (value, urgent) => {
    if (!urgent && performance.now() - toldAt < everyMs) return;
    toldAt = performance.now();
    tell(value);
  };
}

/** Implements `DatasetReader` over core. */
export class DatasetService implements DatasetReader {
  // Hard-private: whatever is a plain own function could be called over the wire.
  readonly #notify: Notify;
  readonly #ended: () => void;
  #file: DatasetFile | undefined;
  #path = '';
  #opening: Promise<string> | undefined;
  readonly #running = new Set<AbortController>();
  #columnsTold = 0;
  readonly #tellIndex = paced<IndexProgress>(progress => { this.#notify('index', progress); });
  readonly #tellScores = paced<null>(() => { this.#notify('scores', null); }, SCORES_EVERY_MS);

  /** @param ended is called once everything is released. */
  constructor(notify: Notify, ended: () => void) {
    this.#notify = notify;
    this.#ended = ended;
  }

  /** A page that comes back asks again; the file is opened once. */
  open = async (file: string): Promise<DatasetInfo> => {
    const fileName = await (this.#opening ??= this.#open(file));
    const { columns, progress } = this.#opened;
    this.#columnsTold = columns.labels.length;
    return { fileName, columns: columns.labels, index: progress, audit: null, isAuditing: false };
  };

  rows = async (positions: number[]): ReturnType<DatasetReader['rows']> => {
    const rows = await this.#opened.rows(positions);
    const { labels } = this.#opened.columns;
    if (labels.length > this.#columnsTold) this.#notify('columns', labels);
    this.#columnsTold = labels.length;
    return rows;
  };

  record: DatasetReader['record'] = position => this.#opened.record(position);

  page: DatasetReader['page'] = (position, start) => this.#opened.page(position, start);

  text: DatasetReader['text'] = (position, at) => this.#opened.text(position, at);

  contentHash: DatasetReader['contentHash'] = position => this.#opened.contentHash(position);

  lines: DatasetReader['lines'] = positions => this.#opened.lines(positions);

  placeEvidence: DatasetReader['placeEvidence'] = (position, field, evidence) => this.#opened.placeEvidence(position, field, evidence);

  find: DatasetReader['find'] = query => this.#run((queries, control) => queries.find(query, control));

  select: DatasetReader['select'] = selection => this.#run((queries, control) => queries.select(selection, control));

  profile: DatasetReader['profile'] = () => this.#run((queries, control) => queries.profile(control));

  group: DatasetReader['group'] = (field, where) => this.#run((queries, control) => queries.group(field, where, control));

  cancel = async (): Promise<void> => { this.#running.forEach(controller => { controller.abort(); }); };

  addScores: DatasetReader['addScores'] = async (batch, isFirst) => {
    const { queries } = this.#opened;
    if (isFirst) queries.scores = new ScoreColumns();
    queries.scores.add(batch);
    queries.forget();
    this.#tellScores(null, isFirst);
  };

  setMarks: DatasetReader['setMarks'] = async (reviewed, tags) => { this.#opened.queries.setMarks({ reviewed: new Set(reviewed), tags: new Map(tags) }); };

  scoreOverview: DatasetReader['scoreOverview'] = async (buckets, expected) => {
    const { queries, progress } = this.#opened;
    return queries.scores.overview(Math.min(Math.max(1, buckets), 4096), Math.max(1, progress.rows), expected);
  };

  exportSubset: DatasetReader['exportSubset'] = (selection, target) => this.#run(async (queries, control) => {
    const keeps = await queries.keeps(selection, control);
    control.signal.throwIfAborted();
    const source = await openSource(this.#path, { name: path.basename(this.#path) });
    try {
      const { kept, read } = await writeSubset({
        source, path: target, signal: control.signal, keep: ({ record }) => keeps(record - 1),
        onProgress: done => { control.onProgress?.(done.kept, done.bytesRead); },
      });
      return { kept, read };
    } finally {
      await source.close();
    }
  });

  refresh: DatasetReader['refresh'] = () => this.#opened.refresh(progress => { this.#tellIndex(progress, progress.complete); });

  stop = async (): Promise<void> => {
    await this.cancel();
    await this.#file?.close();
    setImmediate(this.#ended); // after the reply to this call is sent
  };

  async #open(file: string): Promise<string> {
    const opened = this.#file = await DatasetFile.open(file);
    this.#path = file;
    await opened.start(progress => { this.#tellIndex(progress, progress.complete); });
    return path.basename(file);
  }

  /** Runs a pass over the file that `cancel` can stop, and tells how far it is. */
  async #run<T>(query: (queries: DatasetQueries, control: QueryControl) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#running.add(controller);
    const tell = paced<DatasetEvents['pass']>(progress => { this.#notify('pass', progress); });
    try {
      return await query(this.#opened.queries, { signal: controller.signal, onProgress: (total, scannedBytes) => { tell({ total, scannedBytes }, false); } });
    } finally {
      this.#running.delete(controller);
    }
  }

  get #opened(): DatasetFile {
    if (!this.#file) throw new Error('No dataset is open.');
    return this.#file;
  }
}

