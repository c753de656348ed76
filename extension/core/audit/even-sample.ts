import { readLines } from '../bytes/lines';
import type { ByteSource } from '../bytes/source';
import { BLOCK_RECORDS } from '../verdict/block-reservoir';

/** Reason of records that a sample leaves out. */
export const NOT_SAMPLED = 'not in the sample';

/**
 * Chooses about `records` of a source's lines, evenly and always the same ones: whole blocks of neighbours, as verdicts take them.
 * Reads the source once to count them. Rejects with a ReadProblem or the signal's reason.
 */
export async function evenSample(source: ByteSource, records: number, signal?: AbortSignal): Promise<(record: number) => boolean> {
  let total = 0;
  for await (const lines of readLines(source, { signal })) total += lines.count + (lines.oversized ? 1 : 0);
  const share = records / Math.max(1, total);
  return record => spread(Math.floor((record - 1) / BLOCK_RECORDS)) < share;
}

/** Evenly spread over 0..1, neighbours far apart: multiples of the golden ratio. */
const spread = (block: number) => (block * 0.618033988749895) % 1;
