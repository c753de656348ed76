import type { Channel, ContentFilterCount, ContentFilterId, ContentFilterOptions, Finding, RecordRef } from '../protocol/nouns';
import type { Sample } from '../records/sample';
import { ContentFilters, FILTER_NAMES, type FilterResult } from './content-filters';

/** Counts what the content filters let pass in a file, in constant memory. */
export class FilterTally {
  private readonly filters: ContentFilters;
  private readonly counted = new Map<ContentFilterId, ContentFilterCount>();
  private readonly kept: Finding[] = [];
  private failedRecords = 0;

  /** @param options undefined = the paper's own rules, counted but no findings. @param limit findings kept. */
  constructor(private readonly options: ContentFilterOptions | undefined, private readonly limit: number) {
    this.filters = new ContentFilters(options ?? {});
  }

  /** Checks a record and counts it. */
  check(sample: Sample, channel: Channel, contentHash: () => string): FilterResult {
    const result = this.filters.check(sample, channel);
    this.add(result, sample.ref, contentHash);
    return result;
  }

  /** Counts a record that was checked before. */
  add(result: FilterResult, ref: RecordRef, contentHash: () => string): void {
    for (const filter of result.applied) {
      let count = this.counted.get(filter);
      if (!count) this.counted.set(filter, count = { filter, applied: 0, failed: 0 });
      count.applied++;
      if (result.failed.includes(filter)) count.failed++;
    }
    if (!this.options || result.failed.length === 0) return;
    this.failedRecords++;
    if (this.kept.length < this.limit) this.kept.push(finding(result.failed, ref, contentHash()));
  }

  /** How many records each filter looked at and how many failed it, in a fixed order. */
  counts(): ContentFilterCount[] {
    return (Object.keys(FILTER_NAMES) as ContentFilterId[]).flatMap(filter => { const count = this.counted.get(filter); return count ? [{ ...count }] : []; });
  }

  /** Records that fail, where filters are asked for; `total` counts them all. */
  findings(): { total: number; kept: Finding[] } {
    return { total: this.failedRecords, kept: this.kept };
  }
}

const finding = (failed: ContentFilterId[], record: RecordRef, contentHash: string): Finding => ({
  rule: 'undertone/content-filter', record, contentHash, logOdds: 0, errorRate: 0,
  message: `Fails ${failed.length === 1 ? 'a content filter' : 'content filters'}: ${failed.map(filter => FILTER_NAMES[filter]).join('; ')}. Says nothing about who wrote it.`,
});
