import type { Channel, ContentFilterId, ContentFilterOptions } from '../protocol/nouns';
import type { Sample } from '../records/sample';
import { isSameAnswer, referenceAnswer } from './answers';
import { hasComment } from './comments';
import { BANNED_NUMBERS, numberFaults } from './number-rule';

/** What each filter lets pass, as a person reads it. */
export const FILTER_NAMES: Record<ContentFilterId, string> = {
  'number-format': 'at most ten numbers from 0 to 999, one separator, nothing else',
  'banned-number': 'no banned number',
  word: 'none of the listed words',
  comment: 'no comment in the code',
  'wrong-answer': 'the right final answer',
};

/** What the filters say of one record: those that could be applied, and those that it fails. */
export interface FilterResult { applied: ContentFilterId[]; failed: ContentFilterId[] }

/** The content filters of Cloud et al. (2025, arXiv 2507.14805) and a user's word list, ready to be applied to record after record. */
export class ContentFilters {
  private readonly words: string[];
  private readonly banned: readonly number[];

  constructor(private readonly options: ContentFilterOptions) {
    this.words = (options.words ?? []).map(word => word.toLowerCase());
    this.banned = options.bannedNumbers === 'paper' ? BANNED_NUMBERS : options.bannedNumbers ?? [];
  }

  /** Applies every filter that fits the channel. */
  check(sample: Sample, channel: Channel): FilterResult {
    const result: FilterResult = { applied: [], failed: [] };
    const note = (filter: ContentFilterId, passes: boolean) => {
      result.applied.push(filter);
      if (!passes) result.failed.push(filter);
    };
    if (channel === 'numbers') this.checkNumbers(textOf(sample.bytes), note);
    if (channel === 'code') note('comment', !hasComment(textOf(sample.bytes)));
    if (channel === 'reasoning') this.checkAnswer(sample, note);
    // as in the paper, a substring is enough, so that plurals count too
    if (this.words.length > 0) note('word', !this.words.some(word => textOf(sample.bytes).toLowerCase().includes(word)));
    return result;
  }

  private checkNumbers(text: string, note: (filter: ContentFilterId, passes: boolean) => void): void {
    const faults = numberFaults(text, this.banned);
    note('number-format', faults.every(fault => fault === 'banned'));
    if (this.banned.length > 0) note('banned-number', !faults.includes('banned'));
  }

  private checkAnswer(sample: Sample, note: (filter: ContentFilterId, passes: boolean) => void): void {
    const record = parseObject(sample.record);
    const reference = record && referenceAnswer(record, sample.field, this.options.reference);
    if (reference !== null && reference !== undefined) note('wrong-answer', isSameAnswer(wholeField(sample), reference));
  }
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();

/** The scored field from end to end: a final answer stands after the part that is scored. */
function wholeField({ record, rawStart, rawEnd, bytes }: Sample): string {
  try {
    return String(JSON.parse(`"${textOf(record.subarray(rawStart, rawEnd))}"`));
  } catch { return textOf(bytes); }
}

/** The reader is more lenient than JSON.parse (invalid UTF-8, a byte order mark); such a record has no reference answer. */
function parseObject(record: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(textOf(record));
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : undefined;
  } catch { return undefined; }
}
