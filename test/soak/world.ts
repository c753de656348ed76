import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { AuditOptions } from '../../extension/core/protocol/audit-worker';
import type { FileAudit } from '../../extension/core/protocol/nouns';
import type { MnistWorker } from '../../extension/core/protocol/mnist-lab';
import type { ScoreBatch } from '../../extension/core/protocol/score-batch';
import { LineTable } from '../../extension/editor/line-table';
import { AuditClient } from '../../extension/worker/client';
import { DatasetThread } from '../../extension/worker/dataset-thread';
import { LabProcess } from '../../extension/worker/lab-process';
import { measuredThread } from './measure';

const SAMPLES = path.resolve('extension/samples');
/** How often the samples are repeated in the large file. */
const REPEATED = 40;

/** Options of every audit of the soak. */
export const OPTIONS: AuditOptions = { sample: {}, expectFamilies: ['gpt'], maxFindings: 200, filters: { bannedNumbers: 'paper' } };

/** A dataset open in a data thread, with the scores that an audit of it brings. */
export interface OpenDataset { file: string; thread: DatasetThread }

/** A text document as the editor keeps it. */
export interface OpenDocument { file: string; lines: string[]; table: LineTable }

/** What a person at an editor has open: the product's own host ends of the scoring thread, the data threads and the lab's process. */
export class World {
  readonly client: AuditClient;
  readonly lab: LabProcess<MnistWorker>;
  readonly files: string[];
  readonly datasets: OpenDataset[] = [];
  readonly documents: OpenDocument[] = [];
  audit: FileAudit | undefined;
  /** What the threads complained about by themselves; there should be nothing. */
  readonly complaints: string[] = [];

  /** @param random numbers in [0, 1); @param folder that is this world's own, for its data and its measured scripts. */
  constructor(readonly random: () => number, readonly folder: string) {
    this.files = makeFiles(path.join(folder, 'data'));
    this.client = new AuditClient(measuredThread(folder, path.resolve('dist/worker.js')), message => { this.complaints.push(message); });
    this.lab = new LabProcess<MnistWorker>(path.resolve('dist/lab-worker.js'), 'mnist', { event: () => undefined, crashed: message => { this.complaints.push(message); } });
  }

  /** One of some things; undefined of none. */
  pick<T>(of: readonly T[]): T | undefined { return of[Math.floor(this.random() * of.length)]; }

  /** A whole number below a bound. */
  below(bound: number): number { return Math.floor(this.random() * bound); }

  async openDataset(file: string): Promise<void> {
    const thread = new DatasetThread(path.resolve('dist/dataset-worker.js'));
    await thread.call.open(file);
    this.datasets.push({ file, thread });
  }

  async closeDataset(dataset: OpenDataset | undefined): Promise<void> {
    if (!dataset) return;
    this.datasets.splice(this.datasets.indexOf(dataset), 1);
    await dataset.thread.dispose();
  }

  openDocument(file: string): void {
    const lines = readFileSync(file, 'utf8').split('\n');
    this.documents.push({ file, lines, table: new LineTable(lines.length) });
  }

  async closeDocument(document: OpenDocument | undefined): Promise<void> {
    if (!document) return;
    this.documents.splice(this.documents.indexOf(document), 1);
    await this.client.closeLines(document.file);
  }

  /** Sends an audit's scores to where its file is open, as the editor does. */
  takeScores(file: string): (batch: ScoreBatch) => void {
    let isFirst = true;
    return batch => {
      for (const { thread } of this.datasets.filter(each => each.file === file)) thread.call.addScores(batch, isFirst).catch(() => undefined);
      isFirst = false;
    };
  }

  /** Closes everything but the scoring thread, so that what is still held is what leaks. */
  async rest(): Promise<void> {
    for (const dataset of [...this.datasets]) await this.closeDataset(dataset);
    for (const document of [...this.documents]) await this.closeDocument(document);
    this.lab.dispose();
    this.audit = undefined;
    await this.client.call.ready();
  }
}

/** The bundled samples, one large file of them, a compressed one, and one with what is wrong with files. */
function makeFiles(folder: string): string[] {
  mkdirSync(folder);
  const names = readdirSync(SAMPLES).filter(name => name.endsWith('.jsonl'));
  for (const name of names) cpSync(path.join(SAMPLES, name), path.join(folder, name));
  const all = names.map(name => readFileSync(path.join(SAMPLES, name), 'utf8').trimEnd()).join('\n');
  writeFileSync(path.join(folder, 'large.jsonl'), `${Array.from({ length: REPEATED }, () => all).join('\n')}\n`);
  writeFileSync(path.join(folder, 'packed.jsonl.gz'), gzipSync(`${all}\n${all}\n`));
  writeFileSync(path.join(folder, 'odd.jsonl'), `${all}\n\n{"completion": \n[1,2]\n{"completion": 7}\n{"__proto__": "x", "completion": "1, 2, 3"}\n`);
  return readdirSync(folder).sort().map(name => path.join(folder, name));
}
