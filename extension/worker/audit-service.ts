import path from 'node:path';
import { auditFile } from '../core/audit/audit-file';
import { writeFindingsSubset } from '../core/audit/findings-subset';
import { enrolFile } from '../core/audit/enrol-file';
import { explainRecord } from '../core/audit/explain-record';
import { LineAudit } from '../core/audit/line-audit';
import { ScoreBatches } from '../core/audit/score-batches';
import { openSource } from '../core/bytes/open';
import type { ByteSource } from '../core/bytes/source';
import { compareSources } from '../core/compare/compare';
import { saveTeacher } from '../core/curate/teachers';
import { teacherPath } from '../core/enrol/teachers-folder';
import { teacherLines } from '../core/enrol/words';
import { openKnownTeachers, type KnownTeachers } from '../core/enrol/known-teachers';
import { withTeachers } from '../core/enrol/with-teachers';
import { openScorer } from '../core/fingerprint/open-scorer';
import type { Scorer } from '../core/fingerprint/scorer';
import type { SampleSelector } from '../core/records/sample';
import { familyOfName } from '../core/verdict/declared';
import type { AuditOptions, AuditWorker, ComparedFile, SubsetWish } from '../core/protocol/audit-worker';
import type { Threshold } from '../core/protocol/dataset-view';
import type { Channel, FileAudit } from '../core/protocol/nouns';

/** When single records are named. */
const thresholdsOf = ({ channels }: Scorer): Threshold[] => Object.entries(channels).map(([channel, { labels }]) =>
  ({ channel: channel as Channel, probability: labels.nameThreshold, errorRate: labels.nameErrorRate }));

/** Small files are compared before anybody would read their progress. */
const PROGRESS_AFTER_MS = 300;

/** How the service tells of its progress; `serve` gives one. */
type Notify = (event: string, data: unknown) => void;

/** Implements `AuditWorker` over core. The models are loaded at the first call that needs them. */
export class AuditService implements AuditWorker {
  // Hard-private: whatever is a plain own function could be called over the wire.
  readonly #models: string;
  readonly #notify: Notify;
  readonly #ended: () => void;
  private scorer: Promise<Scorer> | undefined;
  private known: Promise<KnownTeachers> | undefined;
  private lines: LineAudit | undefined;
  private readonly running = new Map<number, AbortController>();

  /** @param ended is called once everything is released. */
  constructor(models: string, notify: Notify, ended: () => void) {
    this.#models = models;
    this.#notify = notify;
    this.#ended = ended;
  }

  ready = async (): ReturnType<AuditWorker['ready']> => {
    const startedMs = performance.now();
    const { version, channels, shifts } = await this.load();
    const families = [...new Set(Object.values(channels).flatMap(channel => channel.labels.families))].sort();
    return { modelVersion: version, elapsedMs: performance.now() - startedMs, families, bases: shifts.map(shift => shift.model) };
  };

  auditFile = (job: number, file: string, options: AuditOptions, perRecord = false): Promise<FileAudit> => this.run(job, async signal => {
    const scorer = await this.loadFor(options), source = await openSource(file, { name: path.basename(file) });
    const batches = new ScoreBatches(thresholdsOf(scorer));
    try {
      for await (const event of auditFile({ source, scorer, options, signal })) {
        if (event.kind === 'batch' && perRecord) this.#notify('scores', { job, batch: batches.columns(event.records, event.evidence) });
        if (event.kind === 'progress') this.#notify('progress', { job, ...event, sizeBytes: event.sizeBytes ?? null });
        if (event.kind === 'done') return { ...event.audit, path: file };
        await new Promise(resolve => setImmediate(resolve)); // lets a cancel message in
      }
      throw new Error('The audit ended without a result.');
    } finally {
      await source.close();
    }
  });

  writeSubset = (job: number, file: string, options: AuditOptions, wish: SubsetWish, reviewed: string[]): ReturnType<AuditWorker['writeSubset']> =>
    this.run(job, async signal => writeFindingsSubset(() => openSource(file), { scorer: await this.loadFor(options), options, signal }, wish, new Set(reviewed)));

  compare = (job: number, candidate: ComparedFile, reference: ComparedFile): ReturnType<AuditWorker['compare']> => this.run(job, async signal => {
    const opened: ByteSource[] = [], startedMs = performance.now();
    try {
      for (const { path: file } of [candidate, reference]) opened.push(await openSource(file, { name: path.basename(file) }));
      const onProgress = (bytes: number) => { if (performance.now() - startedMs > PROGRESS_AFTER_MS) this.#notify('progress', { job, records: 0, bytes, sizeBytes: null, recordsPerSecond: 0 }); };
      const selectors = { candidate: candidate.options.sample as SampleSelector, reference: reference.options.sample as SampleSelector };
      return await compareSources({ candidate: opened[0], reference: opened[1], selectors, scorer: await this.load(), signal, onProgress });
    } finally {
      for (const source of opened) await source.close();
    }
  });

  scoreLines = (job: number, records: number[], lines: string[], options: AuditOptions, isKept = true): ReturnType<AuditWorker['scoreLines']> =>
    this.run(job, async signal => (await this.lineAudit()).score(records, lines, options, () => signal.aborted, isKept));

  judgeLines = async (file: string, hashes: string[], options: AuditOptions): ReturnType<AuditWorker['judgeLines']> => {
    const audit = (await this.lineAudit()).judge(file, hashes, options, await this.loadFor(options));
    return { verdict: audit.verdict, audit };
  };

  closeLines = async (file: string): Promise<void> => { this.lines?.close(file); };

  explainLine = async (line: string, options: AuditOptions): ReturnType<AuditWorker['explainLine']> => explainRecord(await this.load(), Buffer.from(line), options);

  enrol = (job: number, file: string, options: AuditOptions, folder: string, name: string, base?: string): ReturnType<AuditWorker['enrol']> => this.run(job, async signal => {
    const target = teacherPath(folder, name), scorer = await this.load(), source = await openSource(file);
    const request = { name, family: familyOfName(name), dataset: path.basename(file), base };
    try {
      const teacher = await enrolFile({ source, scorer, models: this.#models, teachers: folder, sample: options.sample as SampleSelector, request, signal });
      await saveTeacher(target, teacher);
      return { file: target, lines: teacherLines(teacher) };
    } finally {
      await source.close();
    }
  });

  cancel = async (job: number): Promise<void> => this.running.get(job)?.abort(new Error('cancelled'));

  stop = async (): Promise<void> => {
    this.running.forEach(controller => controller.abort(new Error('stopping')));
    const scorer = await this.scorer?.catch(() => undefined);
    await scorer?.close();
    setImmediate(this.#ended); // after the reply to this call is sent
  };

  private load(): Promise<Scorer> {
    return this.scorer ??= openScorer(this.#models);
  }

  /** The models with the teachers that the options name beside them. */
  private async loadFor({ teachers }: AuditOptions): Promise<Scorer> {
    const scorer = await this.load();
    return withTeachers(scorer, await (this.known ??= openKnownTeachers(this.#models, scorer.version)), teachers);
  }

  private async lineAudit(): Promise<LineAudit> {
    return this.lines ??= new LineAudit(await this.load());
  }

  private async run<T>(job: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.running.set(job, controller);
    try {
      return await work(controller.signal);
    } finally {
      this.running.delete(job);
    }
  }
}
