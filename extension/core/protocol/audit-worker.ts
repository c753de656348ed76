import type { WhatIf } from './dataset-view';
import type { Comparison } from './compare';
import type { Beside, ContentFilterOptions, Evidence, FileAudit, Score, Verdict } from './nouns';

/** How a file's samples are chosen, and what is expected of it; plain data, from settings, config file or command line. */
export interface AuditOptions {
  sample: { field?: string; prompt?: string; channel?: string; part?: string };
  /** Root families that are expected; empty = no expectation. */
  expectFamilies: string[];
  /** Content filters whose failures are findings; undefined = the paper's own are counted only. */
  filters?: ContentFilterOptions;
  /** Rules that are not reported of this file. */
  suppress?: string[];
  /** Model that will be trained on the data, by its usual name. */
  studentBase?: string;
  /** Whether a dataset that nothing declares is a finding even without a card beside it. */
  requireDeclaration?: boolean;
  /** What the files beside the dataset declare. */
  beside?: Beside;
  /** Folder of the enrolled teachers that stand beside the built-in ones. */
  teachers?: string;
  /** Whether to stop reading once the verdict is settled (core/verdict/settled.ts). */
  untilSettled?: boolean;
  /** Most findings kept per file; the true total is always counted. */
  maxFindings: number;
}

/** One scored line as the editor needs it. Offsets are bytes within the line. */
export interface LineScore extends Score {
  /** 1-based line. */
  record: number;
  contentHash: string;
  /** Sample's place within the line: the JSON string content, bytes. */
  rawStart: number;
  rawEnd: number;
  field: string;
  error?: string;
  /** Reason when the line was readable but had nothing to score. */
  skipped?: string;
}

/** Why a record scored as it did. Evidence spans are bytes within the line (`rawStart`-based), strongest first. */
export interface Explanation {
  score: Score; against: string | null; evidence: Evidence[]; text: string; field: string; contentHash: string;
  /** Measured rate at which the family named for one such record is wrong; absent when the channel names nothing. */
  errorRate?: number;
  /** Numbers only: what other values, digits or another format would have made of it. */
  whatIf?: WhatIf[];
}

/** Which records to copy where: those without findings of the rules, or only those with one. */
export interface SubsetWish { which: 'clean' | 'quarantine'; rules: string[]; /** A file that does not exist yet. */ path: string }

/** One side of a comparison. */
export interface ComparedFile { path: string; options: AuditOptions }

/** What the host asks of the worker that scores. Progress arrives as `progress` events `{ job, records, bytes, sizeBytes, recordsPerSecond }`. */
export interface AuditWorker {
  /** Loads and checks the models; rejects with a message that names file and remedy. */
  ready(): Promise<{ modelVersion: string; elapsedMs: number; /** Root families that the models know, sorted; what a person may expect. */ families: string[]; /** Bases whose neutral numbers are known. */ bases: string[] }>;
  /** Audits a file by path, streaming; `job` is the caller's number for `cancel`. With `perRecord` the scores come as `scores` events `{ job, batch: ScoreBatch }`. */
  auditFile(job: number, path: string, options: AuditOptions, perRecord?: boolean): Promise<FileAudit>;
  /** Copies records with or without findings to a new file; the dataset itself is only read. Rejects when stopped; then no file is there. `reviewed` are content hashes. */
  writeSubset(job: number, path: string, options: AuditOptions, wish: SubsetWish, reviewed: string[]): Promise<{ read: number; kept: number }>;
  /** Compares two files; each side with its own choice of field. Rejects when stopped. */
  compare(job: number, candidate: ComparedFile, reference: ComparedFile): Promise<Comparison>;
  /** Scores lines of a text document; the caller sends only those that changed. `lines[i]` is the text of line `records[i]`. With `isKept` false nothing is kept for `judgeLines`. */
  scoreLines(job: number, records: number[], lines: string[], options: AuditOptions, isKept?: boolean): Promise<LineScore[]>;
  /** File-level verdict over lines scored before, by content hash; used while typing. `hashes[i]` belongs to line i + 1, '' where the line is blank. */
  judgeLines(path: string, hashes: string[], options: AuditOptions): Promise<{ verdict: Verdict; audit: FileAudit }>;
  /** Forgets the lines of a document that was closed. */
  closeLines(path: string): Promise<void>;
  explainLine(line: string, options: AuditOptions): Promise<Explanation>;
  /**
   * Learns a teacher (or the neutral output of `base`) from a dataset and writes its file below `folder`; resolves with the file and
   * what was measured, one sentence each. Rejects with a message when the dataset does not allow it.
   */
  enrol(job: number, path: string, options: AuditOptions, folder: string, name: string, base?: string): Promise<{ file: string; lines: string[] }>;
  /** Stops a job at the next chunk (about 100 ms); its promise resolves with what is done, marked incomplete. */
  cancel(job: number): Promise<void>;
  /** Lets the current chunk finish, releases the models and ends the thread. Never terminate it from outside. */
  stop(): Promise<void>;
}
