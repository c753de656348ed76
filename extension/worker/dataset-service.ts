import path from 'node:path';
import { DatasetFile } from '../core/dataset/dataset-file';
import { ScoreColumns } from '../core/dataset/score-columns';
import type { DatasetEvents, DatasetInfo, DatasetReader, FindQuery, FindResult, IndexProgress } from '../core/protocol/dataset-view';

/** How often progress is told, at most. */
const TELL_EVERY_MS = 150;

type Notify = <K extends keyof DatasetEvents>(event: K, data: DatasetEvents[K]) => void;

/** Lets through one call per interval; `urgent` calls always. */
function paced<T>(tell: (value: T) => void): (value: T, urgent: boolean) => void {
  let toldAt = -Infinity;
  return (value, urgent) => {
    if (!urgent && performance.now() - toldAt < TELL_EVERY_MS) return;
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
  #opening: Promise<string> | undefined;
  #finding: AbortController | undefined;
  #columnsTold = 0;

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

  lines: DatasetReader['lines'] = positions => this.#opened.lines(positions);

  placeEvidence: DatasetReader['placeEvidence'] = (position, field, evidence) => this.#opened.placeEvidence(position, field, evidence);

  find = async (query: FindQuery): Promise<FindResult> => {
    this.#finding?.abort();
    const controller = this.#finding = new AbortController();
    const tell = paced<DatasetEvents['find']>(progress => { this.#notify('find', progress); });
    return this.#opened.find(query, controller.signal, (total, scannedBytes) => { tell({ total, scannedBytes }, false); });
  };

  cancelFind = async (): Promise<void> => { this.#finding?.abort(); };

  addScores: DatasetReader['addScores'] = async (batch, isFirst) => {
    if (isFirst) this.#opened.scores = new ScoreColumns();
    this.#opened.scores.add(batch);
  };

  scoreOverview: DatasetReader['scoreOverview'] = async (buckets, expected) => {
    const { scores, progress } = this.#opened;
    return { groups: scores.groups(), strip: scores.strip(Math.min(Math.max(1, buckets), 4096), Math.max(1, progress.rows), expected) };
  };

  select: DatasetReader['select'] = async selection => this.#opened.select(selection);

  stop = async (): Promise<void> => {
    this.#finding?.abort();
    await this.#file?.close();
    setImmediate(this.#ended); // after the reply to this call is sent
  };

  async #open(file: string): Promise<string> {
    const opened = this.#file = await DatasetFile.open(file);
    const tell = paced<IndexProgress>(progress => { this.#notify('index', progress); });
    await opened.start(progress => { tell(progress, progress.complete); });
    return path.basename(file);
  }

  get #opened(): DatasetFile {
    if (!this.#file) throw new Error('No dataset is open.');
    return this.#file;
  }
}
