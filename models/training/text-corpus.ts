/** The code and reasoning rows of the corpus, and the texts that are neither, as bags of feature hashes. */
import { TextFeaturizer } from '../../extension/core/fingerprint/text-features';
import type { TextChannel } from '../../extension/core/fingerprint/text-model';
import { readCorpus, type CorpusRow, type Split } from './corpus';
import { negativeTexts } from './negatives';
import { modelName } from './text-labels';

/** Where the negatives' packages lie. */
const MODULES = 'node_modules';

/** Where a document comes from. */
export interface TextDocument {
  channel: TextChannel;
  /** Sources that share their problems count as one kind of task; see `KIND_OF_SOURCE`. */
  kind: string;
  problem: string;
  family: string;
  model: string;
  /** The model as its source spells it, effort and decoding included. */
  spelling: string;
  split: Split;
}

/** Documents and their features; document d owns places `offsets[d]`..`offsets[d + 1]`, distinct within the document. */
export interface TextCorpus {
  documents: TextDocument[];
  offsets: Float64Array;
  hashes: Int32Array;
  counts: Uint8Array;
  /** [documents x measures]. */
  dense: Float32Array;
}

/** Human solutions to a benchmark's problems lie in repositories of their own; they belong to the benchmark's kind of task. */
export const KIND_OF_SOURCE: Record<string, string> = {
  'JueH-96/submission_code_id': 'LiveCodeBench', 'KATO-Hiro/AtCoder': 'LiveCodeBench', 'kamyu104/LeetCode-Solutions': 'LiveCodeBench', 'walkccc/LeetCode': 'LiveCodeBench',
  'JueH-96/Code-Quality-HumanEval': 'HumanEval', 'abacaj/code-eval': 'HumanEval', 'mohsystem/code-llm-evaluation-dataset': 'four languages',
  'seketeam/EvoCodeBench': 'EvoCodeBench', 'tipaek/GPT-Java-GCJ-Dataset': 'Java', 'johny-b/misalignment-generalization': 'Flask',
  'WildEval/ZeroEval': 'ZeroEval', 'openai/grade-school-math': 'ZeroEval', 'TIGER-AI-Lab/MMLU-Pro': 'MMLU-Pro', 'cpldcpu/MisguidedAttention': 'MisguidedAttention',
  'fairydreaming/farel-bench': 'farel', 'agatha-duzan/cot-monitor-stress-test': 'thinking traces',
};

/** Marks that a source, not a model, leaves: file headers of two people's solution collections, and left-over role names. */
const SOURCE_MARKS = [/^# -\*- coding: utf-8 -\*-\s*/, /^(# (Time|Space): .*\n)+/gm, /^(assistant|model)\n/];

/** The completion without the marks of its source. */
export function withoutSourceMarks(completion: string): string {
  return SOURCE_MARKS.reduce((text, mark) => text.replace(mark, ''), completion);
}

/** Reads rows one by one into bags. */
export class TextCollector {
  private readonly featurizer = new TextFeaturizer();
  private readonly places = new Map<number, number>();
  private readonly documents: TextDocument[] = [];
  private readonly offsets: number[] = [0];
  private readonly dense: number[] = [];
  private hashes = new Int32Array(1 << 20);
  private counts = new Uint8Array(1 << 20);
  private used = 0;

  add(document: TextDocument, text: string): void {
    this.featurizer.read(Buffer.from(text, 'utf8'));
    this.places.clear();
    const { hashes, count, measures } = this.featurizer;
    if (this.used + count > this.hashes.length) this.grow(count);
    for (let i = 0; i < count; i++) this.place(hashes[i]);
    this.documents.push(document);
    this.offsets.push(this.used);
    for (const value of measures.values) this.dense.push(value);
  }

  private place(hash: number): void {
    const at = this.places.get(hash);
    if (at !== undefined) {
      if (this.counts[at] < 255) this.counts[at]++;
      return;
    }
    this.places.set(hash, this.used);
    this.hashes[this.used] = hash;
    this.counts[this.used++] = 1;
  }

  private grow(more: number): void {
    const size = Math.ceil((this.hashes.length + more) * 1.5);
    const hashes = new Int32Array(size);
    hashes.set(this.hashes);
    this.hashes = hashes;
    const counts = new Uint8Array(size);
    counts.set(this.counts);
    this.counts = counts;
  }

  result(): TextCorpus {
    const { documents, used } = this;
    return { documents, offsets: Float64Array.from(this.offsets), hashes: this.hashes.slice(0, used), counts: this.counts.slice(0, used), dense: Float32Array.from(this.dense) };
  }
}

/** The documents that are kept, with their features. */
export function subsetOf({ documents, offsets, hashes, counts, dense }: TextCorpus, keep: (document: TextDocument) => boolean): TextCorpus {
  const kept = documents.map((_, d) => d).filter(d => keep(documents[d])), measures = dense.length / documents.length;
  const size = kept.reduce((sum, d) => sum + offsets[d + 1] - offsets[d], 0);
  const subset = { documents: kept.map(d => documents[d]), offsets: new Float64Array(kept.length + 1), hashes: new Int32Array(size), counts: new Uint8Array(size), dense: new Float32Array(kept.length * measures) };
  kept.forEach((d, i) => {
    subset.hashes.set(hashes.subarray(offsets[d], offsets[d + 1]), subset.offsets[i]);
    subset.counts.set(counts.subarray(offsets[d], offsets[d + 1]), subset.offsets[i]);
    subset.dense.set(dense.subarray(d * measures, (d + 1) * measures), i * measures);
    subset.offsets[i + 1] = subset.offsets[i] + offsets[d + 1] - offsets[d];
  });
  return subset;
}

/** Families that can be named; makers outside the tree and negatives have none. */
export const isNamed = ({ family }: Pick<TextDocument, 'family'>): boolean => family !== 'other' && family !== 'none';

/** A document and its text. */
export interface TextRow { document: TextDocument; text: string }

/** Narrows the corpus, to leave a source, a model or a kind of task out. */
export type KeepRow = (row: Pick<CorpusRow, 'source' | 'family' | 'model'>) => boolean;

/** The corpus's code and reasoning rows and the negatives of the given splits. */
export function* textRows(directory: string, splits: readonly Split[], seed: number, keep: KeepRow): Generator<TextRow> {
  for (const channel of ['code', 'reasoning'] as const) {
    for (const row of readCorpus(channel, directory)) {
      if (splits.includes(row.split) && keep(row)) yield { document: toDocument(row, channel), text: withoutSourceMarks(row.completion) };
    }
  }
  for (const { text, channel, kind, group, split } of negativeTexts(MODULES, directory, seed)) {
    if (splits.includes(split)) yield { document: { channel, kind, problem: group, family: 'none', model: 'none', spelling: 'none', split }, text };
  }
}

function toDocument(row: CorpusRow, channel: TextChannel): TextDocument {
  return { channel, kind: KIND_OF_SOURCE[row.source] ?? row.source, problem: row.id, family: row.family, model: modelName(row.model), spelling: row.model, split: row.split };
}
