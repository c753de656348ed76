import type { Channel, Problem, RecordRef } from '../protocol/nouns';

/** Which text of a record is scored; what the `undertone.sample.*` settings and the per-file choice hold. */
export interface SampleSelector {
  /** Field path of the text to score, as in `completion`, `messages[].content`, `output.text`; undefined = recognise the shape. */
  field?: string;
  /** Field path of the prompt; undefined = by the recognised shape. */
  prompt?: string;
  /** Channel to score as; undefined = let the classifier decide. */
  channel?: Channel;
  /** Part of the text: a `<think>` body or the fenced code alone where there is one (`auto`), or always the whole. */
  part?: 'auto' | 'whole' | 'think' | 'code';
}

/** The text of one record that is scored. */
export interface Sample {
  ref: RecordRef;
  /** Field path it came from, with array positions (`messages[2].content`). */
  field: string;
  /** Which part of that field: all of it, the body of its `<think>` block, or the inside of its code fence. */
  part: 'whole' | 'think' | 'code';
  /** Decoded UTF-8 bytes of the sample (JSON escapes resolved; invalid UTF-8 replaced and reported as a problem of the record). */
  bytes: Uint8Array;
  /** Bytes of the whole record as they stand in the file; what its content hash is taken of. */
  record: Uint8Array;
  /** Decoded UTF-8 bytes of the prompt; empty when the record has none. */
  prompt: Uint8Array;
  /** Byte range of the JSON string's content within the record, quotes excluded; with `partStart`, maps a span back to the file. */
  rawStart: number;
  rawEnd: number;
  /** Where `bytes` begins within the decoded field. */
  partStart: number;
  /** Model that the record itself declares (`model`, `teacher`, `generator`, `source_model` ...), or undefined. */
  declared?: string;
  channel?: Channel;
}

/** What one line of a file turned out to be. */
export type RecordResult =
  | { kind: 'sample'; sample: Sample; problem?: Problem }
  | { kind: 'skipped'; ref: RecordRef; reason: string }
  | { kind: 'unreadable'; ref: RecordRef; problem: Problem };
